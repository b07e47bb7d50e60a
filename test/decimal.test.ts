import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimal, roundedQuotient, roundHalfUp } from '../lib/decimal.ts';

describe('decimal', () => {
  it.each([
    [80094, -3, 80.094],
    [56300, -3, 56.3],
    [118003, -3, 118.003],
    [7, 0, 7],
    [-1000, -3, -1],
    [5, 2, 500],
    [1, -7, 1e-7],
    [1e-7, 7, 1],
  ])('%d with unit %d is exactly %d', (value, unit, expected) => {
    expect(decimal(value, unit)).toBe(expected);
  });

  it('is what a person writes down, for every value and unit that a scale sends', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400_000 }), fc.integer({ min: -4, max: 0 }), (value, unit) => {
        const digits = String(value).padStart(1 - unit, '0');
        const written = unit === 0 ? digits : `${digits.slice(0, unit)}.${digits.slice(unit)}`;
        expect(decimal(value, unit)).toBe(Number(written));
      }),
    );
  });
});

describe('roundHalfUp', () => {
  it.each([
    [70.1, 2, 70.1],
    [70.105, 2, 70.11],
    [1.005, 2, 1.01],
    [25.25, 1, 25.3],
    [8.5, 0, 9],
    [0.0000001, 2, 0],
  ])('%d at %d decimals is %d', (value, decimals, expected) => {
    expect(roundHalfUp(value, decimals)).toBe(expected);
  });

  it('leaves every two-decimal weight as it is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3_000, max: 20_000 }), (hundredths) => {
        const weight = decimal(hundredths, -2);
        expect(roundHalfUp(weight, 2)).toBe(weight);
      }),
    );
  });
});

describe('roundHalfUp, which takes a short way where no half is near,', () => {
  it('agrees with whole-number arithmetic for every number of up to six decimals', () => {
    const places = fc.integer({ min: 0, max: 6 });
    fc.assert(
      fc.property(fc.nat(), places, fc.integer({ min: 0, max: 2 }), (mantissa, written, kept) => {
        const unit = 10n ** BigInt(written);
        const rounded = (2n * BigInt(mantissa) * 10n ** BigInt(kept) + unit) / (2n * unit);
        expect(roundHalfUp(Number(`${mantissa}e-${written}`), kept)).toBe(Number(`${rounded}e-${kept}`));
      }),
      { numRuns: 2000 },
    );
  });

  it('takes every half of a hundredth up', () => {
    for (let hundredths = 0; hundredths < 20_000; hundredths++) {
      expect(roundHalfUp(Number(`${hundredths}5e-3`), 2)).toBe(Number(`${hundredths + 1}e-2`));
    }
  });
});

describe('roundedQuotient', () => {
  it('rounds a half up that is one in decimal only', () => {
    expect(roundedQuotient(82.134, 1.8 ** 2, 1)).toBe(25.4);
    expect(roundedQuotient(82.1, 1.8 ** 2, 1)).toBe(25.3);
  });
});
