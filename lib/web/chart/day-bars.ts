import { html } from 'hono/html';
import type { Markup } from '../pages/layout.ts';

export interface DayBars {
  /** Unique on its page. */
  id: string;
  title: string;
  describedBy: string;
  /** In order of time; a day without a value has none. */
  bars: readonly { label: string; value: number | undefined }[];
}

const height = 96;
const labelHeight = 22;

/** A small bar for each day, of a height from nothing to the largest. */
export function dayBars({ id, title, describedBy, bars }: DayBars): Markup {
  const largest = Math.max(...bars.map(({ value = 0 }) => value), 1);
  const step = 100 / Math.max(bars.length, 1);
  return html`<svg class="plot days" height="${height + labelHeight}" role="img" aria-labelledby="${id}-title" aria-describedby="${describedBy}"><title id="${id}-title">${title}</title>
${bars.map(({ label, value = 0 }, index) => {
  const size = Math.max((value / largest) * height, value > 0 ? 2 : 0);
  const middle = round((index + 0.5) * step);
  // Counted from the last: today has its label.
  const onlyWide = (bars.length - 1 - index) % 3 !== 0;
  return html`<rect x="${round((index + 0.15) * step)}%" width="${round(0.7 * step)}%" y="${round(height - size)}" height="${round(size)}" rx="2"></rect><text${onlyWide && html` class="wide"`} x="${middle}%" y="${height + 17}">${label}</text>`;
})}</svg>`;
}

const round = (value: number): number => Math.round(value * 10) / 10;
