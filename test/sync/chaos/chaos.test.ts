import { expect, it } from 'vitest';
import { runChaos } from './chaos.ts';

const seeds = Array.from({ length: 150 }, (_, index) => index + 1);

it(`in ${seeds.length} worlds where everything goes wrong, all arrives once, and nothing is done that must never be`, async () => {
  const totals: Record<string, number> = {};
  for (const seed of seeds) {
    const { counts, problems } = await runChaos(seed);
    expect(problems, `npm run chaos -- --from ${seed} --seeds 1`).toEqual([]);
    for (const [name, count] of Object.entries(counts)) totals[name] = (totals[name] ?? 0) + count;
  }
  console.log(`${seeds.length} seeds:`, totals);
}, 300_000);
