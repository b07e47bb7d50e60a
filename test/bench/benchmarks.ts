import { backfill } from './backfill.ts';
import type { Benchmark } from './benchmark.ts';
import { coldStart } from './cold-start.ts';
import { dispatchAll } from './dispatch.ts';
import { fitEncoder } from './fit-encoder.ts';
import { idleSync } from './idle-sync.ts';
import { scaleToProof } from './proof.ts';

/** In the order in which they run and are printed. */
export const benchmarks: readonly Benchmark[] = [fitEncoder, coldStart, scaleToProof, idleSync, backfill, dispatchAll];
