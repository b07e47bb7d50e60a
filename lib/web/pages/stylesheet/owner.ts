/** What only the owner sees. */
export const owner = `
.marks{margin-block:.4rem}
.marks li{padding-left:1.4rem;text-indent:-1.4rem}
.marks .mark{display:inline-block;width:1.4rem;text-indent:0}
.marks b{font-weight:600}
.plain{margin-block:.5rem}
.plain li{padding-left:1.4rem;text-indent:-1.4rem}
.plain li::before{content:"–";display:inline-block;width:1.4rem;text-indent:0;color:var(--soft)}
section>p.act{display:inline-block;background:var(--warn-paper);border-radius:8px;padding:.25rem .6rem;margin:.15rem 0}
section>p.act a{color:inherit}
.spaced>p+p{margin-top:.6rem}
.costs th span{display:block;color:var(--soft);font-size:.9rem}
.costs tbody th{color:var(--ink);white-space:normal}
.costs thead th,.costs thead th.value{width:auto}
.costs td:last-child,.costs th:last-child{padding-right:0}
.sums{display:grid;grid-template-columns:1fr;gap:0 1.5rem;margin-block:.4rem}
.sums dt{color:var(--soft)}
.sums dd{margin:0 0 .4rem}
@media (min-width:44rem){
.sums{grid-template-columns:13rem 1fr;gap:.15rem 1.5rem}
dl.sums dd{margin:0}
}
@media (max-width:43.99rem){
.costs thead{display:block;position:static;width:auto;height:auto;clip-path:none}
.costs tr,.costs tbody tr{display:grid;grid-template-columns:minmax(0,1fr) 4.7rem 4.7rem;gap:0 .4rem;padding-block:.3rem}
.costs thead th{font-weight:500;color:var(--soft);text-align:left}
.costs th.value{text-align:right}
.costs td.value{white-space:nowrap}
}
`;
