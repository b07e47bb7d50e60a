/** What the overview and the lists of measurements need besides what every page has. */
export const overviewStyles = `
.way p{color:var(--soft)}
.way p.act{color:var(--warn)}
.way a{color:inherit}
.way .mark{margin-right:.15rem}
thead th{white-space:nowrap}
.more{margin-top:.6rem}
tbody th a{color:inherit;display:inline-block;min-height:24px}
.day th{color:var(--ink);font-weight:600;padding-top:.8rem}
.page h1{font-size:1.5rem;line-height:1.25;letter-spacing:-.015em;font-weight:600;margin:1rem 0 .25rem}
.page p{max-width:42rem}
.back{margin-top:.25rem}
.pages{display:flex;gap:1.5rem;padding-block:.25rem}
.pages a,.ranges a,.back a,.more a{min-height:24px;display:inline-block}
form.do{display:flex;flex-wrap:wrap;align-items:center;gap:.25rem 1rem;margin-top:.6rem}
form.do button.go{margin:0;border:0;text-decoration:none;color:var(--card);min-width:9rem}
form.do button.go:hover{color:var(--card);text-decoration:underline}
form.do~form.do button.go{background:none;color:var(--accent);box-shadow:inset 0 0 0 2px var(--accent)}
form.do span{color:var(--soft);flex:1 1 14rem}
dl{margin:.25rem 0 0}
dl div{display:grid;grid-template-columns:7.5rem 1fr;gap:0 .75rem;padding-block:.15rem}
.goes dl div{grid-template-columns:5.5rem 1fr}
dt{color:var(--soft)}
dd{margin:0}
.story{margin:0;padding:0;list-style:none}
.story li{display:grid;grid-template-columns:1fr;gap:0 1rem;padding-block:.35rem;border-top:1px solid var(--line)}
.story li:first-child{border-top:0}
.story time{color:var(--soft);white-space:nowrap}
.records li{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 1rem;padding-block:.45rem;border-top:1px solid var(--line)}
.records li:first-child{border-top:0}
.records b{font-weight:600}
.records span,.records p{color:var(--soft)}
.records p{flex-basis:100%}
@media (min-width:44rem){dl div{grid-template-columns:10rem 1fr}.goes dl div{grid-template-columns:7rem 1fr}.story li{grid-template-columns:11rem 1fr}}
.goes p.act a,p.act a{color:inherit;font-weight:600}
`;
