/** What stands around every page. */
export const frame = `
.top,main,footer{max-width:60rem;margin-inline:auto;padding-inline:1rem}
.top{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;align-items:baseline;padding-block:1rem .5rem}
.top a.brand{color:inherit;text-decoration:none;font-weight:650;letter-spacing:-.01em;white-space:nowrap}
.top .who{display:flex;flex:1 1 0;gap:1rem;align-items:baseline;justify-content:flex-end;color:var(--soft);min-width:0}
.who bdi{overflow:hidden;text-overflow:ellipsis}
.who bdi,.who button{white-space:nowrap}
.top nav{width:100%}
.top nav ul{display:flex;flex-wrap:wrap;gap:0 1.1rem}
.top nav a{display:inline-block;padding-block:.3rem;color:var(--soft);text-decoration:none}
.top nav a:hover{color:var(--ink)}
.top nav a[aria-current]{color:var(--ink);box-shadow:0 2px var(--accent)}
main:focus{outline:0}
main>h1{font-size:1.5rem;line-height:1.25;letter-spacing:-.015em;font-weight:600;margin-block:1rem}
.said{padding:.6rem .9rem;border-radius:10px;margin-block:.75rem;background:var(--card);border:1px solid var(--line);border-left:4px solid var(--accent)}
.said.act{border-left-color:var(--warn);background:var(--warn-paper);color:var(--warn)}
footer{padding-block:1rem 2.5rem;color:var(--soft);font-size:.9rem}
@media (min-width:44rem){
.top,main,footer{padding-inline:1.5rem}
}
@media (min-width:62rem){
.top{flex-wrap:nowrap}
.top nav{width:auto;flex:none;margin-left:auto;order:1}
.top .who{flex:0 1 auto;order:2}
}
`;
