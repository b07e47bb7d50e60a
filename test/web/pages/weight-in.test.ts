import { describe, expect, it } from 'vitest';
import { Numbers } from '../../../lib/web/pages/numbers.ts';
import { type Decimals, type WeightUnits, weightIn } from '../../../lib/web/pages/weight-in.ts';

describe('a weight', () => {
  it.each<[[WeightUnits, number, string, Decimals?], string]>([
    [['kg', 80.94, 'en-GB'], '80.9 kg'],
    [['kg', 80.94, 'en-GB', 2], '80.94 kg'],
    [['kg', 80.94, 'de-DE'], '80,9 kg'],
    [['lb', 80.94, 'en-US'], '178.4 lb'],
    [['lb', 500, 'de-DE'], '1.102,3 lb'],
    [['st', 80.94, 'en-GB'], '12\u00a0st 10.4 lb'],
    [['st', 80.94, 'en-GB', 0], '12\u00a0st 10 lb'],
    // 13.96 lb are a stone, and not 14.0 lb.
    [['st', 6.332_149_485, 'en-GB'], '1\u00a0st 0.0 lb'],
    [['st', 3, 'en-GB'], '6.6 lb'],
  ])('%o is written %s', ([units, weightKg, locale, decimals], written) => {
    const numbers = new Numbers(locale);
    const { figure, unit } = weightIn(units, weightKg, (...number) => numbers.figure(...number), decimals);
    expect(`${figure} ${unit}`).toBe(written);
  });
});

describe('a change of weight', () => {
  it.each<[WeightUnits, number, string]>([
    ['kg', -3, '−3.0 kg'],
    ['lb', 1, '+2.2 lb'],
    ['st', -1, '−2.2 lb'],
    ['st', -10, '−1\u00a0st 8.0 lb'],
    ['st', 0.01, '±0.0 lb'],
  ])('in %s of %d kg is %s', (units, changeKg, written) => {
    expect(new Numbers('en-GB', units).weightChange(changeKg)).toBe(written);
  });
});
