import { html } from 'hono/html';
import type { EventSummary } from '../../ledger.ts';
import type { Markup } from '../pages/layout.ts';
import type { Words } from '../pages/words.ts';
import { timeAxis, valueAxis } from './axes.ts';
import { areas, dots, lines, plot, plotWidth } from './plot.ts';
import { type Sample, thinned } from './sample.ts';
import { segmentsWithin } from './segments.ts';
import { sentenceOf } from './sentence.ts';
import { type Point, trendOf } from './trend.ts';
import { grainWords, valuesTable, whenOf } from './values-table.ts';
import { type WeightAxis, weightAxis } from './weight-axis.ts';
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
/** Of per cent: less than that is noise. */
const leastSpan = 2;

/** Weight with its trend, body fat below it where there is any, and both as a table. */
export function weightChart({ summaries, window, range, words }: ChartInput<WeighInSummary>): Markup {
  const { numbers, dayOf } = words;
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
  const weights = columnOf(samples, 0);
  const [points, segments] = [columnOf(shown.samples, 0), segmentsWithin(trend, window)];
  const fatSegments = segmentsWithin(trendOf(fatOf(summaries)), window);
  const { locale, units } = numbers;
  const weigh = (kg: number): string => {
    const { figure, unit } = numbers.shortWeight(kg);
    return `${figure} ${unit}`;
  };
  return html`${lineOf({
    id: 'weight',
    title: `Weight, ${ranges[range].words}`,
    sentence: sentenceOf(weights, segments, weigh),
    height: weightHeight,
    axis: weightAxis(
      units,
      [...points, ...segments.flat()].map(({ value }) => value),
      weightHeight,
      locale,
    ),
    points,
    segments,
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
    axis: percentAxis(
      [...fat, ...fatSegments.flat()].map(({ value }) => value),
      fatHeight,
      locale,
    ),
    points: fat,
    segments: fatSegments,
    window,
    words,
  })
}
${valuesTable({
  caption: grainWords(listed),
  columns: [units === 'st' ? 'Weight' : `Weight, ${units}`, ...(fat.length > 0 ? ['Body fat, %'] : [])],
  rows: listed.samples.toReversed().map(({ at, values: [weightKg, fatPercent] }) => ({
    ...whenOf(at, listed, words),
    values: [
      weightKg === undefined ? '–' : listedWeight(weightKg, numbers),
      ...(fat.length > 0 ? [fatPercent === undefined ? '–' : numbers.figure(fatPercent, 1)] : []),
    ],
  })),
})}`;
}

/** Where the unit stands above the column, the figure is enough. */
function listedWeight(weightKg: number, numbers: Words['numbers']): string {
  const { figure, unit } = numbers.exactWeight(weightKg);
  return numbers.units === 'st' ? `${figure} ${unit}` : figure;
}

function percentAxis(values: readonly number[], height: number, locale: string): WeightAxis {
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  return { ...valueAxis(values, height, leastSpan, 3), tickWord: (value) => number.format(value) };
}

const nothingWithin = (range: RangeName): Markup =>
  html`<p class="soft">No weigh-in in the ${ranges[range].words}. <a href="/?range=all">Show all there is</a></p>`;

interface Line {
  id: string;
  title: string;
  sentence: string;
  height: number;
  axis: WeightAxis;
  points: readonly Point[];
  segments: readonly (readonly Point[])[];
  window: Window;
  words: Words;
}

function lineOf({ id, title, sentence, height, axis: y, points, segments, window, words }: Line): Markup {
  const { locale } = words.numbers;
  const x = timeAxis(window.from, window.to, plotWidth);
  const isLarge = height === weightHeight;
  const last = segments.at(-1)?.at(-1);
  return html`<p class="soft" id="${id}-words">${sentence}</p>
${plot({
  ...{ id, title, height, x, y, locale },
  describedBy: `${id}-words`,
  tickWord: y.tickWord,
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
