import type { Account } from '../../account.ts';
import { entriesOf } from '../../destination.ts';
import { type EventItem, isEvent } from '../../ledger.ts';
import { errorFields } from '../../log.ts';
import { OpenAccount } from '../../store/open-account.ts';
import { requeue } from '../../sync/backfill.ts';
import { deliverToAll } from '../../sync/deliver-to-all.ts';
import { receiveFromWithings } from '../../sync/receive-from-withings.ts';
import type { SyncContext, SyncRequest } from '../../sync/sync-context.ts';
import { type ConnectParts, connectDestinations, connectedOf, queue, releaseHeld } from './connect-destinations.ts';
import type { AskedDays } from './days.ts';
import { reasonOf } from './failures.ts';
import type { LocalFolder } from './local-folder.ts';
import { outcomeOf, type RunOutcome } from './outcome.ts';

export interface RunParts {
  context: SyncContext;
  folder: LocalFolder;
  connecting: Omit<ConnectParts, 'measurements'>;
  days: AskedDays;
  /** False to send nothing, and to sign in to nothing. */
  upload: boolean;
  /** Whether files are written, which may be all that somebody wants. */
  writes: boolean;
  /** Told what the run is about before anything is sent; returns what went wrong with it. */
  onItems(items: readonly EventItem[], account: Account): string[];
}

const nowhere =
  'Nothing is sent: no destination is connected. Give GARMIN_SESSION, --garmin-username and --garmin-password, --trainerroad-username and --trainerroad-password, or INTERVALS_API_KEY.';

const dayMs = 24 * 3_600_000;
/** A job that runs at the same time every day must not find its last time too young. */
const maintainedEveryMs = dayMs - 3_600_000;

/**
 * One run: receives from Withings, connects what is new, puts on its way what was asked for, delivers. What fails is in
 * the outcome and keeps nothing else from being done.
 */
export async function run(account: Account, parts: RunParts): Promise<RunOutcome> {
  const { context, folder, connecting, days, upload, writes } = parts;
  const { measurements, clock, log } = context;
  const startedAt = clock.now();
  const open = new OpenAccount(context.accounts, account);
  const problems: string[] = [];
  const notes: string[] = [];
  const failed = (error: unknown) => {
    log.warn('A part of the run failed', errorFields(error));
    problems.push(reasonOf(error));
  };

  const isMaintained = startedAt - (folder.state.maintainedAt ?? 0) >= maintainedEveryMs;
  await receiveFromWithings(open, requestOf(account, days, isMaintained, startedAt), context).catch(failed);
  // Before the first reception everything would be new to a destination that is connected now.
  const hasReceived = open.current.withings.cursor !== undefined;
  if (upload && hasReceived) {
    const connected = await connectDestinations(open, { ...connecting, measurements });
    problems.push(...connected.problems);
    notes.push(...connected.notes);
  }
  if (upload && days.span && days.hasBeginning) await putOnItsWay(open.current, days.span, context).catch(failed);

  const items = await itemsOf(open.current, startedAt, parts);
  problems.push(...parts.onItems(items, open.current));
  if (!upload) return { arrived: [], problems: [...problems, ...withoutDestinations(open.current)], notes: [] };

  // What was wrong is looked at again, although nothing may wait for it.
  const isDoubtful = entriesOf(open.current.connections).some(([, { problem }]) => problem !== undefined);
  const request = requestOf(account, { hasBeginning: false }, isMaintained || isDoubtful, startedAt);
  const { failures } = await deliverToAll(open, request, context);
  if (isMaintained && problems.length === 0) folder.change((state) => ({ ...state, maintainedAt: startedAt }));

  const outcome = outcomeOf({ account: open.current, items: await again(items, context), startedAt });
  const unsaid = failures.map(reasonOf).filter((reason) => !outcome.problems.some((line) => line.includes(reason)));
  problems.push(...outcome.problems, ...unsaid);
  // A job that reaches nobody must not look well, above all with --silent.
  if (connectedOf(open.current).length === 0 && problems.length === 0) (writes ? notes : problems).push(nowhere);
  return { arrived: outcome.arrived, problems: [...new Set(problems)], notes: [...notes, ...outcome.notes] };
}

/** As if a message had asked for it: a span that was asked for is compared with Withings, deletions included. */
function requestOf(
  { account }: Account,
  { span, hasBeginning }: AskedDays,
  isMaintained: boolean,
  sentAt: number,
): SyncRequest {
  const backfill = span && hasBeginning ? { reason: 'backfill' as const, range: span } : undefined;
  const message = { account, ...(backfill ?? { reason: isMaintained ? 'maintenance' : 'schedule' }) } as const;
  return { message, sentAt, deadline: Number.POSITIVE_INFINITY };
}

/** Whoever says since when wants all of it there: what is missing, what was held, and what is no more where it was. */
async function putOnItsWay(
  account: Account,
  span: NonNullable<AskedDays['span']>,
  { measurements, clock }: SyncContext,
): Promise<void> {
  const parts = { measurements, clock, now: clock.now() };
  await releaseHeld(account.account, span, parts);
  await queue(account.account, connectedOf(account), { ...span, late: false }, parts);
  await requeue(account.account, span, { settledBefore: parts.now }, parts);
}

/** What the run is about, in order of time: the span that was asked for, or what is new and what still waits. */
async function itemsOf(
  { account, connections }: Account,
  startedAt: number,
  { context, days, connecting }: RunParts,
): Promise<EventItem[]> {
  const { measurements } = context;
  if (days.span && days.hasBeginning) {
    return (await measurements.between(account, days.span.from, days.span.to)).filter(isEvent).filter(isThere);
  }
  const waiting = new Set((await measurements.pending(account)).map(({ event }) => event));
  const items: EventItem[] = [];
  const { from, to } = connecting.windowOf('garmin');
  for await (const page of measurements.all(account)) {
    for (const item of page.filter(isEvent)) {
      const isNew =
        item.receivedAt >= startedAt && (Object.keys(item.deliveries).length > 0 || item.measuredAt >= from);
      // What a destination would begin with, where none is connected yet.
      const isFirst = Object.keys(connections).length === 0 && item.measuredAt >= from;
      if (waiting.has(item.event) || ((isNew || isFirst) && item.measuredAt <= to)) items.push(item);
    }
  }
  return items.filter(isThere).sort((a, b) => a.measuredAt - b.measuredAt);
}

const isThere = ({ withdrawn }: EventItem): boolean => !withdrawn;

async function again(items: readonly EventItem[], { measurements }: SyncContext): Promise<EventItem[]> {
  const [first, last] = [items[0], items.at(-1)];
  if (!first || !last) return [];
  const wanted = new Set(items.map(({ event }) => event));
  const now = await measurements.between(first.account, first.measuredAt, last.measuredAt);
  return now.filter(isEvent).filter(({ event }) => wanted.has(event));
}

/** Nothing was sent, so only Withings can have failed. */
const withoutDestinations = (account: Account): string[] =>
  outcomeOf({ account: { ...account, connections: {} }, items: [], startedAt: 0 }).problems;
