import type { Account } from '../../account.ts';
import { type LeftReason, leftReasons } from '../../attribution.ts';
import type { DestinationName } from '../../destination.ts';
import { type EventItem, eventOf, isEvent, type LedgerItem } from '../../ledger.ts';
import { type ConnectionLine, connectionLines } from './connection-lines.ts';
import { type Reading, readingOf } from './figures.ts';
import { type Headline, headlineOf } from './headline.ts';
import { type Moment, Moments } from './moments.ts';
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

export interface Sync {
  sentence: string;
  problem?: string;
}

/** Instead of a number, as long as there is none. */
export interface Notice {
  title: string;
  sentences: string[];
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
const firstSyncMs = 15 * 60_000;
const hourMs = 3_600_000;

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
  const headline = headlineOf(sure.map(eventOf), moments);
  const isPaused = (name: DestinationName) =>
    pausedDestinations.includes(name) || account.connections[name]?.paused === true;
  const young = now - account.connectedAt < firstSyncMs;
  const notice = headline ? undefined : noticeOf(account, young);
  const connections = connectionLines(account, { items: shown, now, moments, pausedDestinations });
  return {
    ...(account.name && { name: account.name }),
    ...(headline && { headline }),
    ...(notice && { notice }),
    connections,
    sync: syncOf(account, connections, now, moments, syncEveryHours),
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

/** Once all has been received, only what is still on its way is worth waiting for. */
function hasArrived(account: Account, items: readonly EventItem[]): boolean {
  const states = items.flatMap(({ deliveries }) => Object.values(deliveries).map(({ state }) => state));
  return (
    states.includes('verified') || (hasReceived(account) && !states.includes('pending') && !states.includes('sending'))
  );
}

/** Whether Withings has ever told everything: a sync that failed there leaves no cursor. */
const hasReceived = ({ withings }: Account): boolean => withings.cursor !== undefined;

function noticeOf(account: Account, young: boolean): Notice {
  if (hasReceived(account)) {
    return {
      title: 'No measurements yet',
      sentences: [
        'Withings holds no weight and no blood pressure that is surely yours. Step on the scale: it appears here within a minute or two.',
      ],
    };
  }
  if (young) {
    return {
      title: 'The first sync is running',
      sentences: ['It takes a minute or two. This page looks again by itself; you may close it.'],
    };
  }
  return {
    title: 'The first sync has not come through',
    sentences: [
      'It should have taken a minute or two. It is tried again by itself; if this stays so, tell the person who runs this Weighbridge.',
    ],
  };
}

function syncOf(
  { lastSync, connectedAt }: Account,
  lines: readonly ConnectionLine[],
  now: number,
  moments: Moments,
  syncEveryHours: number,
): Sync {
  if (!lastSync) {
    const running = now - connectedAt < firstSyncMs;
    return { sentence: running ? 'The first sync is running.' : 'There has been no sync yet.' };
  }
  const last = `Last sync ${moments.at(lastSync.finishedAt).words}.`;
  // A destination that kept the sync from succeeding tells its problem itself.
  const isTold = lines.some(({ problem }) => problem === lastSync.problem);
  const problem = isTold ? undefined : lastSync.problem;
  // `startedAt` is that of the last success, and 0 before the first.
  const since = Math.max(lastSync.startedAt, connectedAt);
  // Twice the interval and an hour: one round may be lost, and the schedule has some play.
  if (now - since > (2 * syncEveryHours + 1) * hourMs) {
    const overdue = `None has come through since, although one is due every ${syncEveryHours} hours. Tell the person who runs this Weighbridge.`;
    return { sentence: last, problem: problem ? `${problem} ${overdue}` : overdue };
  }
  const next = `The next one comes with your next measurement, or by itself around ${moments.beside(since + syncEveryHours * hourMs, now).words}.`;
  return { sentence: `${last} ${next}`, ...(problem && { problem }) };
}

function leftOutOf(items: readonly LedgerItem[]): LeftOut[] {
  const counts = new Map<LeftReason, number>();
  for (const item of items) if (!isEvent(item)) counts.set(item.reason, (counts.get(item.reason) ?? 0) + 1);
  return [...counts]
    .map(([reason, count]) => ({ count, reason: leftReasons[reason], act: reason === 'ambiguous' }))
    .sort((a, b) => Number(b.act) - Number(a.act) || b.count - a.count);
}
