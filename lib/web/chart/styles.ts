/** How charts and their tables look. */
export const chartStyles = `
.plot{display:block;width:calc(100% - 2.75rem);overflow:visible;margin-block:.6rem .4rem}
.plot svg{overflow:visible}
.plot path{vector-effect:non-scaling-stroke;fill:none;stroke-linecap:round;stroke-linejoin:round}
.grid line{stroke:var(--line)}
.grid text,.dates text{fill:var(--soft);font-size:12px}
.dates text{text-anchor:middle}
.dates .wide{display:none}
.plot path.dots{stroke:var(--soft);stroke-width:5;opacity:.4}
.plot path.trend{stroke:var(--accent);stroke-width:2.5}
.plot path.area{fill:var(--accent);opacity:.08}
.plot path.last{stroke:var(--accent);stroke-width:11}
.plot path.bars{stroke:var(--soft);stroke-width:3;opacity:.7}
.plot.days{width:100%}
.days rect{fill:var(--soft);opacity:.6}
.days text{fill:var(--soft);font-size:12px;text-anchor:middle}
.days .wide{display:none}
.scrolls{overflow-x:auto}
.scrolls:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.values{overflow-wrap:normal}
.head{display:flex;flex-wrap:wrap;justify-content:space-between;gap:.25rem 1rem;margin-bottom:.25rem}
.ranges{display:flex;flex-wrap:wrap;gap:.25rem}
.ranges a{padding:.1rem .65rem;min-height:28px;border-radius:99px;color:var(--soft);text-decoration:none}
.ranges a[aria-current]{background:var(--paper);color:var(--accent);font-weight:600}
details{margin-top:.5rem}
summary{cursor:pointer;color:var(--soft);padding-block:.2rem}
summary:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:4px}
table.values{display:table;border-collapse:collapse;margin-top:.5rem;width:auto;max-width:100%}
.values thead{display:table-header-group;position:static;clip-path:none}
.values tbody{display:table-row-group}
.values tr,.values tbody tr{display:table-row}
.values th,.values td,.values tbody th{display:table-cell;text-align:right;border-top:1px solid var(--line);padding:.25rem 0 .25rem 1.25rem}
.values th:first-child{text-align:left;padding-left:0;width:auto;white-space:normal;color:var(--soft);font-weight:400}
.values thead th{white-space:normal;border-top:0;font-weight:500;color:var(--soft);font-size:.9rem}
@media (min-width:44rem){.plot path.bars{stroke-width:4}.dates .wide,.days .wide{display:inline}.values th,.values td,.values tbody th{padding-left:2.5rem}}
`;
