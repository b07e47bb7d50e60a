import { expect, it } from 'vitest';
import { dayIn, midnightIn } from '../../../lib/sandbox/withings/local-day.ts';

it.each([
  ['in winter', 'Europe/Berlin', '2026-01-15', '2026-01-14T23:00Z'],
  ['in summer', 'Europe/Berlin', '2026-07-15', '2026-07-14T22:00Z'],
  ['when the clock is put forward', 'Europe/Berlin', '2026-03-29', '2026-03-28T23:00Z'],
  ['when it is put back', 'Pacific/Auckland', '2026-04-05', '2026-04-04T11:00Z'],
  ['in the west', 'America/Los_Angeles', '2026-03-08', '2026-03-08T08:00Z'],
])('a day begins where the person is: %s', (_, timezone, day, begin) => {
  const midnight = Date.parse(begin) / 1000;
  expect(midnightIn(timezone, day)).toBe(midnight);
  expect(dayIn(timezone, midnight)).toBe(day);
  expect(dayIn(timezone, midnight - 1)).not.toBe(day);
});
