/** Cards, and pages that say one thing. */
export const sections = `
section,.message{background:var(--card);border:1px solid var(--line);border-radius:14px;padding:1rem;margin-block:1rem}
section>h2{margin-bottom:.5rem}

.message{max-width:38rem;margin:8vh auto 2rem;padding:1.5rem 1.25rem}
.message h1{font-size:1.5rem;line-height:1.25;letter-spacing:-.015em;font-weight:600;text-wrap:balance}
.message h1::before{content:"";display:block;width:2.5rem;height:4px;border-radius:2px;background:var(--line);margin-bottom:1.1rem}
.message.done h1::before{background:var(--accent)}
.message.act h1::before{background:var(--warn)}
.message p{margin-top:.8rem}
.message h2{margin-top:1.4rem}
.message ol{margin:.4rem 0 0;padding-left:1.3rem}
.message li{margin-top:.3rem}
.welcome h1::before{background:var(--accent)}
.message code{font-size:.95em;user-select:all}
.go{display:inline-block;margin-top:.4rem;padding:.55rem 1.1rem;border-radius:99px;background:var(--accent);color:var(--card);
text-decoration:none;font-weight:600}
@media (min-width:44rem){
section{padding:1.1rem 1.25rem}
.message{padding:2rem}
}
`;
