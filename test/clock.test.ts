import { expect, it } from 'vitest';
import { epochSeconds, systemClock } from '../lib/clock.ts';
import { FlowingClock } from './flowing-clock.ts';

it('whole seconds never run ahead of the clock', () => {
  expect(epochSeconds(new FlowingClock('2026-11-20T07:00:00.999Z'))).toBe(Date.parse('2026-11-20T07:00:00Z') / 1000);
});

it('the real clock tells the time, and lets it pass in sleep', async () => {
  const before = Date.now();
  await systemClock.sleep(20);
  expect(systemClock.now() - before).toBeGreaterThanOrEqual(19);
  expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(1000);
});
