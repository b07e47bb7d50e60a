import { html } from 'hono/html';
import type { Markup } from '../pages/layout.ts';

/** What a chart shows already, as a plain table behind a summary: what each row is about, then its values. */
export const foldedTable = (
  caption: string,
  [first, ...columns]: readonly string[],
  rows: readonly (readonly [string, ...string[]])[],
  /** Of what each row is about, where it is not that of the page. */
  lang?: string,
): Markup => html`<details><summary>${caption} as a table</summary>
<div class="scrolls" tabindex="0" role="group" aria-label="${caption}"><table class="values">
<thead><tr><th scope="col">${first}</th>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>
${rows.map(([head, ...values]) => html`<tr><th scope="row"${lang && html` lang="${lang}"`}>${head}</th>${values.map((value) => html`<td>${value}</td>`)}</tr>`)}
</tbody></table></div></details>`;
