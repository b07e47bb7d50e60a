/** What the overview and the lists of measurements need besides what every page has. */
export const overviewStyles = `
.way p{color:var(--soft)}
.way p.act{color:var(--warn)}
.way a{color:inherit}
.way .mark{margin-right:.15rem}
.more{margin-top:.6rem}
tbody th a{color:inherit}
.day th{color:var(--ink);font-weight:600;padding-top:.8rem}
.goes p.act a,p.act a{color:inherit;font-weight:600}
`;
