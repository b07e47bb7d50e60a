import type { Account } from '../../account.ts';
import { type LeftReason, leftReasons } from '../../attribution.ts';
import type { DestinationName } from '../../destination.ts';
import { type EventItem, eventOf, isEvent, type LedgerItem } from '../../ledger.ts';
import { type ConnectionLine, connectionLines } from './connection-lines.ts';
import { type Reading, readingOf } from './figures.ts';
import { hasArrived, isYoung, type Notice, noticeOf } from './first-sync.ts';
import { type Headline, headlineOf } from './headline.ts';
import { type Moment, Moments } from './moments.ts';
import { Numbers } from './numbers.ts';
import { type Sync, syncOf } from './sync-line.ts';
import { type Stop, wayOf } from './way.ts';

export interface Row {
  measured: Moment;
  reading: Reading;
  way: Stop[];
}

export interface LeftOut {
  count: number;
  reason: string;
  /** Whether somebody can do something about it. */
  act: boolean;
}

/** Everything the status page says, in words; the page adds only markup. */
export interface StatusView {
  name?: string;
  headline?: Headline;
  notice?: Notice;
  connections: ConnectionLine[];
  sync: Sync;
  rows: Row[];
  leftOut: LeftOut[];
  timeZone: string;
  /** The page is loaded again by itself: the first sync is running and nothing has arrived yet. */
  refreshes: boolean;
}

const rowsAtMost = 60;

/**
 * @param items the newest of the ledger, in any order; the page speaks of these only
 * @param now epoch milliseconds
 * @param syncEveryHours how often an account is synced without a notification
 * @param pausedDestinations those that whoever runs this has switched off
 */
export function statusView(
  account: Account,
  items: readonly LedgerItem[],
  now: number,
  {
    syncEveryHours = 3,
    pausedDestinations = [],
  }: { syncEveryHours?: number; pausedDestinations?: readonly DestinationName[] } = {},
): StatusView {
  const moments = new Moments(account.timeZone, now);
  const newestFirst = items
    .filter(isEvent)
    .filter((item) => !item.withdrawn || isOnItsWay(item))
    .sort((a, b) => b.measuredAt - a.measuredAt);
  const shown = newestFirst.slice(0, rowsAtMost);
  // What may be another person's, or is being deleted, is not the number that is looked for first.
  const sure = newestFirst.filter(({ withdrawn, held }) => !withdrawn && held === undefined);
  const headline = headlineOf(sure.map(eventOf), { moments, numbers: new Numbers('en-GB') });
  const isPaused = (name: DestinationName) =>
    pausedDestinations.includes(name) || account.connections[name]?.paused === true;
  const young = isYoung(account, now);
  const notice = headline ? undefined : noticeOf(account, young);
  const connections = connectionLines(account, { items: shown, now, moments, pausedDestinations });
  return {
    ...(account.name && { name: account.name }),
    ...(headline && { headline }),
    ...(notice && { notice }),
    connections,
    sync: syncOf(account, connections, { now, moments, syncEveryHours }),
    rows: shown.map((item) => ({
      measured: moments.at(item.measuredAt * 1000),
      reading: readingOf(eventOf(item)),
      way: wayOf(item, moments, isPaused),
    })),
    leftOut: leftOutOf(items),
    timeZone: moments.timeZone,
    refreshes: young && !hasArrived(account, shown),
  };
}

const isOnItsWay = ({ pendingSince }: EventItem): boolean => pendingSince !== undefined;

function leftOutOf(items: readonly LedgerItem[]): LeftOut[] {
  const counts = new Map<LeftReason, number>();
  for (const item of items) if (!isEvent(item)) counts.set(item.reason, (counts.get(item.reason) ?? 0) + 1);
  return [...counts]
    .map(([reason, count]) => ({ count, reason: leftReasons[reason], act: reason === 'ambiguous' }))
    .sort((a, b) => Number(b.act) - Number(a.act) || b.count - a.count);
}
