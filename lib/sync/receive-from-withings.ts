import type { Account } from '../account.ts';
import { ReauthorizeError, RetryError } from '../errors.ts';
import { errorFields, sentenceFor } from '../log.ts';
import type { OpenAccount } from '../store/open-account.ts';
import { receive } from './receive.ts';
import { isMaintenance, type SyncContext, type SyncRequest, type WithingsAccount } from './sync-context.ts';

/**
 * One person's turn at Withings: receives what is new, and sees to it that notifications come. A withdrawn consent is
 * noted for the owner to mend and fails nothing.
 */
export async function receiveFromWithings(
  open: OpenAccount,
  request: SyncRequest,
  context: SyncContext,
): Promise<void> {
  const { status, notifications } = open.current.withings;
  if (status === 'reauthorize') return;
  const withings = await context.openWithings(open);
  try {
    const received = await receive({ ...context, open, withings, thorough: isMaintenance(request) });
    if (received > 0) context.log.info('Received measure groups', { groups: received });
  } catch (error) {
    if (!(error instanceof ReauthorizeError)) throw error;
    context.log.warn('Withings must be authorized again', errorFields(error));
    await markReauthorize(open, error.message);
    return;
  }
  if (isMaintenance(request) || notifications === undefined) await subscribe(withings, open, context);
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
