import type { Clock } from '../clock.ts';
import type { TimeSpan } from '../destination.ts';
import { digest } from '../digest.ts';
import { type MeasureGroup, momentOf } from '../measurement.ts';
import type { MeasurementStore } from '../store/measurements.ts';
import type { OpenAccount } from '../store/open-account.ts';
import { keepGroups, keepingOf } from './keep-groups.ts';
import type { MeasureSource } from './measure-source.ts';

export interface ReconcileContext {
  open: OpenAccount;
  withings: MeasureSource;
  measurements: MeasurementStore;
  clock: Clock;
}

export interface Difference {
  /** What the ledger does not have as it is listed. */
  arrived: MeasureGroup[];
  /** What the ledger has and the list has not, or has at another time. */
  vanished: MeasureGroup[];
}

/**
 * Makes the ledger agree with Withings about a span of time. A deletion leaves no trace there: the row is gone, and only
 * whoever compares notices.
 *
 * @returns how many groups differed
 */
export async function reconcile(span: TimeSpan, context: ReconcileContext): Promise<number> {
  const { open, measurements } = context;
  const { account } = open.current;
  const listed = await listing(span, context);
  const items = await measurements.between(account, span.from, span.to);
  const stored = items.flatMap((item) => item.groups).filter(({ date }) => date >= span.from && date <= span.to);
  const difference = compare(stored, listed);
  const vanished = await believed(difference.vanished, stored, context);
  await keepGroups(difference.arrived, vanished, { ...context, ...keepingOf(open.current) });
  return difference.arrived.length + vanished.length;
}

async function listing({ from, to }: TimeSpan, { withings }: ReconcileContext): Promise<MeasureGroup[]> {
  // Whether Withings counts the ends in is not said: a second more asks for both.
  const { groups } = await withings.getmeas({ startdate: Math.max(from - 1, 0), enddate: to + 1 });
  return groups.filter(({ date }) => date >= from && date <= to);
}

/** What a list of Withings and the ledger's groups of the same span disagree about. */
export function compare(stored: readonly MeasureGroup[], listed: readonly MeasureGroup[]): Difference {
  const known = new Set(stored.map(versionOf));
  const places = new Set(listed.map(placeOf));
  const vanished = stored.filter((group) => !places.has(placeOf(group)));
  const moved = new Set(vanished.map((group) => group.grpid));
  // What moved within the span is named with its new place, so that the old one alone is given up.
  const arrived = listed.filter((group) => !known.has(versionOf(group)) || moved.has(group.grpid));
  return { arrived, vanished };
}

const placeOf = ({ grpid, date }: MeasureGroup): string => `${grpid}@${date}`;
const versionOf = (group: MeasureGroup): string => `${placeOf(group)}#${group.attrib}#${group.modified}`;

const fewMoments = 3;
const fewOfAll = 0.2;
const secondLookAfterMs = 12 * 3600_000;

/**
 * People delete a weigh-in or two. When most of what was there is gone, a fault is as likely, and believing it would
 * delete weeks at Garmin: then it has to be so again in another maintenance. Whatever is gone is asked for once more by
 * itself, because pages that shift while they are read can hide a group.
 */
async function believed(
  vanished: readonly MeasureGroup[],
  stored: readonly MeasureGroup[],
  context: ReconcileContext,
): Promise<readonly MeasureGroup[]> {
  const { open, clock } = context;
  const moments = new Set(vanished.map(momentOf)).size;
  const isPlausible = moments <= Math.max(fewMoments, fewOfAll * new Set(stored.map(momentOf)).size);
  if (isPlausible) {
    await noteDoubt(open, undefined);
    return vanished.length === 0 ? [] : stillGone(vanished, context);
  }
  const what = digest(vanished.map(placeOf).sort().join());
  const doubt = open.current.withings.doubt;
  if (doubt?.what === what && clock.now() - doubt.since >= secondLookAfterMs) {
    await noteDoubt(open, undefined);
    return vanished;
  }
  if (doubt?.what !== what) await noteDoubt(open, { what, since: clock.now() });
  return [];
}

async function stillGone(
  vanished: readonly MeasureGroup[],
  context: ReconcileContext,
): Promise<readonly MeasureGroup[]> {
  const dates = vanished.map(({ date }) => date);
  const again = await listing({ from: Math.min(...dates) - 1, to: Math.max(...dates) + 1 }, context);
  return compare(vanished, again).vanished;
}

async function noteDoubt(open: OpenAccount, doubt: { what: string; since: number } | undefined): Promise<void> {
  const known = open.current.withings.doubt;
  if (known === doubt || (known?.what === doubt?.what && known?.since === doubt?.since)) return;
  await open.change(({ withings: { doubt: _before, ...withings }, ...account }) => ({
    ...account,
    withings: { ...withings, ...(doubt && { doubt }) },
  }));
}
