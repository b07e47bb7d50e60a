/** Forms: a label above each field, one button that is meant, and quiet ones beside it. */
export const forms = `
button{font:inherit;color:var(--soft);background:none;border:0;padding:.25rem 0;min-height:24px;cursor:pointer;text-decoration:underline;
text-underline-offset:.15em}
button:hover{color:var(--ink)}
button.go{padding:.55rem 1.1rem;border-radius:99px;color:var(--card);text-decoration:none}
button.go:hover{color:var(--card)}
button.danger{color:var(--warn)}
button.go.danger{background:var(--warn);color:var(--card)}
.actions{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;align-items:center;margin-top:.5rem}
.field{margin-block:1rem;max-width:34rem}
.field>label:not(.choice),legend{font-weight:600}
.field p,.hint{color:var(--soft);font-size:.95rem}
.field p.act{color:var(--warn)}
fieldset.field{border:0;padding:0;margin-inline:0;min-width:0}
legend{padding:0}
input[type=text],input[type=password],select,textarea{display:block;width:100%;max-width:100%;margin-top:.25rem;
padding:.5rem .7rem;font:inherit;color:var(--ink);background:var(--paper);border:1px solid var(--soft);border-radius:8px}
input.short{width:8rem}
textarea{min-height:6rem;font-family:ui-monospace,Menlo,Consolas,monospace;font-size:.9rem}
input[type=radio],input[type=checkbox]{accent-color:var(--accent);width:1.15rem;height:1.15rem;margin:0 .55rem 0 0;vertical-align:-.2rem}
.choice{display:block;padding:.3rem 0 .3rem 1.7rem;text-indent:-1.7rem}
input:focus-visible,select:focus-visible,textarea:focus-visible,summary:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
[aria-invalid=true]{border-color:var(--warn)}
details>summary{cursor:pointer;color:var(--accent);padding-block:.3rem}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:var(--paper);border:1px solid var(--line);border-radius:8px;padding:.6rem .8rem;
margin:.5rem 0;user-select:all;font:.9rem/1.5 ui-monospace,Menlo,Consolas,monospace}
ol.steps{margin:.4rem 0;padding-left:1.3rem}
.steps li{margin-top:.3rem}
pre span{display:inline-block}
.connection>h2{display:flex;gap:.6rem;align-items:baseline;font-size:1.1rem}
.connection h3{margin-top:1rem}
.connection dl{display:grid;grid-template-columns:1fr;gap:0 1.5rem;margin:.6rem 0}
.connection dt{color:var(--soft)}
.connection dd{margin:0 0 .4rem}
.connection p.act{color:var(--warn);background:var(--warn-paper);border-radius:8px;padding:.25rem .6rem;margin:.3rem 0}
@media (min-width:44rem){
.connection dl{grid-template-columns:10rem 1fr;gap:.15rem 1.5rem}
.connection dd{margin:0}
}
`;
