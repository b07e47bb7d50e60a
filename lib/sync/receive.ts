import type { Clock } from '../clock.ts';
import { entriesOf } from '../destination.ts';
import { digest } from '../digest.ts';
import type { MeasureGroup } from '../measurement.ts';
import { newestHeight } from '../sort-groups.ts';
import type { MeasurementStore } from '../store/measurements.ts';
import type { OpenAccount } from '../store/open-account.ts';
import { isTimeZone } from '../time-zone.ts';
import { keptAt, planReceipt } from './plan-receipt.ts';

/** Where measure groups come from: the Withings client bound to this person. */
export interface MeasureSource {
  /** All groups created or modified after `lastupdate` (epoch seconds), or all there are; every page. */
  getmeas(options: { lastupdate?: number }): Promise<{
    groups: MeasureGroup[];
    timezone: string | undefined;
    /** Withings' own time, epoch seconds. */
    updatetime: number | undefined;
  }>;
}

export interface ReceiveContext {
  open: OpenAccount;
  withings: MeasureSource;
  measurements: MeasurementStore;
  clock: Clock;
  /** Reads days again instead of minutes. */
  thorough?: boolean;
}

/** Withings does not say that rows become visible in the order of `modified`. */
const overlapSeconds = 600;
const thoroughOverlapSeconds = 2 * 86_400;
/** A gap in the dates longer than this starts another query of the ledger. */
const runGapSeconds = 7 * 86_400;

/**
 * Withings -> ledger. The cursor is the largest `modified` that is safely stored: never the wall clock, never the
 * newest date, because scales deliver weeks late.
 *
 * @returns how many groups were new
 */
export async function receive({
  open,
  withings,
  measurements,
  clock,
  thorough = false,
}: ReceiveContext): Promise<number> {
  const { account, height, withings: connection, timeZone } = open.current;
  const { cursor, recent } = connection;
  const since = cursor ? cursor - (thorough ? thoroughOverlapSeconds : overlapSeconds) : undefined;
  const answer = await withings.getmeas(since === undefined ? {} : { lastupdate: since });

  // Withings may count the edge in or not; here it never counts.
  const groups = answer.groups.filter((group) => since === undefined || group.modified > since);
  const known = new Set(cursor === undefined ? [] : inOverlap(groups, cursor));
  const fresh = digestOf([...known]) === recent ? groups.filter((group) => !known.has(group)) : groups;
  const newest = newestHeight(fresh, height);
  const destinations = entriesOf(open.current.connections).map(([name]) => name);
  for (const arrived of runs(fresh)) {
    const stored = await measurements.between(account, keptAt(arrived[0]!), keptAt(arrived.at(-1)!));
    const now = clock.now();
    const plan = planReceipt({ account, stored, arrived, heightM: newest?.heightM, destinations, now });
    await measurements.saveAll(plan.save);
    await Promise.all(plan.remove.map((item) => measurements.remove(item)));
  }

  const zone = answer.timezone && isTimeZone(answer.timezone) ? answer.timezone : timeZone;
  if (fresh.length > 0 || cursor === undefined || zone !== timeZone) {
    const reached = reachedBy(groups, cursor ?? 0, answer.updatetime ?? clock.now() / 1000);
    await open.change((current) => ({
      ...current,
      ...(newest && { height: newest }),
      timeZone: zone,
      withings: { ...current.withings, cursor: reached, recent: digestOf(inOverlap(groups, reached)) },
    }));
  }
  return fresh.length;
}

/** The largest `modified`, but never one that lies in the future: a cursor there would see nothing new for as long. */
function reachedBy(groups: readonly MeasureGroup[], cursor: number, nowSeconds: number): number {
  const newest = groups.reduce((largest, group) => Math.max(largest, group.modified), cursor);
  return Math.max(cursor, Math.min(newest, Math.floor(nowSeconds)));
}

/**
 * What the next sync will be told again, if nothing changes. A group dated into the future is among them for as long.
 */
const inOverlap = (groups: readonly MeasureGroup[], cursor: number): MeasureGroup[] =>
  groups.filter((group) => group.modified > cursor - overlapSeconds);

/** One text of a fixed size for any number of groups: the account is read and written at every sync. */
function digestOf(groups: readonly MeasureGroup[]): string {
  const versions = groups.map((group) => `${group.grpid}:${group.modified}`).sort();
  return digest(versions.join());
}

/**
 * Groups in order of date, cut where the dates leave a gap, so that one late edit does not make the whole
 * history be read.
 */
function runs(groups: readonly MeasureGroup[]): MeasureGroup[][] {
  const result: MeasureGroup[][] = [];
  for (const group of groups.toSorted((a, b) => keptAt(a) - keptAt(b))) {
    const run = result.at(-1);
    if (run && keptAt(group) - keptAt(run.at(-1)!) <= runGapSeconds) run.push(group);
    else result.push([group]);
  }
  return result;
}
