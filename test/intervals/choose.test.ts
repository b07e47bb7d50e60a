import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choose as chooseBy, skipReasons } from '../../lib/intervals/choose.ts';
import { localDays } from '../../lib/intervals/local-days.ts';
import type { BodyEvent } from '../../lib/measurement.ts';
import { defaultSettings, type Settings } from '../../lib/settings.ts';
import { reading, weighIn } from '../body-events.ts';

const days = localDays('Europe/Berlin');
const now = Date.parse('2026-11-20T12:00:00Z') / 1000;
const choose = (events: readonly BodyEvent[], settings: Partial<Settings> = {}) =>
  chooseBy(events, { days, now, settings: { ...defaultSettings, ...settings } });

const morning = weighIn('2026-11-20T06:00:00Z', 82.3);
const noon = weighIn('2026-11-20T11:00:00Z', 82.1);
const later = weighIn('2026-11-20T11:30:00Z', 82.9);

describe('of the weigh-ins of a day', () => {
  it.each([
    ['first', morning],
    ['last', later],
    ['lowest', noon],
  ] as const)('the %s goes, and the others are told', (dailyWeighIn, chosen) => {
    for (const events of [
      [morning, noon, later],
      [later, noon, morning],
    ]) {
      const others = events.filter((event) => event !== chosen);
      expect(choose(events, { dailyWeighIn })).toEqual({
        deliver: [chosen],
        skip: others.map((event) => ({
          event,
          reason: `intervals.icu keeps one weigh-in a day, and the ${dailyWeighIn} one counts`,
        })),
      });
    }
  });

  it('the earliest of equally low ones goes', () => {
    const again = weighIn('2026-11-20T11:40:00Z', 82.1);
    expect(choose([again, noon], { dailyWeighIn: 'lowest' }).deliver).toEqual([noon]);
  });

  it('it is the same one, in whatever order two of one second come', () => {
    const twin = { ...morning, id: `${morning.id}2`, device: 'scale2' };
    for (const dailyWeighIn of ['first', 'last', 'lowest'] as const) {
      expect(choose([twin, morning], { dailyWeighIn }).deliver).toEqual([morning]);
    }
  });
});

describe('of blood pressures', () => {
  const first = reading('2026-11-20T06:00:00Z', 121, 78);
  const last = reading('2026-11-20T06:02:00Z', 118, 76);

  it('the last of the day goes, beside the weigh-in', () => {
    expect(choose([first, last, morning])).toEqual({
      deliver: [last, morning],
      skip: [{ event: first, reason: skipReasons.bloodPressure }],
    });
  });

  it('none goes when its owner does not want it', () => {
    const { deliver, skip } = choose([first, morning, last], { bloodPressure: false });
    expect(deliver).toEqual([morning]);
    expect(skip.map(({ reason }) => reason)).toEqual([skipReasons.noBloodPressure, skipReasons.noBloodPressure]);
  });
});

it.each([
  ['the night before', '2026-11-19T22:59:59Z', '2026-11-19T23:00:00Z', 2],
  ['the day that clocks are put forward', '2026-03-28T23:00:00Z', '2026-03-29T21:59:59Z', 1],
  ['the morning after it', '2026-03-29T21:59:59Z', '2026-03-29T22:00:00Z', 2],
  ['the day that clocks are put back', '2025-10-25T22:00:00Z', '2025-10-26T22:59:59Z', 1],
  ['the morning after that', '2025-10-26T22:59:59Z', '2025-10-26T23:00:00Z', 2],
])('a day is the person’s own: %s', (_, one, other, count) => {
  expect(choose([weighIn(one, 82), weighIn(other, 82)]).deliver).toHaveLength(count);
});

it('a weigh-in dated in the future does not go; a clock that is some hours ahead is forgiven', () => {
  const nextYear = weighIn('2027-11-20T06:30:00Z', 99);
  const tonight = weighIn('2026-11-20T23:30:00Z', 82);
  expect(choose([tonight, nextYear])).toEqual({
    deliver: [tonight],
    skip: [{ event: nextYear, reason: skipReasons.future }],
  });
});

it('a date that no scale has seen does not go', () => {
  const odd = weighIn('0012-11-20T06:30:00Z', 82);
  expect(choose([odd]).skip).toEqual([{ event: odd, reason: skipReasons.impossible }]);
});

it('every event is in one of the two, and one at most goes of each day and kind', () => {
  const at = fc
    .integer({ min: 1_774_700_000, max: 1_775_000_000 })
    .map((seconds) => new Date(seconds * 1000).toISOString());
  const event = fc.oneof(
    fc.tuple(at, fc.integer({ min: 60, max: 64 })).map(([when, kg]) => weighIn(when, kg)),
    at.map((when) => reading(when, 121, 78)),
  );
  const settings = fc.record({
    dailyWeighIn: fc.constantFrom('first' as const, 'last' as const, 'lowest' as const),
    bloodPressure: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(event), settings, (events, chosen) => {
      const { deliver, skip } = choose(events, chosen);
      const both = [...deliver, ...skip.map((entry) => entry.event)];
      expect(both.toSorted((a, b) => events.indexOf(a) - events.indexOf(b))).toEqual(events);
      const keyOf = ({ kind, measuredAt }: BodyEvent) => `${kind} ${days.dayOf(measuredAt)}`;
      const delivered = deliver.map(keyOf);
      expect(new Set(delivered).size).toBe(delivered.length);
      const wanted = events.filter(({ kind }) => kind === 'weight' || chosen.bloodPressure).map(keyOf);
      expect(new Set(delivered)).toEqual(new Set(wanted));
    }),
  );
});
