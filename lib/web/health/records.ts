import { html } from 'hono/html';
import type { Content, Markup } from '../pages/layout.ts';

/** One thing that was recorded, or is there: what it is, when, and what else there is to say. */
export interface Entry {
  title: Content;
  beside: Content;
  words: readonly Content[];
}

/** A list that is read on a phone as on a desk. */
export const records = (entries: readonly Entry[]): Markup => html`<ul class="records">
${entries.map(({ title, beside, words }) => html`<li><b>${title}</b> <span>${beside}</span>${words.length > 0 && html` <p>${words.map((one, index) => html`${index > 0 && ' · '}${one}`)}</p>`}</li>`)}
</ul>`;
