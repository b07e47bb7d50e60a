import { describe, expect, it } from 'vitest';
import { leftReasons } from '../../lib/attribution.ts';
import { allArrived, countStates, isOnItsWay, reportOf, withGoals } from '../../lib/cli/report.ts';
import type { DeliveryState } from '../../lib/ledger.ts';
import { group, thursday } from '../groups.ts';
import { exampleWeighIn } from '../store/examples.ts';
import { LedgerInMemory } from '../sync/ledger-in-memory.ts';

const groups = [
  group([[1, 80_500, -3]], { grpid: 1 }),
  group([[11, 61, 0]], { grpid: 2 }),
  group([[1, 61_000, -3]], { grpid: 3, date: thursday + 600, attrib: 1 }),
  group([[11, 70, 0]], { grpid: 4, date: thursday + 600 }),
  group([[1, 60_000, -3]], { grpid: 5, date: thursday + 700, attrib: 1 }),
  group(
    [
      [9, 78, 0],
      [10, 121, 0],
      [1, 80_400, -3],
    ],
    { grpid: 6, date: thursday - 600 },
  ),
  group([[4, 180, -2]], { grpid: 7, date: thursday - 900 }),
];

function reported() {
  const ledger = new LedgerInMemory();
  ledger.receive(groups);
  return reportOf('1', ledger.items);
}

/** A report of one event for each state at Garmin. */
const standing = (...states: DeliveryState[]) =>
  reportOf(
    '1',
    states.map((state, index) => exampleWeighIn('1', thursday + index, { deliveries: { garmin: { state, at: 1 } } })),
  );

describe('a report', () => {
  it('has every group in an event, or among what was left, with the reason', () => {
    const { events, left } = reported();
    expect(events.map(({ kind, measuredAt, groups }) => [measuredAt, kind, groups])).toEqual([
      ['2026-11-19T06:20:00Z', 'bloodPressure', [6]],
      ['2026-11-19T06:20:00Z', 'weight', [6]],
      ['2026-11-19T06:30:00Z', 'weight', [1, 2]],
    ]);
    expect(left).toEqual([
      { reason: 'ambiguous', explanation: leftReasons.ambiguous, count: 3 },
      { reason: 'height', explanation: leftReasons.height, count: 1 },
    ]);
    const accounted =
      new Set(events.flatMap((event) => event.groups)).size + left.reduce((sum, { count }) => sum + count, 0);
    expect(accounted).toBe(groups.length);
  });

  it('counts groups, not items: two that share a grpid are two', () => {
    const ledger = new LedgerInMemory();
    ledger.receive([1, 10].map((attrib) => group([[1, 60_000, -3]], { grpid: 7, attrib })));
    expect(ledger.items).toHaveLength(1);
    expect(reportOf('1', ledger.items).left).toMatchObject([{ count: 2 }]);
  });

  it('tells the story of each event: received, sent, proven or why not; and nothing of its inner workings', () => {
    const sentAt = Date.parse('2026-11-19T06:31:00.250Z');
    const item = exampleWeighIn('1', thursday, {
      receivedAt: sentAt - 1000,
      deliveries: {
        garmin: {
          ...{ state: 'verified', at: sentAt + 750, sentAt, attempts: 2, accepted: 1 },
          ...{ fingerprint: 'f', file: 'fit/1', remoteId: '17', values: { weightKg: 80 } },
        },
        trainerroad: { state: 'skipped', at: sentAt, reason: 'newer' },
      },
    });
    const [event] = reportOf('1', [item]).events;
    expect(event).toMatchObject({ measuredAt: '2026-11-19T06:30:00Z', receivedAt: '2026-11-19T06:30:59.250Z' });
    expect(event?.deliveries).toEqual({
      garmin: {
        ...{ state: 'verified', at: '2026-11-19T06:31:01.000Z', sentAt: '2026-11-19T06:31:00.250Z' },
        ...{ file: 'fit/1', remoteId: '17', attempts: 2 },
      },
      trainerroad: { state: 'skipped', at: '2026-11-19T06:31:00.250Z', reason: 'newer' },
    });
  });

  it('counts the goals of a recorded answer, which Withings never gives back', () => {
    const goals = [{ category: 2 }, { category: 1 }, { category: 2 }];
    expect(withGoals(reported(), goals).left.at(-1)).toEqual({
      reason: 'goal',
      explanation: leftReasons.goal,
      count: 2,
    });
    expect(withGoals(reported(), [{ category: 1 }])).toEqual(reported());
    expect(withGoals(reported(), goals).events).toEqual(reported().events);
  });

  it.each([
    [[], true, false],
    [['verified', 'skipped'], true, false],
    [['verified', 'failed'], false, false],
    [['verified', 'pending'], false, true],
    [['sending'], false, true],
  ] satisfies [DeliveryState[], boolean, boolean][])(
    'of %j: all arrived %s, on its way %s',
    (states, arrived, onItsWay) => {
      expect([allArrived(standing(...states)), isOnItsWay(standing(...states))]).toEqual([arrived, onItsWay]);
    },
  );

  it('counts deliveries by destination and state', () => {
    expect(countStates(standing('verified', 'verified', 'failed'))).toEqual({
      garmin: { verified: 2, failed: 1 },
      trainerroad: {},
      intervals: {},
    });
  });
});
