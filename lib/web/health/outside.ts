import { html } from 'hono/html';
import type { Pages } from '../../withings/pages.ts';
import type { Content, Markup } from '../pages/layout.ts';
import { time } from '../pages/measurement-table.ts';
import type { Moment } from '../pages/moments.ts';
import type { Words } from '../pages/words.ts';

/* What comes from Withings may be of any size and shape: what a page says of it is not. */

const longest = 60;

/** Words of a vendor's, cut, and kept from turning the direction of what stands around them. */
export function said(words: string): Markup {
  const signs = [...words];
  return html`<bdi>${signs.length > longest ? `${signs.slice(0, longest).join('')}…` : words}</bdi>`;
}

/** @param seconds epoch seconds, whatever they are */
export function momentOf(seconds: number, { moments }: Words): Moment | undefined {
  const isPossible = seconds > 0 && seconds < 4e9;
  return isPossible ? moments.at(seconds * 1000) : undefined;
}

export function when(seconds: number, words: Words): Content {
  const moment = momentOf(seconds, words);
  return moment ? time(moment) : 'at an impossible time';
}

/** `YYYY-MM-DD` so many days ago in UTC; a day more or less is Withings' to know. */
export const dayBefore = (now: number, days: number): string =>
  new Date(now - days * 86_400_000).toISOString().slice(0, 10);

/** The first answer of a list, so that a visit costs one call: what is asked for fits in one. */
export async function firstOf<Item>(list: Pages<Item>): Promise<Item[]> {
  for await (const { items } of list.pages()) return items;
  return [];
}
