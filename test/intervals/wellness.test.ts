import { describe, expect, it } from 'vitest';
import { IntervalsApi } from '../../lib/intervals/api.ts';
import { dayRanges, readWellness } from '../../lib/intervals/wellness.ts';
import { FlowingClock } from '../flowing-clock.ts';
import { MemoryTokenStore } from '../memory-token-store.ts';

/** What is made of an answer of intervals.icu. */
const readAnswer = (answer: unknown) => {
  const fetch = async () => Response.json(answer);
  const store = new MemoryTokenStore({ apiKey: 'invented-key' });
  const api = new IntervalsApi({ fetch, clock: new FlowingClock(), baseUrl: 'https://intervals.icu' }, store);
  return readWellness(api, ['2026-11-20']);
};

describe('an answer', () => {
  it('may be empty', async () => {
    expect(await readAnswer([])).toEqual(new Map());
  });

  it('may hold null, other fields, and less than was asked for', async () => {
    const days = await readAnswer([
      { id: '2026-11-20', weight: null, locked: null, hrv: 55, sportInfo: [{ type: 'Ride' }] },
      { id: '2026-11-21' },
    ]);
    expect([...days]).toEqual([
      ['2026-11-20', { id: '2026-11-20', weight: null, locked: null }],
      ['2026-11-21', { id: '2026-11-21' }],
    ]);
  });

  it.each([
    [[{ id: '2026-11-20', weight: '82.13' }], /0\.weight should be/],
    [[{ weight: 82.13 }], /0\.id is missing/],
    [[{ id: 'today' }], /0\.id should be/],
    [{ id: '2026-11-20' }, /the answer itself should be Array/],
    [null, /the answer itself should be Array/],
  ])('of another shape is a bug, told without its values: %j', async (answer, message) => {
    await expect(readAnswer(answer)).rejects.toMatchObject({ kind: 'bug', message: expect.stringMatching(message) });
    await expect(readAnswer(answer)).rejects.not.toThrow(/82/);
  });
});

it.each([
  [[], []],
  [['2026-11-20'], [['2026-11-20', '2026-11-20']]],
  [['2026-11-20', '2026-01-01', '2026-11-20'], [['2026-01-01', '2026-11-20']]],
  [
    ['2025-01-01', '2025-12-31', '2026-01-01', '2026-03-01'],
    [
      ['2025-01-01', '2025-12-31'],
      ['2026-01-01', '2026-03-01'],
    ],
  ],
  [
    ['2019-05-05', '2026-11-20'],
    [
      ['2019-05-05', '2019-05-05'],
      ['2026-11-20', '2026-11-20'],
    ],
  ],
])('%j is asked for as %j', (days, ranges) => {
  expect(dayRanges(days).map(({ oldest, newest }) => [oldest, newest])).toEqual(ranges);
});
