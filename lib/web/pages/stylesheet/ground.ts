/** What every element looks like by itself. */
export const ground = `
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",sans-serif;
font-variant-numeric:tabular-nums;overflow-wrap:anywhere;-webkit-text-size-adjust:100%}
a{color:var(--accent);text-underline-offset:.15em}
a:focus-visible,button:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:4px}
h1,h2,h3,p,ul,dl{margin:0}
ul{padding:0;list-style:none}
h2,h3{font-size:1rem;font-weight:600}
.skip{position:absolute;left:1rem;top:-4rem;padding:.5rem .9rem;background:var(--card);color:var(--ink);z-index:1}
.skip:focus{top:.5rem}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.soft{color:var(--soft)}
.ok{color:var(--accent)}
p.act,span.act,li.act{color:var(--warn)}
`;
