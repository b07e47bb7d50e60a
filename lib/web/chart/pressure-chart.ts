import { html } from 'hono/html';
import type { EventSummary } from '../../ledger.ts';
import type { Markup } from '../pages/layout.ts';
import { timeAxis, valueAxis } from './axes.ts';
import { bars, plot, plotWidth } from './plot.ts';
import { type Sample, thinned } from './sample.ts';
import { grainWords, valuesTable, whenOf } from './values-table.ts';
import type { ChartInput } from './weight-chart.ts';
import { ranges } from './window.ts';

export type PressureSummary = Extract<EventSummary, { kind: 'bloodPressure' }>;

/** So that they stand apart on a phone. */
const barsAtMost = 60;
const rowsAtMost = 92;
const height = 160;
const leastSpan = 20;

/** A bar from the lower to the upper pressure of each reading; nothing when there is none. */
export function pressureChart({ summaries, window, range, words }: ChartInput<PressureSummary>): Markup | undefined {
  const { numbers, dayOf } = words;
  const samples = summaries
    .filter(({ measuredAt }) => measuredAt >= window.from && measuredAt <= window.to)
    .map(({ measuredAt, values: { systolicMmHg, diastolicMmHg, heartRateBpm } }) => ({
      at: measuredAt,
      values: [systolicMmHg, diastolicMmHg, heartRateBpm],
    }));
  if (samples.length === 0) return undefined;
  const shown = spansOf(thinned(samples, barsAtMost, dayOf).samples);
  const listed = thinned(samples, rowsAtMost, dayOf);
  const x = timeAxis(window.from, window.to, plotWidth);
  const y = valueAxis(
    shown.flatMap(({ low, high }) => [low, high]),
    height,
    leastSpan,
  );
  const whole = (value: number | undefined): string => (value === undefined ? '–' : numbers.figure(value, 0));
  const average = (column: 0 | 1): string =>
    whole(samples.reduce((sum, { values }) => sum + (values[column] ?? 0), 0) / samples.length);
  return html`<p class="soft" id="pressure-words">${numbers.counted(samples.length, 'reading')}, ${average(0)}/${average(1)} mmHg on average; each bar is from the lower to the upper pressure.</p>
${plot({
  ...{ id: 'pressure', height, x, y, locale: numbers.locale },
  title: `Blood pressure, ${ranges[range].words}`,
  describedBy: 'pressure-words',
  tickWord: whole,
  shapes: html`<path class="bars" d="${bars(shown, x, y)}"></path>`,
})}
${valuesTable({
  caption: grainWords(listed),
  columns: ['Upper, mmHg', 'Lower, mmHg', 'Pulse'],
  rows: listed.samples.toReversed().map(({ at, values }) => ({
    ...whenOf(at, listed, words),
    values: values.map(whole),
  })),
})}`;
}

const spansOf = (samples: readonly Sample[]) =>
  samples.flatMap(({ at, values: [high, low] }) =>
    high === undefined || low === undefined ? [] : [{ at, low, high }],
  );
