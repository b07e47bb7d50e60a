import { parseArgs } from 'node:util';
import { runChaos } from './chaos.ts';

/** `npm run chaos -- --seeds 1000 [--from 1]`: runs seeds until one fails, and says how to run that one again. */
const { values } = parseArgs({ options: { seeds: { type: 'string' }, from: { type: 'string' } } });
const from = Number(values.from ?? 1);
const seeds = Number(values.seeds ?? 100);
const startedAt = performance.now();

for (let seed = from; seed < from + seeds; seed++) {
  const { counts, problems } = await runChaos(seed);
  if (problems.length > 0) {
    console.error(`Seed ${seed} fails:\n  ${problems.join('\n  ')}`);
    console.error(`Again: npm run chaos -- --from ${seed} --seeds 1`);
    process.exitCode = 1;
    break;
  }
  const seconds = (performance.now() - startedAt) / 1000;
  console.log(`Seed ${seed} is well after ${seconds.toFixed(1)} s: ${JSON.stringify(counts)}`);
}
