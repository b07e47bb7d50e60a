import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimal, roundHalfUp } from '../lib/decimal.ts';

describe('a decimal', () => {
  it.each([
    [80094, -3, 80.094],
    [701, -1, 70.1],
    [7, 1, 70],
    [1.5e-7, 3, 0.00015],
    [-25, -1, -2.5],
  ])('of %d and exponent %d is exactly %d', (value, exponent, expected) => {
    expect(decimal(value, exponent)).toBe(expected);
  });
});

describe('rounding half up', () => {
  it.each([
    [70.105, 2, 70.11],
    [1.005, 2, 1.01],
    [8.345, 2, 8.35],
    [70.1049, 2, 70.1],
    [24.25, 1, 24.3],
    [0.5, 0, 1],
    [0, 2, 0],
    [-0.001, 2, 0],
    [1e15 + 0.5, 0, 1e15 + 1],
  ])('takes %d at %d decimals to %d', (value, decimals, expected) => {
    expect(roundHalfUp(value, decimals)).toBe(expected);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('has no answer for %d', (value) => {
    expect(roundHalfUp(value, 2)).toBeNaN();
  });

  it('agrees with whole-number arithmetic for every number written with up to six decimals', () => {
    const mantissas = fc.integer({ min: 0, max: 2 ** 31 - 1 });
    const places = fc.integer({ min: 0, max: 6 });
    fc.assert(
      fc.property(mantissas, places, fc.integer({ min: 0, max: 2 }), (mantissa, written, kept) => {
        const unit = 10n ** BigInt(written);
        const rounded = (2n * BigInt(mantissa) * 10n ** BigInt(kept) + unit) / (2n * unit);
        expect(roundHalfUp(Number(`${mantissa}e-${written}`), kept)).toBe(Number(`${rounded}e-${kept}`));
      }),
      { numRuns: 5000 },
    );
  });

  it('takes every half of a hundredth up', () => {
    for (let hundredths = 0; hundredths < 20_000; hundredths++) {
      expect(roundHalfUp(Number(`${hundredths}5e-3`), 2)).toBe(Number(`${hundredths + 1}e-2`));
    }
  });
});
