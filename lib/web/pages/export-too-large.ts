import { html } from 'hono/html';
import type { Markup } from './layout.ts';

export interface ExportTooLarge {
  extension: string;
  /** Empty when a single year is too much already. */
  years: readonly number[];
}

/** Instead of a file that could not be answered in one piece. */
export const exportTooLargeContent = ({
  extension,
  years,
}: ExportTooLarge): Markup => html`<h1>Too much for one file</h1>
<section>
${
  years.length > 0
    ? html`<p>An answer may have 6 MB. Take your measurements a year at a time:</p>
<ul class="list">${years.map((year) => html`<li><a href="/export/weighbridge-${year}.${extension}">${year}</a></li>`)}</ul>`
    : html`<p>This year alone has more than the 6 MB that an answer may have. Take it as CSV, which is much smaller, or ask the person who runs this Weighbridge for a copy of your table.</p>`
}
<p class="actions"><a href="/settings">Back to the settings</a></p>
</section>`;
