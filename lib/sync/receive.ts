import type { Clock } from '../clock.ts';
import { type DestinationName, destinationNames } from '../destination.ts';
import { type MeasureGroup, newestHeight } from '../measurement.ts';
import type { MeasurementStore } from '../store/measurements.ts';
import type { OpenAccount } from '../store/open-account.ts';
import { keptAt, planReceipt } from './plan-receipt.ts';

/** Where measure groups come from: the Withings client bound to this person. */
export interface MeasureSource {
  /** All groups created or modified after `lastupdate` (epoch seconds), or all there are; every page. */
  getmeas(options: { lastupdate?: number }): Promise<{ groups: MeasureGroup[]; timezone: string | undefined }>;
}

export interface ReceiveContext {
  open: OpenAccount;
  withings: MeasureSource;
  measurements: MeasurementStore;
  clock: Clock;
}

/** Withings does not say whether `lastupdate` is inclusive, nor that rows become visible in the order of `modified`. */
const overlapSeconds = 600;
/** A gap in the dates longer than this starts another query of the ledger. */
const runGapSeconds = 7 * 86_400;

/**
 * Withings -> ledger. The cursor is the largest `modified` that is safely stored: never the wall clock, never the newest date, because scales
 * deliver weeks late.
 *
 * @returns how many groups were new
 */
export async function receive({ open, withings, measurements, clock }: ReceiveContext): Promise<number> {
  const { account, height, withings: connection, timeZone } = open.current;
  const { cursor, recent = [] } = connection;
  const answer = await withings.getmeas(cursor ? { lastupdate: cursor - overlapSeconds } : {});

  const seen = new Set(recent);
  const fresh = answer.groups.filter((group) => !seen.has(versionOf(group)));
  const newest = newestHeight(fresh, height);
  const destinations = Object.keys(open.current.connections).filter(isDestinationName);
  for (const arrived of runs(fresh)) {
    const stored = await measurements.between(account, keptAt(arrived[0]!), keptAt(arrived.at(-1)!));
    const now = clock.now();
    const plan = planReceipt({ account, stored, arrived, heightM: newest?.heightM, destinations, now });
    await measurements.saveAll(plan.save);
    await Promise.all(plan.remove.map((item) => measurements.remove(item)));
  }

  if (fresh.length > 0 || cursor === undefined || (answer.timezone && answer.timezone !== timeZone)) {
    const reached = answer.groups.reduce((largest, group) => Math.max(largest, group.modified), cursor ?? 0);
    const overlap = answer.groups.filter((group) => group.modified >= reached - overlapSeconds);
    await open.change((current) => ({
      ...current,
      ...(newest && { height: newest }),
      timeZone: answer.timezone ?? current.timeZone,
      withings: { ...current.withings, cursor: reached, recent: overlap.map(versionOf) },
    }));
  }
  return fresh.length;
}

const versionOf = (group: MeasureGroup): string => `${group.grpid}:${group.modified}`;

const isDestinationName = (name: string): name is DestinationName =>
  (destinationNames as readonly string[]).includes(name);

/** Groups in order of date, cut where the dates leave a gap, so that one late edit does not make the whole history be read. */
function runs(groups: readonly MeasureGroup[]): MeasureGroup[][] {
  const result: MeasureGroup[][] = [];
  for (const group of groups.toSorted((a, b) => keptAt(a) - keptAt(b))) {
    const run = result.at(-1);
    if (run && keptAt(group) - keptAt(run.at(-1)!) <= runGapSeconds) run.push(group);
    else result.push([group]);
  }
  return result;
}
