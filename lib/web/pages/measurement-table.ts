import { html } from 'hono/html';
import type { Content, Markup } from './layout.ts';
import { mark } from './mark.ts';
import type { MeasurementRow } from './measurement-rows.ts';
import type { Moment } from './moments.ts';
import type { Stop } from './way.ts';

/* The roles say again what the elements are: on a narrow screen they are laid out as a list, which makes some
   browsers forget it. */

/** Measurements with their way, under one caption; each body may have a heading of its own. */
export const measurementTable = (
  caption: Content,
  bodies: readonly { heading?: string; rows: readonly MeasurementRow[] }[],
  /** Of the headings. */
  lang?: string,
): Markup => html`<table role="table">
<caption>${caption}</caption>
<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Measured</th><th scope="col" role="columnheader" class="value">Value</th><th scope="col" role="columnheader">Its way</th></tr></thead>
${bodies.map(
  ({ heading, rows }) => html`<tbody role="rowgroup">
${heading && html`<tr role="row" class="day"><th scope="rowgroup" role="rowheader" colspan="3"${lang && html` lang="${lang}"`}>${heading}</th></tr>`}
${rows.map(row)}
</tbody>`,
)}
</table>`;

const row = ({ href, measuredAt, reading, received, stops, remark }: MeasurementRow): Markup => html`<tr role="row">
<th scope="row" role="rowheader"><a href="${href}">${time(measuredAt, capital)}</a></th>
<td role="cell" class="value">${reading ? html`<b>${reading.figure}</b> ${reading.unit} ${reading.beside && html`<span>${reading.beside}</span>`}` : '–'}</td>
<td role="cell" class="way"><p>received ${time(received)}${stops.filter(isHere).map((stop) => arrived(stop, href))}</p>${
  remark &&
  html`<p class="${remark.mend ? 'act' : 'soft'}">${remark.words}${remark.mend && html`. <a href="${href}">${remark.mend}</a>`}</p>`
}${stops.filter((stop) => !isHere(stop) && !isSaid(stop, remark?.words)).map((stop) => waiting(stop, href))}</td>
</tr>`;

const isHere = ({ tone }: Stop): boolean => tone === 'ok';

const isSaid = ({ words }: Stop, remark: string | undefined): boolean => words === remark;

const arrived = ({ name, destination, words }: Stop, href: string): Markup =>
  html` <span class="stop"><span aria-hidden="true">→</span> <a href="${href}#${name}">${destination} <span class="ok" aria-hidden="true">✓</span><span class="unseen">${words}</span></a></span>`;

const waiting = ({ destination, tone, words }: Stop, href: string): Markup =>
  html`<p${tone === 'act' && html` class="act"`}>${mark(tone)}${destination} ${words}${tone === 'act' && html`. <a href="${href}">See what to do</a>`}</p>`;

export const time = ({ iso, words, lang }: Moment, say = (text: string): string => text): Markup =>
  html`<time datetime="${iso}"${lang && html` lang="${lang}"`}>${say(words)}</time>`;

export const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
