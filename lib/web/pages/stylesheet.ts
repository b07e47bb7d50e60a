import { createHash } from 'node:crypto';
import { chartStyles } from '../chart/styles.ts';
import { overviewStyles } from './overview-styles.ts';
import { dark, light, type Palette } from './palette.ts';

const variables = ({ paper, card, ink, soft, line, accent, warn, warnPaper }: Palette): string =>
  `--paper:${paper};--card:${card};--ink:${ink};--soft:${soft};--line:${line};--accent:${accent};--warn:${warn};--warn-paper:${warnPaper}`;

/** The whole look. Written for 320 px first; what needs room asks for it. */
export const stylesheet = `
:root{color-scheme:light dark;${variables(light)}}
@media (prefers-color-scheme:dark){:root{${variables(dark)}}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",sans-serif;
font-variant-numeric:tabular-nums;overflow-wrap:anywhere;-webkit-text-size-adjust:100%}
a{color:var(--accent);text-underline-offset:.15em}
a:focus-visible,button:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:4px}
h1,h2,p,ul{margin:0}
ul{padding:0;list-style:none}
h2{font-size:1rem;font-weight:600}
.skip{position:absolute;left:1rem;top:-4rem;padding:.5rem .9rem;background:var(--card);color:var(--ink);z-index:1}
.skip:focus{top:.5rem}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.soft{color:var(--soft)}
.ok{color:var(--accent)}
p.act,span.act,li.act{color:var(--warn)}

.top,main,footer{max-width:60rem;margin-inline:auto;padding-inline:1rem}
.top{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;align-items:baseline;padding-block:1rem}
.top a.brand{color:inherit;text-decoration:none;font-weight:650;letter-spacing:-.01em}
.top span{margin-left:auto;color:var(--soft)}
.top form:nth-child(2){margin-left:auto}
main:focus{outline:0}
footer{padding-block:1rem 2.5rem;color:var(--soft);font-size:.9rem}
button{font:inherit;color:var(--soft);background:none;border:0;padding:.25rem 0;cursor:pointer;text-decoration:underline;
text-underline-offset:.15em}
button:hover{color:var(--ink)}

section,.message{background:var(--card);border:1px solid var(--line);border-radius:14px;padding:1rem;margin-block:1rem}
section>h2{margin-bottom:.5rem}

.message{max-width:38rem;margin:8vh auto 2rem;padding:1.5rem 1.25rem}
.message h1{font-size:1.5rem;line-height:1.25;letter-spacing:-.015em;font-weight:600;text-wrap:balance}
.message h1::before{content:"";display:block;width:2.5rem;height:4px;border-radius:2px;background:var(--line);margin-bottom:1.1rem}
.message.done h1::before{background:var(--accent)}
.message.act h1::before{background:var(--warn)}
.message p{margin-top:.8rem}
.message code{font-size:.95em;user-select:all}
.go{display:inline-block;margin-top:.4rem;padding:.55rem 1.1rem;border-radius:99px;background:var(--accent);color:var(--card);
text-decoration:none;font-weight:600}

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
.goes p.act,.left li.act{display:inline-block;color:var(--warn);background:var(--warn-paper);border-radius:8px;padding:.25rem .6rem;margin:.15rem 0}
.sync{margin-top:.6rem;padding-top:.7rem;border-top:1px solid var(--line);color:var(--soft)}

table,tbody,tr,td,tbody th{display:block}
table{width:100%}
caption{display:block;text-align:left;margin-bottom:.25rem}
caption b{font-weight:600}
caption span{color:var(--soft);font-size:.9rem;display:block}
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
tbody th{font-weight:400;text-align:left;color:var(--soft);white-space:nowrap}
tbody tr{display:grid;grid-template-columns:auto 1fr;gap:0 1rem;border-top:1px solid var(--line);padding-block:.6rem}
tbody .value{text-align:right}
.value b{font-weight:600}
.value span{display:block;color:var(--soft);font-size:.9rem}
tbody .way{grid-column:1/-1;margin-top:.15rem}
.way ul{color:var(--soft)}
.way li{padding-left:1.4rem;text-indent:-1.4rem}
.way .mark{display:inline-block;width:1.4rem;text-indent:0}
.left li{padding-block:.3rem}
.left b{font-weight:600}
.left p{margin-bottom:.25rem}

@media (min-width:44rem){
.top,main,footer{padding-inline:1.5rem}
section{padding:1.1rem 1.25rem}
.message{padding:2rem}
.goes li{grid-template-columns:1.4rem 9.5rem 1fr}
.goes div{grid-column:auto}
table{display:table;border-collapse:collapse}
caption{display:table-caption}
thead{display:table-header-group;position:static;clip-path:none}
thead th{font-weight:500;color:var(--soft);text-align:left;padding:.2rem 1.5rem .2rem 0;font-size:.95rem}
thead th.value{text-align:right}
tbody{display:table-row-group}
tr,tbody tr{display:table-row}
td,tbody th{display:table-cell;vertical-align:top;border-top:1px solid var(--line);padding:.5rem 1.5rem .5rem 0}
tbody th{color:var(--ink)}
.value{white-space:nowrap}
tbody .way{padding-right:0}
}
${chartStyles}${overviewStyles}
@media print{.top form,.skip{display:none}section{break-inside:auto;border:0;padding-inline:0}}
`;

/** As a content security policy names it. */
export const stylesheetHash = `sha256-${createHash('sha256').update(stylesheet).digest('base64')}`;
