import { html } from 'hono/html';
import { layout, type Markup, type SignedIn } from './layout.ts';
import type { MeasurementRow } from './measurement-rows.ts';
import { measurementTable } from './measurement-table.ts';

/** The list of measurements, newest first, by month and day. */
export interface MeasurementsView {
  months: readonly { title: string; days: readonly { heading: string; rows: readonly MeasurementRow[] }[] }[];
  timeZone: string;
  /** In which months and days are written, where it is not that of the page. */
  lang?: string;
  /** Where the list begins, and where it goes on. */
  newest?: string;
  older?: string;
}

export function measurementsPage(
  { months, timeZone, lang, newest, older }: MeasurementsView,
  signedIn?: SignedIn,
): string {
  return layout({
    title: 'Measurements',
    ...(signedIn && { signedIn }),
    content: html`<div class="page">
<h1>Measurements</h1>
<p class="soft">Each with its way. Open one for the proof of its arrival, its file, or to send it again. Times are in ${timeZone.replaceAll('_', ' ')}.</p>
</div>
${months.length === 0 && nothing(newest !== undefined)}
${months.map((one) => month(one, lang))}
${
  (newest ?? older) !== undefined &&
  html`<nav class="pages" aria-label="More measurements">${newest && html`<a href="${newest}">Newest</a>`}${older && html`<a href="${older}" rel="next">Older</a>`}</nav>`
}`,
  });
}

const nothing = (isEnd: boolean): Markup => html`<section class="notice">
<p>${isEnd ? 'There is nothing older.' : 'There is nothing yet. Step on the scale: it appears here within a minute or two.'}</p>
</section>`;

const month = ({ title, days }: MeasurementsView['months'][number], lang?: string): Markup => html`<section>
<h2${lang && html` lang="${lang}"`}>${title}</h2>
${measurementTable(html`<span class="unseen">Measurements of ${title}</span>`, days, lang)}
</section>`;
