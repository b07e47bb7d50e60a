import type { SQSRecord } from 'aws-lambda';
import { RetryError } from '../errors.ts';
import { errorFields } from '../log.ts';
import { parseSyncMessage, type SyncQueue } from '../queue.ts';
import { type SyncContext, syncAccount } from './sync-account.ts';

/** After so many tries a vendor that is down is left to the schedule: everything pending is in the ledger, and the dead letters stay for bugs. */
const retriesAtMost = 5;
const firstWaitSeconds = 60;
const waitAtMostSeconds = 900;
/** What one batch may take, so that proof, bookkeeping and the answer to the queue fit into what is left. */
const reserveMs = 45_000;

/**
 * One message: syncs its account.
 *
 * @returns whether the message is done with; if not it comes back, after the wait that the failure asked for
 */
export async function handleMessage(
  record: SQSRecord,
  remainingMs: number,
  context: SyncContext & { queue: SyncQueue },
): Promise<boolean> {
  const { log, queue, clock } = context;
  const message = parseSyncMessage(record.body);
  if (!message) {
    log.error('A message could not be read and was put aside', { messageId: record.messageId });
    return true;
  }
  if (remainingMs < reserveMs) {
    await queue.wait(record.receiptHandle, 0);
    return false;
  }
  const sentAt = Number(record.attributes.SentTimestamp);
  const deadline = clock.now() + remainingMs - reserveMs;
  try {
    const outcome = await syncAccount({ message, sentAt, deadline }, context);
    log.info('Synced', { outcome, reason: message.reason });
    if (outcome === 'continue') await queue.send({ account: message.account, reason: 'continue' });
    return true;
  } catch (error) {
    const tries = Number(record.attributes.ApproximateReceiveCount);
    const givenUp = error instanceof RetryError && tries >= retriesAtMost;
    log[error instanceof RetryError ? 'warn' : 'error']('Sync failed', { tries, givenUp, ...errorFields(error) });
    if (givenUp) return true;
    const asked = error instanceof RetryError ? error.waitSeconds : undefined;
    await queue.wait(record.receiptHandle, Math.min(asked ?? firstWaitSeconds * 2 ** (tries - 1), waitAtMostSeconds));
    return false;
  }
}
