import { expect, it } from 'vitest';
import { parseScheduleExpression } from '../../../lib/local/scheduler/expression.ts';

const from = Date.UTC(2026, 0, 1, 12, 0, 30);

it.each<[string, string | undefined, string | undefined]>([
  ['rate(3 hours)', undefined, '2026-01-01T15:00:30'],
  ['rate(1 day)', undefined, '2026-01-02T12:00:30'],
  ['rate(5 minutes)', undefined, '2026-01-01T12:05:30'],
  ['cron(15 3 * * ? *)', undefined, '2026-01-02T03:15:00'],
  ['cron(0 12 * * ? *)', undefined, '2026-01-02T12:00:00'],
  ['cron(0/15 * * * ? *)', undefined, '2026-01-01T12:15:00'],
  ['cron(5,50 8-18/2 ? * MON-FRI *)', undefined, '2026-01-01T12:05:00'],
  ['cron(0 0 ? * SUN *)', undefined, '2026-01-04T00:00:00'],
  ['cron(0 0 ? * 1 *)', undefined, '2026-01-04T00:00:00'],
  ['cron(0 0 29 FEB ? *)', undefined, '2028-02-29T00:00:00'],
  ['cron(0 6 * * ? *)', 'Europe/Berlin', '2026-01-02T05:00:00'],
  ['cron(0 6 1 7 ? *)', 'Europe/Berlin', '2026-07-01T04:00:00'],
  ['cron(30 9 * * ? *)', 'Asia/Kolkata', '2026-01-02T04:00:00'],
  ['cron(0 0 1 1 ? 2025)', undefined, undefined],
  ['at(2026-05-01T10:00:00)', undefined, '2026-05-01T10:00:00'],
  ['at(2025-05-01T10:00:00)', undefined, undefined],
])('%s in %s fires next at %s', (expression, timeZone, expected) => {
  const next = parseScheduleExpression(expression, timeZone)(from);
  expect(next).toBe(expected === undefined ? undefined : Date.parse(`${expected}Z`));
});

it.each([
  'rate(0 hours)',
  'rate(3 weeks)',
  'cron(0 0 * *)',
  'cron(0 0 L * ? *)',
  'cron(61 0 * * ? *)',
  'daily',
  'at(soon)',
])('%s is not understood', (expression) => {
  expect(() => parseScheduleExpression(expression)).toThrow(`does not understand the schedule ${expression}.`);
});
