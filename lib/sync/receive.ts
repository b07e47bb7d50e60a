import type { SyncReport } from '../account.ts';
import type { Clock } from '../clock.ts';
import { digest } from '../digest.ts';
import type { MeasureGroup } from '../measurement.ts';
import { newestHeight } from '../sort-groups.ts';
import type { MeasurementStore } from '../store/measurements.ts';
import type { OpenAccount } from '../store/open-account.ts';
import { isTimeZone } from '../time-zone.ts';
import { keepGroups, keepingOf } from './keep-groups.ts';
import type { MeasureSource } from './measure-source.ts';

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

/**
 * Withings -> ledger. The cursor is the largest `modified` that is safely stored: never the wall clock, never the
 * newest date, because scales deliver weeks late.
 *
 * @returns the groups that were new
 */
export async function receive({
  open,
  withings,
  measurements,
  clock,
  thorough = false,
}: ReceiveContext): Promise<MeasureGroup[]> {
  const { height, withings: connection, timeZone } = open.current;
  const { cursor, recent } = connection;
  const since = cursor ? cursor - (thorough ? thoroughOverlapSeconds : overlapSeconds) : undefined;
  const answer = await withings.getmeas(since === undefined ? {} : { lastupdate: since });

  // Withings may count the edge in or not; here it never counts.
  const groups = answer.groups.filter((group) => since === undefined || group.modified > since);
  const known = new Set(cursor === undefined ? [] : inOverlap(groups, cursor));
  const fresh = digestOf([...known]) === recent ? groups.filter((group) => !known.has(group)) : groups;
  const newest = newestHeight(fresh, height);
  await keepGroups(fresh, [], { ...keepingOf(open.current), measurements, clock, heightM: newest?.heightM });

  const zone = answer.timezone && isTimeZone(answer.timezone) ? answer.timezone : timeZone;
  if (fresh.length > 0 || cursor === undefined || zone !== timeZone) {
    const reached = reachedBy(groups, cursor ?? 0, answer.updatetime ?? clock.now() / 1000);
    await open.change(({ lastSync, ...current }) => ({
      ...current,
      // Should this sync break off now, the next one must not believe that nothing waits in the ledger.
      ...(lastSync && { lastSync: unsettled(lastSync) }),
      ...(newest && { height: newest }),
      timeZone: zone,
      withings: { ...current.withings, cursor: reached, recent: digestOf(inOverlap(groups, reached)) },
    }));
  }
  return fresh;
}

const unsettled = ({ settled: _noLonger, ...lastSync }: SyncReport): SyncReport => lastSync;

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
