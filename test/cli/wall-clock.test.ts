import { describe, expect, it } from 'vitest';
import { WallClock } from '../../lib/cli/wall-clock.ts';

const instant = (seconds: number) => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');

describe('the clock on the wall', () => {
  it.each([
    ['Europe/Vienna', '2026-11-20', '2026-11-19T23:00:00Z', '2026-11-20T22:59:59Z'],
    ['Europe/Vienna', '2026-03-29', '2026-03-28T23:00:00Z', '2026-03-29T21:59:59Z'],
    ['Europe/Vienna', '2026-10-25', '2026-10-24T22:00:00Z', '2026-10-25T22:59:59Z'],
    ['America/Los_Angeles', '2026-11-20', '2026-11-20T08:00:00Z', '2026-11-21T07:59:59Z'],
    ['Pacific/Kiritimati', '2026-11-20', '2026-11-19T10:00:00Z', '2026-11-20T09:59:59Z'],
    ['Pacific/Pago_Pago', '2026-12-31', '2026-12-31T11:00:00Z', '2027-01-01T10:59:59Z'],
    ['Asia/Kathmandu', '2024-02-29', '2024-02-28T18:15:00Z', '2024-02-29T18:14:59Z'],
    // The day began at one o'clock: clocks were put forward at midnight.
    ['America/Santiago', '2025-09-07', '2025-09-07T04:00:00Z', '2025-09-08T02:59:59Z'],
    ['UTC', '1970-01-01', '1970-01-01T00:00:00Z', '1970-01-01T23:59:59Z'],
  ])('in %s gives %s from %s to %s', (zone, day, from, to) => {
    const wall = new WallClock(zone);
    expect([instant(wall.startOf(day)), instant(wall.endOf(day))]).toEqual([from, to]);
    expect([wall.dayOf(Date.parse(from)), wall.dayOf(Date.parse(to))]).toEqual([day, day]);
    expect(wall.dayOf(Date.parse(from) - 1000) < day).toBe(true);
    expect(wall.dayOf(Date.parse(to) + 1000) > day).toBe(true);
  });

  it('gives nothing of a day that a zone has left out', () => {
    const wall = new WallClock('Pacific/Apia');
    expect(wall.endOf('2011-12-30')).toBeLessThan(wall.startOf('2011-12-30'));
  });

  it('says the time to the second, in UTC where the zone is none', () => {
    const at = Date.parse('2026-11-20T06:30:05Z');
    expect(new WallClock('Europe/Vienna').at(at)).toBe('2026-11-20 07:30:05');
    expect(new WallClock('Mars/Olympus')).toMatchObject({ timeZone: 'UTC' });
    expect(new WallClock('Mars/Olympus').at(at)).toBe('2026-11-20 06:30:05');
  });
});
