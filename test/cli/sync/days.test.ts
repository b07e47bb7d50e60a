import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dayName, parseDays, startOfToday } from '../../../lib/cli/sync/days.ts';
import { UsageError } from '../../../lib/cli/sync/usage-error.ts';

const names = { from: '--fromdate', to: '--todate' };
const zone = process.env.TZ;
beforeEach(() => {
  process.env.TZ = 'Europe/Berlin';
});
afterEach(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});
const at = (text: string): number => Date.parse(text) / 1000;
const now = Date.parse('2026-11-20T12:00:00+01:00');

describe('days as they are given', () => {
  it('are whole days of this machine, the last one included', () => {
    expect(parseDays({ from: '2026-11-01', to: '2026-11-02', names }, now)).toEqual({
      span: { from: at('2026-11-01T00:00:00+01:00'), to: at('2026-11-02T23:59:59+01:00') },
      hasBeginning: true,
    });
  });

  it.each([
    ['2026-03-29', 23],
    ['2026-10-25', 25],
    ['2026-6-1', 24],
  ])('may have other than 24 hours: %s has %i', (day, hours) => {
    const { span } = parseDays({ from: day, to: day, names }, now);
    expect(span && span.to - span.from + 1).toBe(hours * 3600);
  });

  it('end with today when only the first is given, and begin anywhere when only the last is', () => {
    expect(parseDays({ from: '2026-11-20', names }, now).span?.to).toBe(at('2026-11-20T23:59:59+01:00'));
    expect(parseDays({ to: '2026-11-20', names }, now)).toEqual({
      span: { from: 0, to: at('2026-11-20T23:59:59+01:00') },
      hasBeginning: false,
    });
    expect(parseDays({ names }, now)).toEqual({ hasBeginning: false });
  });

  it.each(['2026-02-29', '2026-13-01', '20261120', '2026-11-20T06:30', '', 'today', '0001-01-01'])(
    'are refused when they are none: %j',
    (from) => {
      expect(() => parseDays({ from, names }, now)).toThrow(UsageError);
    },
  );

  it('are refused when the last is before the first', () => {
    expect(() => parseDays({ from: '2026-11-03', to: '2026-11-02', names }, now)).toThrow(
      '--fromdate 2026-11-03 is after --todate 2026-11-02: give the earlier day first.',
    );
  });

  it('have names, and today has a beginning', () => {
    expect(dayName(at('2026-11-01T00:00:00+01:00'))).toBe('2026-11-01');
    expect(startOfToday(now)).toBe(at('2026-11-20T00:00:00+01:00'));
  });
});
