import { expect, it } from 'vitest';
import { runChaos } from './chaos.ts';

const seeds = Array.from({ length: 150 }, (_, index) => index + 1);

it(`in ${seeds.length} worlds where everything goes wrong, all arrives once, and nothing is done that must never be`, async () => {
  const totals: Record<string, number> = {};
  let most = 0;
  for (const seed of seeds) {
    const { counts, problems } = await runChaos(seed);
    expect(problems, `npm run chaos -- --from ${seed} --seeds 1`).toEqual([]);
    const { withingsCallsInOneMinute = 0, ...rest } = counts;
    most = Math.max(most, withingsCallsInOneMinute);
    for (const [name, count] of Object.entries(rest)) totals[name] = (totals[name] ?? 0) + count;
  }
  console.log(`${seeds.length} seeds:`, totals, `at most ${most} calls to Withings in a minute`);
}, 300_000);
