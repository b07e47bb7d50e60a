import type { Account } from '../account.ts';
import type { TimeSpan } from '../destination.ts';
import { ReauthorizeError, RetryError } from '../errors.ts';
import { errorFields, sentenceFor } from '../log.ts';
import type { OpenAccount } from '../store/open-account.ts';
import { receive } from './receive.ts';
import { reconcile } from './reconcile.ts';
import { isBackfill, isMaintenance, type SyncContext, type SyncRequest, type WithingsAccount } from './sync-context.ts';

const daySeconds = 86_400;
/** How far back the daily comparison goes. */
const reconciledSeconds = 30 * daySeconds;

export interface Reception {
  /** How many measure groups were new, or other than the ledger had them. */
  groups: number;
  /** Of which times it saw all there is now; absent when only what is new was asked for. */
  covered?: TimeSpan;
}

const nothing: Reception = { groups: 0 };

/**
 * One person's turn at Withings: receives what is new, finds out what is gone, and sees to it that notifications come.
 * A withdrawn consent is noted for the owner to mend and fails nothing.
 */
export async function receiveFromWithings(
  open: OpenAccount,
  request: SyncRequest,
  context: SyncContext,
): Promise<Reception> {
  const { status, notifications } = open.current.withings;
  if (status === 'reauthorize') return nothing;
  const withings = await context.openWithings(open);
  let reception: Reception;
  try {
    reception = await receiveAll(withings, open, request, context);
  } catch (error) {
    if (!(error instanceof ReauthorizeError)) throw error;
    context.log.warn('Withings must be authorized again', errorFields(error));
    await markReauthorize(open, error.message);
    return nothing;
  }
  if (isMaintenance(request) || notifications === undefined) await subscribe(withings, open, context);
  return reception;
}

async function receiveAll(
  withings: WithingsAccount,
  open: OpenAccount,
  request: SyncRequest,
  context: SyncContext,
): Promise<Reception> {
  const { clock, log } = context;
  const isFirst = open.current.withings.cursor === undefined;
  const fresh = await receive({ ...context, open, withings, thorough: isMaintenance(request) });
  if (fresh.length > 0) log.info('Received measure groups', { groups: fresh.length });

  const now = Math.floor(clock.now() / 1000);
  const groups = fresh.length;
  if (isFirst && !isBackfill(request)) return { groups, covered: { from: 0, to: now } };
  const span = isMaintenance(request) ? { from: now - reconciledSeconds, to: now + daySeconds } : request.message.range;
  if (!span) return { groups };
  // Something new at the time of a notification is what it was about; otherwise something may be gone.
  const isExplained = fresh.some(({ date }) => date >= span.from && date <= span.to);
  const isWorthAsking = isMaintenance(request) || isBackfill(request) || !isExplained;
  const differing = isWorthAsking ? await reconcile(span, { ...context, open, withings }) : 0;
  if (differing > 0) log.info('Reconciled measure groups', { groups: differing });
  return { groups: groups + differing, covered: span };
}

/** Whoever has connected again meanwhile is connected: only the credentials that were refused are marked. */
async function markReauthorize(open: OpenAccount, problem: string): Promise<void> {
  const refused = open.current.withings.credentials.sealed;
  await open.change((current) => {
    if (current.withings.credentials.sealed !== refused) return current;
    return { ...current, withings: { ...current.withings, status: 'reauthorize', problem } };
  });
}

/** Notifications are a convenience that the schedule does without: what keeps them away is told, and fails nothing. */
export async function subscribe(
  withings: WithingsAccount,
  open: OpenAccount,
  { log }: Pick<SyncContext, 'log'>,
): Promise<void> {
  try {
    await withings.subscribe();
    await noteNotifications(open, 'subscribed', undefined);
  } catch (error) {
    log.warn('Withings does not notify', errorFields(error));
    if (!(error instanceof RetryError)) await noteNotifications(open, 'refused', sentenceFor(error));
  }
}

async function noteNotifications(
  open: OpenAccount,
  notifications: NonNullable<Account['withings']['notifications']>,
  problem: string | undefined,
): Promise<void> {
  const { withings } = open.current;
  if (withings.notifications === notifications && withings.problem === problem) return;
  await open.change((current) => ({ ...current, withings: { ...current.withings, notifications, problem } }));
}
