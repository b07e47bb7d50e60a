import { describe, expect, it } from 'vitest';
import { localDays } from '../../lib/intervals/local-days.ts';
import { contains, recordsOf } from '../../lib/intervals/record.ts';
import { reading, weighIn } from '../body-events.ts';

const days = localDays('Europe/Berlin');

describe('the records', () => {
  it('are one a day, in order of time, with what destinations receive', () => {
    const events = [
      weighIn('2026-11-20T06:30:00Z', 82.125, { fatPercent: 21.505, muscleMassKg: 60, bmi: 24 }),
      reading('2026-11-20T06:31:00Z', 121, 78),
      weighIn('2026-11-18T23:30:00Z', 82),
    ];
    expect(recordsOf(events, days)).toEqual([
      { id: '2026-11-19', weight: 82 },
      { id: '2026-11-20', weight: 82.13, bodyFat: 21.51, systolic: 121, diastolic: 78 },
    ]);
  });

  it('are never two of one kind and day', () => {
    const two = [weighIn('2026-11-20T06:30:00Z', 82), weighIn('2026-11-20T07:30:00Z', 83)];
    expect(() => recordsOf(two, days)).toThrow(expect.objectContaining({ kind: 'bug' }));
  });
});

it.each([
  [{ weight: 82.13 }, { weight: 82.13 }, true],
  [{ weight: 82.129997 }, { weight: 82.13 }, true],
  [{ weight: 82.121 }, { weight: 82.13 }, true],
  [{ weight: 82.12 }, { weight: 82.13 }, false],
  [{ weight: 82.14 }, { weight: 82.13 }, false],
  [{ weight: 82.13, bodyFat: 21.5 }, { weight: 82.13 }, true],
  [{ weight: 82.13, bodyFat: 21.5 }, { weight: 82.13, bodyFat: 21.51 }, false],
  [{ weight: 82.13, bodyFat: null }, { weight: 82.13, bodyFat: 21.5 }, false],
  [{ weight: null }, { weight: 0 }, false],
  [{ systolic: 121, diastolic: 79 }, { systolic: 121, diastolic: 78 }, false],
  [{ systolic: 121, diastolic: 78 }, { systolic: 121, diastolic: 78 }, true],
  [undefined, { weight: 82.13 }, false],
])('%j contains %j: %s', (stored, wanted, expected) => {
  expect(contains(stored, wanted)).toBe(expected);
});
