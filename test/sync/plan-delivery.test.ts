import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RemoteEntry } from '../../lib/destination.ts';
import { type Delivery, type EventItem, eventOf } from '../../lib/ledger.ts';
import { eventId } from '../../lib/measurement.ts';
import { planDelivery, settleSeconds } from '../../lib/sync/plan-delivery.ts';
import { thursday } from '../groups.ts';
import { exampleWeighIn } from '../store/examples.ts';
import { now } from './ledger-in-memory.ts';

const pending: Delivery = { state: 'pending', at: now };
const sendingSince = (
  secondsAgo: number,
  known: Pick<Delivery, 'attempts' | 'accepted'> = { attempts: 1 },
): Delivery => ({
  state: 'sending',
  at: now - secondsAgo * 1000,
  ...known,
});
const minutes = 60;
const hours = 3600;

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
const nothing = { present: [], send: [], remove: [], stuck: [], gone: [], waiting: [], lost: [] };
const pairs = (items: readonly EventItem[], entries: readonly RemoteEntry[]) =>
  plan(items, entries).present.map(({ item, entry }) => [item.measuredAt - thursday, entry.id]);

describe('comparing what is pending with what is there', () => {
  const second = fc.integer({ min: thursday, max: thursday + 150 });
  const weightKg = fc.constantFrom(80, 81);
  const delivery = fc.oneof(
    fc.constant(pending),
    fc
      .tuple(fc.constantFrom(0, 599, 600, 9999, 99_999), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 4 }))
      .map(([ago, attempts, accepted]) => sendingSince(ago, { attempts, accepted })),
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
    ['was perhaps sent a second short of ten minutes ago', sendingSince(10 * minutes - 1), 'waiting'],
    ['was perhaps sent ten minutes ago', sendingSince(10 * minutes), 'send'],
    ['was perhaps sent twice', sendingSince(10 * minutes, { attempts: 2 }), 'waiting'],
    ['was perhaps sent nine times', sendingSince(3 * hours, { attempts: 9 }), 'send'],
    ['was taken an hour ago', sendingSince(hours, { attempts: 1, accepted: 1 }), 'waiting'],
    ['was taken six hours ago', sendingSince(6 * hours, { attempts: 1, accepted: 1 }), 'send'],
    ['was taken twice, six hours ago', sendingSince(6 * hours, { attempts: 2, accepted: 2 }), 'waiting'],
    ['was taken twice, a day ago', sendingSince(24 * hours, { attempts: 2, accepted: 2 }), 'send'],
    ['was taken three times, an hour ago', sendingSince(hours, { attempts: 3, accepted: 3 }), 'waiting'],
    ['was taken three times, a day ago', sendingSince(24 * hours, { attempts: 3, accepted: 3 }), 'lost'],
  ] as const)('and %s', (_, delivery, expected) => {
    const item = weighed(thursday, 80, delivery);
    expect(plan([item])).toEqual({ ...nothing, [expected]: [item] });
  });

  it('at one destination says nothing of another', () => {
    const item = weighed(thursday, 80, sendingSince(0));
    expect(planDelivery('trainerroad', [item], [], now).send).toEqual([item]);
  });
});

describe('what is there', () => {
  it.each([pending, sendingSince(0), sendingSince(24 * hours, { attempts: 9, accepted: 9 })])(
    'is present, however it stood before: %j',
    (delivery) => {
      const item = weighed(thursday, 80, delivery);
      const there = entry('a', thursday, 80);
      expect(plan([item], [there])).toEqual({ ...nothing, present: [{ item, entry: there }] });
    },
  );
});

describe('what was corrected while nobody knew whether it arrived', () => {
  const sent = { ...sendingSince(0), fingerprint: 'as sent', values: { weightKg: 80 } };
  const removable = (id: string, at: number, kg: number) => ({ ...entry(id, at, kg), remove: async () => {} });

  it('is looked for as it was sent, and what is found is to be deleted', () => {
    const item = weighed(thursday, 81, sent);
    const there = removable('a', thursday, 80);
    expect(plan([item], [there])).toEqual({ ...nothing, remove: [{ item, entry: there }] });
  });

  it('is written over where entries cannot be deleted', () => {
    const item = weighed(thursday, 81, sent);
    expect(plan([item], [entry('a', thursday, 80)])).toEqual({ ...nothing, send: [item] });
  });

  it('waits as long as what was sent may still show', () => {
    const item = weighed(thursday, 81, sent);
    expect(plan([item], [])).toEqual({ ...nothing, waiting: [item] });
  });

  it('is looked for as it is, when nothing is on its way', () => {
    const item = weighed(thursday, 81, { ...sent, state: 'pending' });
    expect(plan([item], [entry('a', thursday, 80)]).send).toEqual([item]);
  });

  it('and withdrawn since is deleted when it shows, and gone when it never did', () => {
    const item = { ...weighed(thursday, 80, sent), withdrawn: true as const };
    const there = removable('a', thursday, 80);
    expect(plan([item], [there])).toEqual({ ...nothing, remove: [{ item, entry: there }] });
    expect(plan([item], [])).toEqual({ ...nothing, waiting: [item] });
    const old = { ...item, deliveries: { garmin: { ...sent, at: now - 10 * minutes * 1000 } } };
    expect(plan([old], [])).toEqual({ ...nothing, gone: [old] });
  });
});

describe('an entry of ours that is no longer so', () => {
  const stale: Delivery = { ...pending, stale: ['old'] };
  const old = { ...entry('old', thursday, 80), remove: async () => {} };

  it('is deleted, and proves nothing, not even what equals it', () => {
    const item = weighed(thursday, 80, stale);
    expect(plan([item], [old])).toEqual({ ...nothing, remove: [{ item, entry: old }] });
    const other = weighed(thursday + 5, 80);
    expect(plan([item, other], [old])).toEqual({ ...nothing, remove: [{ item, entry: old }], send: [other] });
  });

  it('is sent anew once it is not there any more', () => {
    const item = weighed(thursday, 81, stale);
    expect(plan([item], [])).toEqual({ ...nothing, send: [item] });
  });

  it('goes before the new value beside it is called arrived', () => {
    const item = weighed(thursday, 81, stale);
    expect(plan([item], [old, entry('new', thursday, 81)]).remove).toEqual([{ item, entry: old }]);
  });

  it('of a withdrawn event goes, and then nothing is left to do', () => {
    const item = { ...weighed(thursday, 80, stale), withdrawn: true as const };
    expect(plan([item], [old])).toEqual({ ...nothing, remove: [{ item, entry: old }] });
    expect(plan([item], [entry('foreign', thursday, 80)])).toEqual({ ...nothing, gone: [item] });
  });

  it('that cannot be deleted is for a person', () => {
    const item = weighed(thursday, 81, stale);
    expect(plan([item], [entry('old', thursday, 80)])).toEqual({ ...nothing, stuck: [item] });
  });
});

describe('the time to settle', () => {
  it('never shrinks with more attempts, and has an end', () => {
    for (const accepted of [0, 1, 2, 3]) {
      const times = Array.from({ length: 12 }, (_, index) => settleSeconds({ attempts: index + 1, accepted }));
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(times.at(-1)).toBeLessThanOrEqual(24 * hours);
    }
  });
});
