import { describe, expect, it } from 'vitest';
import { recordsAtMost } from '../../lib/fit/measurement-file.ts';
import type { EventItem } from '../../lib/ledger.ts';
import { batches } from '../../lib/sync/batches.ts';
import { thursday } from '../groups.ts';
import { exampleWeighIn } from '../store/examples.ts';

const years = 365 * 86_400;
const weighedAt = (seconds: number): EventItem => exampleWeighIn('1', thursday + seconds);
const pressureAt = (seconds: number): EventItem =>
  exampleWeighIn('1', thursday + seconds, { kind: 'bloodPressure', values: { systolicMmHg: 121, diastolicMmHg: 78 } });
const times = (items: readonly EventItem[]) =>
  batches(items).map((batch) => batch.map(({ measuredAt }) => measuredAt - thursday));

describe('batches', () => {
  it('are none for nothing', () => {
    expect(batches([])).toEqual([]);
  });

  it('hold as many events as fit one file, in order of time, the newest batch first', () => {
    const items = Array.from({ length: recordsAtMost + 2 }, (_, second) => weighedAt(second));
    const [newest, oldest] = times(items);
    expect(newest).toEqual([recordsAtMost, recordsAtMost + 1]);
    expect(oldest).toEqual(Array.from({ length: recordsAtMost }, (_, second) => second));
  });

  it('span two years and no second more', () => {
    expect(times([0, 2 * years].map(weighedAt))).toEqual([[0, 2 * years]]);
    expect(times([0, 2 * years + 1, 3 * years].map(weighedAt))).toEqual([[2 * years + 1, 3 * years], [0]]);
  });

  it('keep weight and blood pressure apart, whichever is newer first', () => {
    const items = [weighedAt(0), pressureAt(1), weighedAt(2), pressureAt(3)];
    expect(batches(items).map((batch) => batch.map(({ kind }) => kind))).toEqual([
      ['bloodPressure', 'bloodPressure'],
      ['weight', 'weight'],
    ]);
    expect(times(items)).toEqual([
      [1, 3],
      [0, 2],
    ]);
  });
});
