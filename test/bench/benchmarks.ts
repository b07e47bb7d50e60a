import { backfill } from './backfill.ts';
import type { Benchmark } from './benchmark.ts';
import { bundleSize } from './bundle-size.ts';
import { coldStart } from './cold-start.ts';
import { dispatchAll } from './dispatch.ts';
import { fitEncoder } from './fit-encoder.ts';
import { idleSync } from './idle-sync.ts';
import { money } from './money.ts';
import { pageTimes } from './page.ts';
import { scaleToProof } from './proof.ts';
import { webhookBurst } from './webhook-burst.ts';

/** In the order in which they run and are printed. */
export const benchmarks: readonly Benchmark[] = [
  fitEncoder,
  coldStart,
  bundleSize,
  webhookBurst,
  scaleToProof,
  idleSync,
  backfill,
  dispatchAll,
  pageTimes,
  money,
];
