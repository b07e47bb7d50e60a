import { describe, expect, it } from 'vitest';
import { weightIn } from '../../../lib/web/pages/weight-in.ts';

describe('a weight', () => {
  it.each<[Parameters<typeof weightIn>, string]>([
    [['kg', 80.94, 'en-GB'], '80.9 kg'],
    [['kg', 80.94, 'en-GB', 2], '80.94 kg'],
    [['kg', 80.94, 'de-DE'], '80,9 kg'],
    [['lb', 80.94, 'en-US'], '178.4 lb'],
    [['lb', 500, 'de-DE'], '1.102,3 lb'],
    [['st', 80.94, 'en-GB'], '12\u00a0st 10.4 lb'],
    [['st', 80.94, 'en-GB', 0], '12\u00a0st 10 lb'],
    // 13.96 lb are a stone, and not 14.0 lb.
    [['st', 6.332_149_485, 'en-GB'], '1\u00a0st 0.0 lb'],
    [['st', 3, 'en-GB'], '0\u00a0st 6.6 lb'],
  ])('%o is written %s', (given, written) => {
    const { figure, unit } = weightIn(...given);
    expect(`${figure} ${unit}`).toBe(written);
  });
});
