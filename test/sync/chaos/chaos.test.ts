import { afterAll, expect, it } from 'vitest';
import { runChaos } from './chaos.ts';

const seeds = Array.from({ length: 150 }, (_, index) => index + 1);
const worldsOfOne = 10;
const groups = Array.from({ length: seeds.length / worldsOfOne }, (_, index) =>
  seeds.slice(index * worldsOfOne, (index + 1) * worldsOfOne),
).map((some) => ({ some, first: some[0], last: some.at(-1) }));

const totals: Record<string, number> = {};
let most = 0;
afterAll(() => {
  console.log(`${seeds.length} seeds:`, totals, `at most ${most} calls to Withings in a minute`);
});

it.each(groups)(
  'in worlds $first to $last, where everything goes wrong, all arrives once, and nothing is done that must never be',
  async ({ some }) => {
    for (const seed of some) {
      const { counts, problems } = await runChaos(seed);
      expect(problems, `npm run chaos -- --from ${seed} --seeds 1`).toEqual([]);
      const { withingsCallsInOneMinute = 0, ...rest } = counts;
      most = Math.max(most, withingsCallsInOneMinute);
      for (const [name, count] of Object.entries(rest)) totals[name] = (totals[name] ?? 0) + count;
    }
  },
  120_000,
);
