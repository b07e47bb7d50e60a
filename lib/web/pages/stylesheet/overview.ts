/** The number that is looked for first, and where it goes. */
export const overview = `
.now{display:flex;flex-wrap:wrap;align-items:end;gap:.5rem 2.5rem;margin-block:1rem 1.25rem}
.now h1{font-size:clamp(3.2rem,16vw,5.2rem);line-height:1;letter-spacing:-.035em;font-weight:600}
.now h1.pair{font-size:clamp(2.6rem,13vw,4.4rem)}
.now small{font-size:max(.3em,1rem);letter-spacing:0;color:var(--soft);font-weight:500}
.facts{display:flex;flex-wrap:wrap;gap:.1rem 1.6rem;color:var(--soft);padding-bottom:.35rem}
.facts b{color:var(--ink);font-weight:600}
.notice h1{font-size:1.5rem;line-height:1.25;letter-spacing:-.015em;font-weight:600}
.notice p{margin-top:.4rem;max-width:38rem}

.goes li{display:grid;grid-template-columns:1.4rem 1fr;gap:0 .5rem;padding-block:.55rem;border-top:1px solid var(--line)}
.goes li:first-child{border-top:0}
.goes b{font-weight:600}
.goes div{grid-column:2}
.goes p{color:var(--soft)}
.goes .mark{text-align:center}
.goes p.act{display:inline-block;color:var(--warn);background:var(--warn-paper);border-radius:8px;padding:.25rem .6rem;margin:.15rem 0}
.sync{margin-top:.6rem;padding-top:.7rem;border-top:1px solid var(--line);color:var(--soft)}
@media (min-width:44rem){
.goes li{grid-template-columns:1.4rem 9.5rem 1fr}
.goes div{grid-column:auto}
}
`;
