import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { daySpans } from '../../lib/garmin/day-spans.ts';

const seconds = (at: string): number => Date.parse(at) / 1000;

it.each([
  // 23:30 in Auckland (UTC+13 in summer) is the morning before in UTC.
  ['Pacific/Auckland', '2026-11-20T10:30:00Z', '2026-11-19', '2026-11-21'],
  // 23:30 in Auckland in winter (UTC+12).
  ['Pacific/Auckland', '2026-06-20T11:30:00Z', '2026-06-19', '2026-06-21'],
  // Half an hour later it is tomorrow there.
  ['Pacific/Auckland', '2026-11-20T11:00:00Z', '2026-11-20', '2026-11-22'],
  // The night in which Berlin’s clocks go back: 02:30 comes twice, and both are the 25th.
  ['Europe/Berlin', '2026-10-25T00:30:00Z', '2026-10-24', '2026-10-26'],
  ['Europe/Berlin', '2026-10-25T01:30:00Z', '2026-10-24', '2026-10-26'],
  ['America/Los_Angeles', '2026-11-20T07:59:59Z', '2026-11-18', '2026-11-20'],
  ['Etc/UTC', '2026-12-31T23:59:59Z', '2026-12-30', '2027-01-01'],
])('in %s the days around %s are %s to %s', (zone, at, start, end) => {
  expect(daySpans([seconds(at)], zone)).toEqual([{ start, end }]);
});

it('nothing to look for asks for nothing', () => {
  expect(daySpans([], 'Etc/UTC')).toEqual([]);
});

it('weigh-ins of a month are one span', () => {
  const days = Array.from({ length: 30 }, (_, day) => seconds('2026-11-01T06:00:00Z') + day * 86_400);
  expect(daySpans(days, 'Etc/UTC')).toEqual([{ start: '2026-10-31', end: '2026-12-01' }]);
});

it('a history of ten years takes a few dozen calls, not thousands', () => {
  const days = Array.from({ length: 3650 }, (_, day) => seconds('2016-11-01T06:00:00Z') + day * 86_400);
  expect(daySpans(days, 'Etc/UTC').length).toBeLessThan(45);
});

it('weigh-ins years apart do not ask for the years between', () => {
  const spans = daySpans([seconds('2016-01-05T06:00:00Z'), seconds('2026-11-20T06:00:00Z')], 'Etc/UTC');
  expect(spans).toEqual([
    { start: '2016-01-04', end: '2016-01-06' },
    { start: '2026-11-19', end: '2026-11-21' },
  ]);
});

it('every instant lies inside a span with a day to spare on both sides, and no span is long', () => {
  const instant = fc.integer({ min: seconds('2009-01-01T00:00:00Z'), max: seconds('2040-01-01T00:00:00Z') });
  const zone = fc.constantFrom('Pacific/Auckland', 'Pacific/Apia', 'Europe/Berlin', 'America/St_Johns', 'Etc/UTC');
  fc.assert(
    fc.property(fc.array(instant, { maxLength: 40 }), zone, (instants, zoneName) => {
      const spans = daySpans(instants, zoneName).map(({ start, end }) => ({
        from: seconds(start),
        until: seconds(end),
      }));
      const local = new Intl.DateTimeFormat('sv-SE', { timeZone: zoneName, dateStyle: 'short' });
      for (const { from, until } of spans) expect(until - from).toBeLessThanOrEqual(90 * 86_400);
      for (const at of instants) {
        const day = seconds(local.format(at * 1000));
        expect(spans.some(({ from, until }) => from <= day - 86_400 && until >= day + 86_400)).toBe(true);
      }
    }),
  );
});
