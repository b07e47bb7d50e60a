/** Tables; on a phone each row is a card. */
export const tables = `
table,tbody,tr,td,tbody th{display:block}
table{width:100%}
caption{display:block;text-align:left;margin-bottom:.25rem}
caption b{font-weight:600}
caption span{color:var(--soft);font-size:.9rem;display:block}
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
tbody th{font-weight:400;text-align:left;color:var(--soft)}
tbody tr{display:grid;grid-template-columns:1fr auto;gap:0 1rem;border-top:1px solid var(--line);padding-block:.6rem}
tbody .value{text-align:right;white-space:nowrap}
.value b{font-weight:600}
.value span{display:block;color:var(--soft);font-size:.9rem}
tbody .way{grid-column:1/-1;margin-top:.15rem}
.way .stop{white-space:nowrap}
.way ul{color:var(--soft)}
.way li{padding-left:1.4rem;text-indent:-1.4rem}
.way .mark{display:inline-block;width:1.4rem;text-indent:0}
@media (min-width:44rem){
table{display:table;border-collapse:collapse}
caption{display:table-caption}
thead{display:table-header-group;position:static;clip-path:none}
thead th{font-weight:500;color:var(--soft);text-align:left;padding:.2rem 1.5rem .2rem 0;font-size:.95rem}
thead th.value{text-align:right;width:8.5rem}
thead th:first-child{width:9.5rem}
thead th:last-child{width:100%}
tbody{display:table-row-group}
tr,tbody tr{display:table-row}
td,tbody th{display:table-cell;vertical-align:top;border-top:1px solid var(--line);padding:.5rem 1.5rem .5rem 0}
tbody th{color:var(--ink);white-space:nowrap}
tbody .way{padding-right:0}
}
`;
