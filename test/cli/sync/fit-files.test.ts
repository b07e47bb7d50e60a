import { describe, expect, it } from 'vitest';
import { fitFiles } from '../../../lib/cli/sync/fit-files.ts';
import { defaultSettings } from '../../../lib/settings.ts';
import { item, pressure } from './items.ts';

const begin = 1_750_000_000;
const endings = (items: Parameters<typeof fitFiles>[0]) =>
  fitFiles(items, defaultSettings).files.map(({ ending }) => ending);

describe('FIT files of a history', () => {
  it('hold 200 records at most, of one kind', () => {
    const weights = Array.from({ length: 401 }, (_, day) => item(begin + day * 86_400));
    expect(endings([...weights, pressure(begin)])).toEqual([
      '.weight.fit',
      '.weight.2.fit',
      '.weight.3.fit',
      '.blood_pressure.fit',
    ]);
    expect(endings(weights.slice(0, 200))).toEqual(['.weight.fit']);
  });

  it('are none when there is nothing', () => {
    expect(endings([])).toEqual([]);
  });

  it('leave out what they cannot hold, and say so without the value', () => {
    const heavy = item(begin, { values: { weightKg: 4711 } });
    const { files, problems } = fitFiles([heavy, item(begin + 60)], defaultSettings);
    expect(files).toHaveLength(1);
    expect(problems).toEqual([expect.stringMatching(/^The measurement of 2025-06-15 is in no FIT file: /)]);
    expect(problems.join()).not.toContain('4711');
  });
});
