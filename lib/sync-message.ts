import * as v from 'valibot';
import { destinationNames } from './destination.ts';

const syncMessageSchema = v.object({
  account: v.pipe(v.string(), v.nonEmpty()),
  reason: v.picklist(['webhook', 'schedule', 'connect', 'maintenance', 'continue', 'backfill']),
  range: v.exactOptional(v.object({ from: v.number(), to: v.number() })),
  destinations: v.exactOptional(v.array(v.picklist(destinationNames))),
  scheduledAt: v.exactOptional(v.string()),
});

/**
 * Asks for one account to be synced; `continue` takes up what an earlier message had no time for. `range` is where
 * Withings says that something changed, epoch seconds: a deletion is seen nowhere else. `backfill` compares its range
 * with Withings and puts it on its way once more, to `destinations` or all. `scheduledAt` stands in what the timetable sends,
 * and in nothing that a person asked for.
 */
export type SyncMessage = v.InferOutput<typeof syncMessageSchema>;

/** The message in the body of a queue record, or undefined when it is none: nothing is gained by receiving it again. */
export function parseSyncMessage(body: string): SyncMessage | undefined {
  try {
    return v.parse(syncMessageSchema, JSON.parse(body));
  } catch {
    return undefined;
  }
}
