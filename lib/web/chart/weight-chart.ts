import { html } from 'hono/html';
import type { EventSummary } from '../../ledger.ts';
import type { Markup } from '../pages/layout.ts';
import type { Words } from '../pages/words.ts';
import { timeAxis, valueAxis } from './axes.ts';
import { areas, dots, lines, plot, plotWidth } from './plot.ts';
import { type Sample, thinned } from './sample.ts';
import { segmentsWithin } from './segments.ts';
import { type Point, trendOf } from './trend.ts';
import { grainWords, valuesTable } from './values-table.ts';
import { type RangeName, ranges, type Window } from './window.ts';

export type WeighInSummary = Extract<EventSummary, { kind: 'weight' }>;

export interface ChartInput<Summary> {
  /** In order of time; those before the window lead the trend in. */
  summaries: readonly Summary[];
  window: Window;
  range: RangeName;
  words: Words;
}

const dotsAtMost = 270;
const rowsAtMost = 135;
const weightHeight = 210;
const fatHeight = 84;
/** Of kilograms and of per cent: less than that is noise. */
const leastSpan = 2;
const monthSeconds = 30 * 86_400;

/** Weight with its trend, body fat below it where there is any, and both as a table. */
export function weightChart({ summaries, window, range, words }: ChartInput<WeighInSummary>): Markup {
  const { numbers, moments, dayOf } = words;
  const inside = summaries.filter(({ measuredAt }) => measuredAt >= window.from && measuredAt <= window.to);
  if (inside.length === 0) return nothingWithin(range);
  const samples: Sample[] = inside.map(({ measuredAt, values: { weightKg, fatPercent } }) => ({
    at: measuredAt,
    values: [weightKg, fatPercent],
  }));
  const trend = trendOf(summaries.map(({ measuredAt, values }) => ({ at: measuredAt, value: values.weightKg })));
  const shown = thinned(samples, dotsAtMost, dayOf);
  const listed = thinned(samples, rowsAtMost, dayOf);
  const fat = columnOf(listed.samples, 1);
  return html`${lineOf({
    id: 'weight',
    title: `Weight, ${ranges[range].words}`,
    sentence: sentenceOf(columnOf(samples, 0), segmentsWithin(trend, window), (kg) => `${numbers.figure(kg, 1)} kg`),
    height: weightHeight,
    points: columnOf(shown.samples, 0),
    segments: segmentsWithin(trend, window),
    window,
    words,
  })}
${
  fat.length > 0 &&
  lineOf({
    id: 'fat',
    title: `Body fat, ${ranges[range].words}`,
    sentence: `Body fat: ${uncapitalised(sentenceOf(columnOf(samples, 1), [], (percent) => numbers.percent(percent)))}`,
    height: fatHeight,
    points: fat,
    segments: segmentsWithin(trendOf(fatOf(summaries)), window),
    window,
    words,
  })
}
${valuesTable({
  caption: grainWords(listed),
  columns: fat.length > 0 ? ['Weight, kg', 'Body fat, %'] : ['Weight, kg'],
  rows: listed.samples.toReversed().map(({ at, values: [weightKg, fatPercent] }) => ({
    when: listed.days === 0 ? moments.at(at * 1000).words : moments.shortDay(at * 1000),
    values: [
      weightKg === undefined ? '–' : numbers.figure(weightKg, 2),
      ...(fat.length > 0 ? [fatPercent === undefined ? '–' : numbers.figure(fatPercent, 1)] : []),
    ],
  })),
})}`;
}

const nothingWithin = (range: RangeName): Markup =>
  html`<p class="soft">No weigh-in in the ${ranges[range].words}. <a href="/?range=all">Show all there is</a></p>`;

interface Line {
  id: string;
  title: string;
  sentence: string;
  height: number;
  points: readonly Point[];
  segments: readonly (readonly Point[])[];
  window: Window;
  words: Words;
}

function lineOf({ id, title, sentence, height, points, segments, window, words }: Line): Markup {
  const { locale } = words.numbers;
  const x = timeAxis(window.from, window.to, plotWidth);
  const isLarge = height === weightHeight;
  const values = [...points, ...segments.flat()].map(({ value }) => value);
  const y = valueAxis(values, height, leastSpan, isLarge ? 4 : 2);
  const last = segments.at(-1)?.at(-1);
  const tickNumber = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  return html`<p class="soft" id="${id}-words">${sentence}</p>
${plot({
  ...{ id, title, height, x, y, locale },
  describedBy: `${id}-words`,
  tickWord: (value) => tickNumber.format(value),
  shapes: html`${isLarge && html`<path class="area" d="${areas(segments, x, y, height)}"></path>`}<path class="dots" d="${dots(points, x, y)}"></path><path class="trend" d="${lines(segments, x, y)}"></path>${
    last && html`<path class="last" d="${dots([last], x, y)}"></path>`
  }`,
})}`;
}

const columnOf = (samples: readonly Sample[], column: number): Point[] =>
  samples.flatMap(({ at, values }) => {
    const value = values[column];
    return value === undefined ? [] : [{ at, value }];
  });

const fatOf = (summaries: readonly WeighInSummary[]): Point[] =>
  summaries.flatMap(({ measuredAt, values: { fatPercent } }) =>
    fatPercent === undefined ? [] : [{ at: measuredAt, value: fatPercent }],
  );

const uncapitalised = (words: string): string => words.charAt(0).toLowerCase() + words.slice(1);

/** What one sees in the chart: where it began, where it is, and how fast the trend moves by the month. */
function sentenceOf(
  points: readonly Point[],
  segments: readonly (readonly Point[])[],
  say: (value: number) => string,
): string {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return '';
  if (points.length === 1) return `Measured once: ${say(first.value)}.`;
  return `From ${say(first.value)} to ${say(last.value)}${pace(segments.at(-1) ?? [], say)}.`;
}

function pace(segment: readonly Point[], say: (value: number) => string): string {
  const last = segment.at(-1);
  const first = last && segment.find(({ at }) => at >= last.at - 3 * monthSeconds);
  // Of less than two weeks nobody should reckon a month.
  if (!last || !first || last.at - first.at < monthSeconds / 2) return '';
  const lately = first === segment[0] ? '' : 'lately ';
  const byMonth = ((last.value - first.value) / (last.at - first.at)) * monthSeconds;
  if (Math.abs(byMonth) < 0.05) return `; ${lately}the trend is level`;
  return `; ${lately}the trend ${byMonth < 0 ? 'falls' : 'rises'} ${say(Math.abs(byMonth))} a month`;
}
