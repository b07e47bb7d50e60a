import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { DeliveryMemory } from '../../lib/destination.ts';
import type { BodyEvent } from '../../lib/measurement.ts';
import { choose as chooseAt, skipReasons } from '../../lib/trainerroad/choose.ts';
import { reading, weighIn } from '../body-events.ts';

const now = Date.parse('2026-11-20T12:00:00Z') / 1000;
const choose = (pending: readonly BodyEvent[], memory: DeliveryMemory) => chooseAt(pending, memory, now);
const wednesday = weighIn('2026-11-18T06:30:00Z', 82.5);
const thursday = weighIn('2026-11-19T06:30:00Z', 82.3);
const friday = weighIn('2026-11-20T06:30:00Z', 82.1);

it('only the newest weigh-in goes, and every other event is told why it does not', () => {
  const pressure = reading('2026-11-20T06:31:00Z', 121, 78);
  expect(choose([wednesday, thursday, friday, pressure], {})).toEqual({
    deliver: [friday],
    skip: [
      { event: wednesday, reason: skipReasons.newerChosen },
      { event: thursday, reason: skipReasons.newerChosen },
      { event: pressure, reason: skipReasons.bloodPressure },
    ],
  });
});

it('the order in which they come does not matter', () => {
  expect(choose([friday, wednesday, thursday], {}).deliver).toEqual([friday]);
});

it('an older weigh-in never follows a newer one', () => {
  expect(choose([wednesday, thursday], { newestDeliveredAt: friday.measuredAt })).toEqual({
    deliver: [],
    skip: [
      { event: wednesday, reason: skipReasons.newerDelivered },
      { event: thursday, reason: skipReasons.newerDelivered },
    ],
  });
});

it('the same moment again is a correction and goes', () => {
  expect(choose([friday], { newestDeliveredAt: friday.measuredAt }).deliver).toEqual([friday]);
});

it('with an older one delivered, what lies between is not worth a write', () => {
  expect(choose([wednesday, thursday, friday], { newestDeliveredAt: wednesday.measuredAt })).toEqual({
    deliver: [friday],
    skip: [
      { event: wednesday, reason: skipReasons.newerChosen },
      { event: thursday, reason: skipReasons.newerChosen },
    ],
  });
});

it.each([19.94, 350.06])('%f kg is no rider’s weight, and does not stand in the way of an older one', (weightKg) => {
  const odd = weighIn('2026-11-20T06:30:00Z', weightKg);
  expect(choose([thursday, odd], {})).toEqual({
    deliver: [thursday],
    skip: [{ event: odd, reason: skipReasons.unbelievable }],
  });
});

it('with nothing pending nothing is chosen', () => {
  expect(choose([], { newestDeliveredAt: 5 })).toEqual({ deliver: [], skip: [] });
});

it('every event is in one of the two, one at most is delivered, and none that is older than what is there', () => {
  const at = fc
    .integer({ min: 1_700_000_000, max: 1_700_000_020 })
    .map((seconds) => new Date(seconds * 1000).toISOString());
  const event = fc.oneof(
    fc.tuple(at, fc.integer({ min: 10, max: 400 })).map(([when, kg]) => weighIn(when, kg)),
    at.map((when) => reading(when, 121, 78)),
  );
  const memory = fc.option(fc.integer({ min: 1_700_000_000, max: 1_700_000_020 }), { nil: undefined });
  fc.assert(
    fc.property(fc.array(event), memory, (pending, newestDeliveredAt) => {
      const { deliver, skip } = choose(pending, newestDeliveredAt === undefined ? {} : { newestDeliveredAt });
      expect(deliver.length).toBeLessThanOrEqual(1);
      expect([...deliver, ...skip.map((entry) => entry.event)].toSorted(byIdentity(pending))).toEqual(pending);
      for (const { measuredAt } of deliver) expect(measuredAt).toBeGreaterThanOrEqual(newestDeliveredAt ?? 0);
    }),
  );
});

const byIdentity =
  <T>(order: readonly T[]) =>
  (a: T, b: T): number =>
    order.indexOf(a) - order.indexOf(b);

it('a weigh-in of the far future is skipped and does not stand in the way of today’s', () => {
  const nextYear = weighIn('2027-11-20T06:30:00Z', 99);
  expect(choose([friday, nextYear], {})).toEqual({
    deliver: [friday],
    skip: [{ event: nextYear, reason: skipReasons.future }],
  });
});

it('a clock that is some hours ahead is forgiven', () => {
  const tonight = weighIn('2026-11-20T23:00:00Z', 82);
  expect(choose([friday, tonight], {}).deliver).toEqual([tonight]);
});
