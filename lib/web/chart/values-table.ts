import { html } from 'hono/html';
import type { Markup } from '../pages/layout.ts';
import type { Words } from '../pages/words.ts';
import type { Thinned } from './sample.ts';

export interface ValuesTable {
  caption: string;
  columns: readonly string[];
  /** As they are to be read, newest first. */
  rows: readonly { when: string; lang?: string; values: readonly string[] }[];
}

/** What a chart shows, for those who would rather read it; folded away. */
export const valuesTable = ({ caption, columns, rows }: ValuesTable): Markup => html`<details>
<summary>${caption} as a table</summary>
<table class="values">
<thead><tr><th scope="col">Measured</th>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>
${rows.map(({ when, lang, values }) => html`<tr><th scope="row"${lang && html` lang="${lang}"`}>${when}</th>${values.map((value) => html`<td>${value}</td>`)}</tr>`)}
</tbody>
</table>
</details>`;

/** When a row was measured: at a time, or somewhere in its days. */
export function whenOf(
  at: number,
  { days }: Pick<Thinned, 'days'>,
  { moments }: Pick<Words, 'moments'>,
): { when: string; lang?: string } {
  const { words, lang } =
    days === 0 ? moments.at(at * 1000) : { words: moments.shortDay(at * 1000), lang: moments.lang };
  return { when: words, ...(lang && { lang }) };
}

/** What one row stands for. */
export const grainWords = ({ days }: Pick<Thinned, 'days'>): string => {
  if (days === 0) return 'The values';
  if (days === 1) return 'The averages of each day';
  if (days === 7) return 'The averages of each week';
  return `The averages of ${days / 7} weeks each`;
};
