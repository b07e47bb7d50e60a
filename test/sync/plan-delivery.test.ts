import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RemoteEntry } from '../../lib/destination.ts';
import { type Delivery, type EventItem, eventOf } from '../../lib/ledger.ts';
import { eventId } from '../../lib/measurement.ts';
import { attemptsAtMost, planDelivery, settleSeconds } from '../../lib/sync/plan-delivery.ts';
import { thursday } from '../groups.ts';
import { exampleWeighIn } from '../store/examples.ts';
import { now } from './ledger-in-memory.ts';

const pending: Delivery = { state: 'pending', at: now };
const sendingSince = (secondsAgo: number, attempts = 1): Delivery => ({
  state: 'sending',
  at: now - secondsAgo * 1000,
  attempts,
});

const weighed = (measuredAt: number, weightKg: number, garmin: Delivery = pending, device = 'scale'): EventItem =>
  exampleWeighIn('1', measuredAt, {
    device,
    event: eventId(measuredAt, 'weight', device),
    values: { weightKg },
    deliveries: { garmin },
  });

/** An entry as a destination that knows a weigh-in by its weight and, within a minute, its time. */
const entry = (id: string, measuredAt: number, weightKg: number): RemoteEntry => ({
  id,
  measuredAt,
  holds: (event) =>
    event.kind === 'weight' && event.values.weightKg === weightKg && Math.abs(event.measuredAt - measuredAt) <= 60,
});

const plan = (items: readonly EventItem[], entries: readonly RemoteEntry[] = []) =>
  planDelivery('garmin', items, entries, now);
const pairs = (items: readonly EventItem[], entries: readonly RemoteEntry[]) =>
  plan(items, entries).present.map(({ item, entry }) => [item.measuredAt - thursday, entry.id]);

describe('comparing what is pending with what is there', () => {
  const second = fc.integer({ min: thursday, max: thursday + 150 });
  const weightKg = fc.constantFrom(80, 81);
  const delivery = fc.oneof(
    fc.constant(pending),
    fc
      .tuple(fc.constantFrom(0, settleSeconds - 1, settleSeconds, 9999), fc.integer({ min: 1, max: 4 }))
      .map(([ago, attempts]) => sendingSince(ago, attempts)),
  );
  const items = fc
    .uniqueArray(fc.tuple(second, weightKg, delivery), { maxLength: 8, selector: ([at]) => at })
    .map((drafts) => drafts.map((draft) => weighed(...draft)));
  const entries = fc
    .array(fc.tuple(second, weightKg), { maxLength: 8 })
    .map((drafts) => drafts.map(([at, kg], index) => entry(String(index), at, kg)));

  it('puts every event into exactly one of present, send, waiting and lost', () => {
    fc.assert(
      fc.property(items, entries, (given, there) => {
        const { present, send, waiting, lost } = plan(given, there);
        const all = [...present.map(({ item }) => item), ...send, ...waiting, ...lost];
        expect(all).toHaveLength(given.length);
        expect(new Set(all)).toEqual(new Set(given));
      }),
    );
  });

  it('takes no entry for two events, and none for an event it does not hold', () => {
    fc.assert(
      fc.property(items, entries, (given, there) => {
        const { present } = plan(given, there);
        expect(new Set(present.map(({ entry }) => entry.id)).size).toBe(present.length);
        for (const { item, entry } of present) {
          expect(entry.holds(eventOf(item))).toBe(true);
        }
      }),
    );
  });

  it('leaves no event unmatched beside an entry of it that is free', () => {
    fc.assert(
      fc.property(items, entries, (given, there) => {
        const { present } = plan(given, there);
        const free = there.filter(({ id }) => !present.some(({ entry }) => entry.id === id));
        const matched = new Set(present.map(({ item }) => item));
        for (const item of given.filter((one) => !matched.has(one))) {
          expect(free.filter((one) => one.holds(eventOf(item)))).toEqual([]);
        }
      }),
    );
  });

  it('gives each entry to the event nearest to it in time', () => {
    const items = [weighed(thursday, 80), weighed(thursday + 40, 80)];
    expect(pairs(items, [entry('a', thursday + 41, 80)])).toEqual([[40, 'a']]);
    expect(pairs(items, [entry('a', thursday + 1, 80)])).toEqual([[0, 'a']]);
    expect(pairs(items, [entry('b', thursday + 39, 80), entry('a', thursday, 80)])).toEqual([
      [0, 'a'],
      [40, 'b'],
    ]);
  });

  it('sends the second of two equal weigh-ins when only one is there', () => {
    const items = [weighed(thursday, 80), weighed(thursday + 20, 80)];
    const { present, send } = plan(items, [entry('a', thursday, 80)]);
    expect(present.map(({ item }) => item)).toEqual([items[0]]);
    expect(send).toEqual([items[1]]);
  });
});

describe('what is not there', () => {
  it.each([
    ['was never sent', pending, 'send'],
    ['came back unsent', { ...pending, reason: 'Garmin could not be reached' }, 'send'],
    ['was sent a moment ago', sendingSince(0), 'waiting'],
    ['was sent a second short of ten minutes ago', sendingSince(settleSeconds - 1), 'waiting'],
    ['was sent ten minutes ago', sendingSince(settleSeconds), 'send'],
    ['was sent twice', sendingSince(settleSeconds, attemptsAtMost - 1), 'send'],
    ['was sent three times', sendingSince(settleSeconds, attemptsAtMost), 'lost'],
    ['was sent for the third time a moment ago', sendingSince(10, attemptsAtMost), 'waiting'],
  ] as const)('and %s', (_, delivery, expected) => {
    const item = weighed(thursday, 80, delivery);
    expect(plan([item])).toEqual({ present: [], send: [], waiting: [], lost: [], [expected]: [item] });
  });

  it('at one destination says nothing of another', () => {
    const item = weighed(thursday, 80, sendingSince(0));
    expect(planDelivery('trainerroad', [item], [], now).send).toEqual([item]);
  });
});

describe('what is there', () => {
  it.each([pending, sendingSince(0), sendingSince(settleSeconds, 9)])(
    'is present, however it stood before: %j',
    (delivery) => {
      const item = weighed(thursday, 80, delivery);
      const there = entry('a', thursday, 80);
      expect(plan([item], [there])).toEqual({ present: [{ item, entry: there }], send: [], waiting: [], lost: [] });
    },
  );
});
