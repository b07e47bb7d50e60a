import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { BodyEvent } from '../../lib/measurement.ts';
import { choose as chooseAt, skipReasons } from '../../lib/trainerroad/choose.ts';
import { reading, weighIn } from '../body-events.ts';

const now = Date.parse('2026-11-20T12:00:00Z') / 1000;
const choose = (events: readonly BodyEvent[]) => chooseAt(events, now);
const wednesday = weighIn('2026-11-18T06:30:00Z', 82.5);
const thursday = weighIn('2026-11-19T06:30:00Z', 82.3);
const friday = weighIn('2026-11-20T06:30:00Z', 82.1);

it('only the newest weigh-in goes, and every other event is told why it does not', () => {
  const pressure = reading('2026-11-20T06:31:00Z', 121, 78);
  expect(choose([wednesday, thursday, friday, pressure])).toEqual({
    deliver: [friday],
    skip: [
      { event: wednesday, reason: skipReasons.newerChosen },
      { event: thursday, reason: skipReasons.newerChosen },
      { event: pressure, reason: skipReasons.bloodPressure },
    ],
  });
});

it('the order in which they come does not matter', () => {
  expect(choose([friday, wednesday, thursday]).deliver).toEqual([friday]);
});

it.each([19.94, 350.06])('%f kg is no rider’s weight, and does not stand in the way of an older one', (weightKg) => {
  const odd = weighIn('2026-11-20T06:30:00Z', weightKg);
  expect(choose([thursday, odd])).toEqual({
    deliver: [thursday],
    skip: [{ event: odd, reason: skipReasons.unbelievable }],
  });
});

it('with nothing pending nothing is chosen', () => {
  expect(choose([])).toEqual({ deliver: [], skip: [] });
});

it('every event is in one of the two, and one at most is delivered: the newest that can be', () => {
  const at = fc
    .integer({ min: 1_700_000_000, max: 1_700_000_020 })
    .map((seconds) => new Date(seconds * 1000).toISOString());
  const event = fc.oneof(
    fc.tuple(at, fc.integer({ min: 10, max: 400 })).map(([when, kg]) => weighIn(when, kg)),
    at.map((when) => reading(when, 121, 78)),
  );
  fc.assert(
    fc.property(fc.array(event), (events) => {
      const { deliver, skip } = choose(events);
      expect(deliver.length).toBeLessThanOrEqual(1);
      expect([...deliver, ...skip.map((entry) => entry.event)].toSorted(byIdentity(events))).toEqual(events);
      const passed = skip.filter(({ reason }) => reason === skipReasons.newerChosen);
      for (const { measuredAt } of deliver) {
        for (const { event } of passed) expect(event.measuredAt).toBeLessThanOrEqual(measuredAt);
      }
      if (passed.length > 0) expect(deliver).toHaveLength(1);
    }),
  );
});

const byIdentity =
  <T>(order: readonly T[]) =>
  (a: T, b: T): number =>
    order.indexOf(a) - order.indexOf(b);

it('a weigh-in of the far future is skipped and does not stand in the way of today’s', () => {
  const nextYear = weighIn('2027-11-20T06:30:00Z', 99);
  expect(choose([friday, nextYear])).toEqual({
    deliver: [friday],
    skip: [{ event: nextYear, reason: skipReasons.future }],
  });
});

it('a clock that is some hours ahead is forgiven', () => {
  const tonight = weighIn('2026-11-20T23:00:00Z', 82);
  expect(choose([friday, tonight]).deliver).toEqual([tonight]);
});
