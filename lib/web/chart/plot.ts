import { area, line } from 'd3-shape';
import { html } from 'hono/html';
import type { Content, Markup } from '../pages/layout.ts';
import { type Axis, tickWords } from './axes.ts';
import type { Point } from './trend.ts';

/** How wide the drawing is in its own units. The browser stretches it; strokes and labels keep their size. */
export const plotWidth = 1000;
/** Room for the dates below. */
const datesHeight = 26;

export interface Plot {
  /** Unique on its page. */
  id: string;
  title: string;
  /** Of the element that describes it in a sentence. */
  describedBy: string;
  height: number;
  x: Axis;
  y: Axis;
  tickWord(value: number): string;
  locale: string;
  shapes: Markup;
}

/**
 * One drawing for every width: lines, dots and bars are in a box that is stretched, with strokes that are not;
 * labels stand outside of that box, in per cent across and in pixels down.
 */
export function plot({ id, title, describedBy, height, x, y, tickWord, locale, shapes }: Plot): Markup {
  return html`<svg class="plot" height="${height + datesHeight}" role="img" aria-labelledby="${id}-title" aria-describedby="${describedBy}"><title id="${id}-title">${title}</title>
<g class="grid">${y.ticks.map(
    ({ at, value }) =>
      html`<line x2="100%" y1="${round(at)}" y2="${round(at)}"></line><text x="100%" dx="8" dy="4" y="${round(at)}">${tickWord(value)}</text>`,
  )}</g>
<g class="dates"${isEnglish(locale) || html` lang="${locale}"`}>${dates(x, height, locale)}</g>
<svg height="${height}" viewBox="0 0 ${plotWidth} ${height}" preserveAspectRatio="none">${shapes}</svg></svg>`;
}

const isEnglish = (locale: string): boolean => new Intl.Locale(locale).language === 'en';

/** Too near to an end a label would stand half outside; where there are many, a phone has room for every other. */
function dates({ ticks }: Axis, height: number, locale: string): Content[] {
  const inside = ticks.filter(({ at }) => at >= 0.04 * plotWidth && at <= 0.96 * plotWidth);
  const words = tickWords(ticks, locale);
  return inside.map((tick, index) => {
    const onlyWide = inside.length > 4 && index % 2 === 1;
    return html`<text${onlyWide && html` class="wide"`} x="${round(tick.at / (plotWidth / 100))}%" y="${height + 20}">${words[ticks.indexOf(tick)]}</text>`;
  });
}

/** A dot is a line of hardly any length with round ends: it stays round however wide the drawing is stretched. */
export function dots(points: readonly Point[], x: Axis, y: Axis): string {
  return points.map(({ at, value }) => `M${Math.round(x.place(at))} ${round(y.place(value))}h.1`).join('');
}

/** Upright bars. */
export function bars(spans: readonly { at: number; low: number; high: number }[], x: Axis, y: Axis): string {
  return spans
    .map(({ at, low, high }) => `M${round(x.place(at))} ${round(y.place(low))}V${round(y.place(high))}`)
    .join('');
}

export function lines(segments: readonly (readonly Point[])[], x: Axis, y: Axis): string {
  const path = line<Point>(
    ({ at }) => x.place(at),
    ({ value }) => y.place(value),
  ).digits(1);
  return segments.map((segment) => path(segment) ?? '').join('');
}

export function areas(segments: readonly (readonly Point[])[], x: Axis, y: Axis, height: number): string {
  const path = area<Point>(
    ({ at }) => x.place(at),
    height,
    ({ value }) => y.place(value),
  ).digits(1);
  return segments
    .filter((segment) => segment.length > 1)
    .map((segment) => path(segment) ?? '')
    .join('');
}

const round = (value: number): number => Math.round(value * 10) / 10;
