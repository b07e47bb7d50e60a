import { html } from 'hono/html';
import type { ConnectionLine } from './connection-lines.ts';
import type { Notice } from './first-sync.ts';
import type { Headline } from './headline.ts';
import { layout, type Markup, type SignedIn } from './layout.ts';
import { mark } from './mark.ts';
import type { LeftOut, Row, StatusView } from './status-view.ts';
import type { Sync } from './sync-line.ts';

const refreshSeconds = 10;

/** One account's page: the newest number, where it goes, and the way of each measurement. */
export function statusPage(view: StatusView, signedIn: SignedIn): string {
  const { headline, notice, connections, sync, rows, leftOut, timeZone, refreshes } = view;
  const content = html`${headline && headlineOf(headline)}
${notice && noticeOf(notice)}
${connectionsOf(connections, sync)}
${rows.length > 0 && measurements(rows, timeZone)}
${leftOut.length > 0 && leftOutList(leftOut)}`;
  return layout({
    title: 'Your measurements',
    content,
    signedIn: { ...signedIn, current: '/' },
    ...(refreshes && { refresh: { seconds: refreshSeconds, to: '/' } }),
  });
}

const headlineOf = ({ label, figure, unit, facts }: Headline): Markup => html`<div class="now">
<h1${figure.includes('/') && html` class="pair"`}><span class="unseen">${label}: </span>${figure}<small> ${unit}</small></h1>
<ul class="facts">
${facts.map((fact) => html`<li>${fact.figure && html`<b>${fact.figure}</b> `}${fact.words}</li>`)}
</ul>
</div>`;

const noticeOf = ({ title, sentences }: Notice): Markup => html`<section class="notice">
<h1>${title}</h1>
${sentences.map((sentence) => html`<p>${sentence}</p>`)}
</section>`;

const connectionsOf = (lines: readonly ConnectionLine[], sync: Sync): Markup => html`<section aria-labelledby="goes">
<h2 id="goes">Where it goes</h2>
<ul class="goes">
${lines.map(connectionLine)}
</ul>
<div class="sync"><p>${sync.sentence}</p>${sync.problem && html`<p class="act">${sync.problem}</p>`}</div>
</section>`;

const connectionLine = ({ title, tone, problem, mend, sentences }: ConnectionLine): Markup => html`<li>
${mark(tone)}<b>${title}</b>
<div>${problem && html`<p${tone === 'act' && html` class="act"`}>${problem}</p>`}${mend && html`<p><a href="${mend.href}">${mend.label}</a></p>`}${sentences.length > 0 && html`<p>${sentences.join(' ')}</p>`}</div>
</li>`;

/* The roles say again what the elements are: on a narrow screen they are laid out as a list, which makes some
   browsers forget it. */
const measurements = (rows: readonly Row[], timeZone: string): Markup => html`<section>
<table role="table">
<caption><b>Latest measurements</b> <span>Times are in ${timeZone.replaceAll('_', ' ')}.</span></caption>
<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Measured</th><th scope="col" role="columnheader" class="value">Value</th><th scope="col" role="columnheader">Its way</th></tr></thead>
<tbody role="rowgroup">
${rows.map(measurement)}
</tbody>
</table>
</section>`;

const measurement = ({ measured, reading, way }: Row): Markup => html`<tr role="row">
<th scope="row" role="rowheader"><time datetime="${measured.iso}">${capital(measured.words)}</time></th>
<td role="cell" class="value"><b>${reading.figure}</b> ${reading.unit} ${reading.beside && html`<span>${reading.beside}</span>`}</td>
<td role="cell" class="way">${
  way.length === 0
    ? html`<span class="soft">Received; it is not meant for any destination yet.</span>`
    : html`<ul>
${way.map(({ destination, tone, words }) => html`<li>${mark(tone)}${destination} <span${tone === 'act' && html` class="act"`}>${words}</span></li>`)}
</ul>`
}</td>
</tr>`;

const leftOutList = (leftOut: readonly LeftOut[]): Markup => html`<section class="left" aria-labelledby="left">
<h2 id="left">Left out</h2>
<p class="soft">Received from Withings and not carried on, each for its reason.</p>
<ul>
${leftOut.map(({ count, reason, act }) => html`<li${act && html` class="act"`}><b>${count}×</b> ${reason}</li>`)}
</ul>
</section>`;

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
