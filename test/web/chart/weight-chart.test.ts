import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pressureChart } from '../../../lib/web/chart/pressure-chart.ts';
import { type WeighInSummary, weightChart } from '../../../lib/web/chart/weight-chart.ts';
import { rangeNames, windowOf } from '../../../lib/web/chart/window.ts';
import { wordsFor } from '../../../lib/web/pages/words.ts';
import { accountOf, now } from '../pages/household.ts';
import { outlineOf } from '../pages/outline.ts';

const nowSeconds = now / 1000;
const daySeconds = 86_400;
const words = wordsFor({ account: accountOf(), now, locale: 'en-GB' });

const weighIn = (daysAgo: number, weightKg: number, fatPercent?: number): WeighInSummary => ({
  event: String(daysAgo),
  measuredAt: nowSeconds - Math.round(daysAgo * daySeconds),
  kind: 'weight',
  values: { weightKg, ...(fatPercent !== undefined && { fatPercent }) },
  deliveries: {},
});

function drawn(summaries: readonly WeighInSummary[], range: (typeof rangeNames)[number] = '90d') {
  const window = windowOf(range, nowSeconds, summaries[0]?.measuredAt);
  const markup = weightChart({ summaries, window, range, words }).toString();
  return { markup, outline: outlineOf(`<!doctype html>${markup}`) };
}

/** Every place a path goes to; upright and flat strokes are written as such. */
function placesIn(markup: string, shape: string): { x: number; y: number }[] {
  return [...markup.matchAll(new RegExp(`<path class="${shape}" d="([^"]*)"`, 'g'))].flatMap(([, path = '']) =>
    [...path.matchAll(/[ML](-?[\d.]+)[ ,](-?[\d.]+)/g)].map(([, x, y]) => ({ x: Number(x), y: Number(y) })),
  );
}

describe('the chart of weight', () => {
  const month = [weighIn(40, 82.4, 18.9), weighIn(20, 81.6, 18.7), weighIn(10, 81.2), weighIn(0.1, 80.94, 18.6)];

  it('says in a sentence what it shows, and is described by it', () => {
    const { outline } = drawn(month);
    expect(outline.text).toContain('From 82.4 kg to 80.9 kg; the trend falls');
    expect(outline.text).toContain('Weight, last 90 days');
    const describedBy = outline.attributes.filter(({ name }) => name === 'aria-describedby').map(({ value }) => value);
    expect(describedBy).toEqual(['weight-words', 'fat-words']);
    for (const id of describedBy) expect(outline.ids).toContain(id);
  });

  it('has its values as a table, the newest first', () => {
    const { outline } = drawn(month);
    expect(outline.text).toMatch(
      /Measured\s?Weight, kg\s?Body fat, %\s?today 06:06\s?80\.94\s?18\.6\s?10 Nov, 08:30\s?81\.20\s?–/,
    );
  });

  it('has no chart of body fat when there is none', () => {
    expect(drawn([weighIn(3, 80)]).outline.ids).not.toContain('fat-words');
  });

  it('speaks of lately when the trend is long', () => {
    const years = Array.from({ length: 400 }, (_, week) => weighIn((400 - week) * 7, 60 + week / 20));
    expect(drawn(years, 'all').outline.text).toContain('; lately the trend rises 0.2 kg a month.');
  });

  it('of one weigh-in says so', () => {
    expect(drawn([weighIn(3, 80)]).outline.text).toContain('Measured once: 80.0 kg.');
  });

  it('without anything in its time leads to what there is', () => {
    const { outline } = drawn([weighIn(200, 80)]);
    expect(outline.text).toBe('No weigh-in in the last 90 days. Show all there is');
    expect(outline.attributes).toContainEqual({ element: 'a', name: 'href', value: '/?range=all' });
  });

  it('leaves a gap where nothing was measured', () => {
    const { markup } = drawn([weighIn(80, 83), weighIn(75, 83), weighIn(20, 81), weighIn(10, 81)]);
    const [, trend = ''] = /<path class="trend" d="([^"]*)"/.exec(markup) ?? [];
    expect(trend.match(/M/g)).toHaveLength(2);
  });

  it('has every point inside of its box, whatever was measured and when', () => {
    const summaries = fc
      .array(
        fc.tuple(
          fc.double({ min: 0, max: 5000, noNaN: true }),
          fc.double({ min: 1, max: 600, noNaN: true }),
          fc.option(fc.double({ min: 1, max: 90, noNaN: true }), { nil: undefined }),
        ),
        { minLength: 1, maxLength: 80 },
      )
      .map((all) => all.sort(([a], [b]) => b - a).map((one) => weighIn(...one)));
    fc.assert(
      fc.property(summaries, fc.constantFrom(...rangeNames), (all, range) => {
        const { markup } = drawn(all, range);
        for (const shape of ['dots', 'trend', 'area', 'last']) {
          for (const { x, y } of placesIn(markup, shape)) {
            expect(x).toBeGreaterThanOrEqual(0);
            expect(x).toBeLessThanOrEqual(1000);
            expect(y).toBeGreaterThanOrEqual(0);
            expect(y).toBeLessThanOrEqual(210);
          }
        }
        expect(markup).not.toMatch(/NaN|Infinity|undefined/);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the chart of blood pressure', () => {
  const reading = (daysAgo: number, systolicMmHg: number, diastolicMmHg: number) => ({
    ...weighIn(daysAgo, 0),
    kind: 'bloodPressure' as const,
    values: { systolicMmHg, diastolicMmHg },
  });
  const chart = (summaries: ReturnType<typeof reading>[]) =>
    pressureChart({ summaries, window: windowOf('90d', nowSeconds), range: '90d', words })?.toString();

  it('is not there when nothing was measured', () => {
    expect(chart([])).toBeUndefined();
    expect(chart([reading(100, 120, 80)])).toBeUndefined();
  });

  it('has a bar from the lower to the upper pressure', () => {
    const markup = chart([reading(45, 140, 80)]) ?? '';
    // From 80 to 140 in steps of 20, over 160 px.
    expect(markup).toContain('<path class="bars" d="M500 160V0"');
    expect(outlineOf(`<!doctype html>${markup}`).text).toContain('1 reading, 140/80 mmHg on average');
  });
});
