import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { weightAxis } from '../../../lib/web/chart/weight-axis.ts';

const height = 210;
const wordsOf = (...[units, weights]: [Parameters<typeof weightAxis>[0], readonly number[]]) => {
  const { ticks, tickWord } = weightAxis(units, weights, height, 'en-GB');
  return ticks.map(({ value }) => tickWord(value).replaceAll('\u00a0', ' '));
};

describe('the axis of weights', () => {
  it.each([
    ['kg', [80.1, 83.9], ['80', '81', '82', '83', '84']],
    ['lb', [80.1, 83.9], ['176', '178', '180', '182', '184', '186']],
    ['st', [80.9, 81.1], ['12 st 8', '12 st 9', '12 st 10', '12 st 11', '12 st 12', '12 st 13']],
    ['st', [78, 86], ['12 st', '12 st 7', '13 st', '13 st 7', '14 st']],
    ['st', [70, 95], ['11 st', '12 st', '13 st', '14 st', '15 st']],
  ] as const)('in %s around %o has round ticks', (units, weights, words) => {
    expect(wordsOf(units, weights)).toEqual(words);
  });

  it('places kilograms where the ticks of the other unit say', () => {
    const { place, ticks } = weightAxis('lb', [80, 84], height, 'en-GB');
    for (const { at, value } of ticks) expect(place(value * 0.453_592_37)).toBeCloseTo(at);
  });

  it('holds whatever is measured, with a handful of ticks', () => {
    const weights = fc.array(fc.double({ min: 0.5, max: 635, noNaN: true }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(weights, fc.constantFrom('kg', 'lb', 'st'), (all, units) => {
        const { place, ticks } = weightAxis(units, all, height, 'en-GB');
        for (const kg of all) {
          expect(place(kg)).toBeGreaterThanOrEqual(-1e-6);
          expect(place(kg)).toBeLessThanOrEqual(height + 1e-6);
        }
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(12);
      }),
    );
  });
});
