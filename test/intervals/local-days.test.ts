import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { localDays } from '../../lib/intervals/local-days.ts';

const at = (instant: string) => Date.parse(instant) / 1000;

it.each([
  ['Europe/Berlin', '2026-11-20T06:30:00Z', '2026-11-20', '2026-11-19T23:00:00Z', '2026-11-20T22:59:59Z'],
  ['Europe/Berlin', '2026-11-19T23:00:00Z', '2026-11-20', '2026-11-19T23:00:00Z', '2026-11-20T22:59:59Z'],
  ['Europe/Berlin', '2026-11-20T22:59:59Z', '2026-11-20', '2026-11-19T23:00:00Z', '2026-11-20T22:59:59Z'],
  ['Europe/Berlin', '2026-03-29T12:00:00Z', '2026-03-29', '2026-03-28T23:00:00Z', '2026-03-29T21:59:59Z'],
  ['Europe/Berlin', '2026-10-25T12:00:00Z', '2026-10-25', '2026-10-24T22:00:00Z', '2026-10-25T22:59:59Z'],
  ['Pacific/Kiritimati', '2026-11-20T12:00:00Z', '2026-11-21', '2026-11-20T10:00:00Z', '2026-11-21T09:59:59Z'],
  ['America/Los_Angeles', '2026-11-20T06:30:00Z', '2026-11-19', '2026-11-19T08:00:00Z', '2026-11-20T07:59:59Z'],
  ['Asia/Kathmandu', '2026-11-20T06:30:00Z', '2026-11-20', '2026-11-19T18:15:00Z', '2026-11-20T18:14:59Z'],
  ['Antarctica/Troll', '2026-10-25T12:00:00Z', '2026-10-25', '2026-10-24T22:00:00Z', '2026-10-25T23:59:59Z'],
  ['Antarctica/Troll', '2026-10-25T23:59:59Z', '2026-10-25', '2026-10-24T22:00:00Z', '2026-10-25T23:59:59Z'],
  ['Antarctica/Troll', '2026-10-24T22:00:00Z', '2026-10-25', '2026-10-24T22:00:00Z', '2026-10-25T23:59:59Z'],
])('in %s, %s is of %s: from %s to %s', (zone, instant, day, from, to) => {
  const { dayOf, spanOf } = localDays(zone);
  expect(dayOf(at(instant))).toBe(day);
  expect(spanOf(at(instant))).toEqual({ from: at(from), to: at(to) });
});

it('a day that a zone left out belongs to nobody', () => {
  const { dayOf, spanOf } = localDays('Pacific/Apia');
  const { to } = spanOf(at('2011-12-29T12:00:00Z'));
  expect([dayOf(to), dayOf(to + 1)]).toEqual(['2011-12-29', '2011-12-31']);
});

it.each([8.64e12, -8.64e12])('the edge of time (%d) has a day too', (seconds) => {
  const { from, to } = localDays('Europe/Berlin').spanOf(seconds);
  expect(from).toBeLessThanOrEqual(seconds);
  expect(to).toBeGreaterThanOrEqual(seconds);
});

it.each(['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Chatham'])(
  'in %s days follow each other without a gap, and all seconds of a span are of its day',
  (zone) => {
    const { dayOf, spanOf } = localDays(zone);
    const anyTime = fc.integer({ min: at('2000-01-01T00:00:00Z'), max: at('2040-01-01T00:00:00Z') });
    fc.assert(
      fc.property(anyTime, fc.integer({ min: 0, max: 90_000 }), (seconds, offset) => {
        const { from, to } = spanOf(seconds);
        const inside = from + (offset % (to - from + 1));
        expect([dayOf(from), dayOf(inside), dayOf(to)]).toEqual(Array(3).fill(dayOf(seconds)));
        expect(spanOf(to + 1).from).toBe(to + 1);
      }),
    );
  },
);
