import { recordsAtMost } from '../fit/measurement-file.ts';
import type { Deliverable } from '../ledger.ts';

/** A batch is read back day by day span; two years of it take a few seconds, a lifetime would take minutes. */
const spanAtMostSeconds = 2 * 365 * 86_400;

/**
 * Events of one kind and of a limited span of time, as many as fit one file. The newest batch comes first, because
 * today's weigh-in is the one that is waited for.
 *
 * @param items in order of time
 */
export function batches(items: readonly Deliverable[]): Deliverable[][] {
  const result: Deliverable[][] = [];
  for (const ofKind of Map.groupBy(items, (item) => item.kind).values()) {
    let batch: Deliverable[] = [];
    for (const item of ofKind) {
      const first = batch[0];
      const isFull =
        batch.length === recordsAtMost || (first && item.measuredAt - first.measuredAt > spanAtMostSeconds);
      if (isFull) {
        result.push(batch);
        batch = [];
      }
      batch.push(item);
    }
    result.push(batch);
  }
  return result.sort((a, b) => b.at(-1)!.measuredAt - a.at(-1)!.measuredAt);
}
