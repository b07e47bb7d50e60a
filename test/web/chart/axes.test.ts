import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tickWords, timeAxis, valueAxis } from '../../../lib/web/chart/axes.ts';

const values = fc.array(fc.double({ min: 0, max: 500, noNaN: true }), { minLength: 1, maxLength: 50 });

describe('an axis of values', () => {
  it('runs from round tick to round tick, and has every value in between', () => {
    fc.assert(
      fc.property(values, fc.constantFrom(84, 210), (all, height) => {
        const { place, ticks } = valueAxis(all, height, 2);
        const [first, last] = [ticks[0]!, ticks.at(-1)!];
        expect(first.at).toBeCloseTo(height);
        expect(last.at).toBeCloseTo(0);
        expect(first.value).toBeLessThanOrEqual(Math.min(...all) + 1e-9);
        expect(last.value).toBeGreaterThanOrEqual(Math.max(...all) - 1e-9);
        expect(ticks.length).toBeLessThanOrEqual(8);
        for (const value of all) {
          expect(place(value)).toBeGreaterThanOrEqual(-1e-6);
          expect(place(value)).toBeLessThanOrEqual(height + 1e-6);
        }
        const step = ticks[1]!.value - first.value;
        const digit = step / 10 ** Math.floor(Math.log10(step) + 1e-9);
        expect([1, 2, 5].some((round) => Math.abs(round - digit) < 1e-6)).toBe(true);
      }),
    );
  });

  it('of one value spans enough not to make news of noise', () => {
    const { ticks } = valueAxis([80], 210, 2);
    expect(ticks.at(-1)!.value - ticks[0]!.value).toBeGreaterThanOrEqual(2);
  });
});

describe('an axis of time', () => {
  const seconds = (iso: string) => Date.parse(iso) / 1000;
  const words = (from: string, to: string, locale = 'en-GB') =>
    tickWords(timeAxis(seconds(from), seconds(to), 1000).ticks, locale);

  it.each([
    ['2026-10-21', '2026-11-20', 'en-GB', ['25 Oct', '1 Nov', '8 Nov', '15 Nov']],
    ['2026-08-22', '2026-11-20', 'en-GB', ['Sept', 'Oct', 'Nov']],
    ['2026-08-22', '2026-11-20', 'de-DE', ['Sep', 'Okt', 'Nov']],
    ['2025-11-20', '2026-11-20', 'en-GB', ['2026', 'Apr', 'Jul', 'Oct']],
    ['2016-11-20', '2026-11-20', 'en-GB', ['2018', '2020', '2022', '2024', '2026']],
  ])('from %s to %s is written in %s as %j', (from, to, locale, expected) => {
    expect(words(from, to, locale)).toEqual(expected);
  });
});
