import type { SQSRecord } from 'aws-lambda';
import type { Clock } from '../clock.ts';
import { kindOf, RetryError } from '../errors.ts';
import { errorFields, type Log } from '../log.ts';
import type { SyncQueue } from '../queue.ts';
import { parseSyncMessage } from '../sync-message.ts';
import { syncAccount } from './sync-account.ts';
import type { SyncContext } from './sync-context.ts';

export interface MessageContext {
  queue: Pick<SyncQueue, 'send' | 'wait'>;
  clock: Clock;
  log: Log;
  /** Made when it is needed: it reads the secret. */
  syncContext(): Promise<SyncContext>;
}

/**
 * After so many tries a vendor that is down is left to the schedule: everything pending is in the ledger, and the dead
 * letters stay for bugs.
 */
const retriesAtMost = 5;
const firstWaitSeconds = 60;
const defaultWaitAtMostSeconds = 900;
/**
 * A step that has begun is finished: Withings may hang for three tries of 10 s with pauses between, a batch for Garmin
 * with a long history takes half a minute to be read back. So nothing new is begun in the last 100 s.
 */
const reserveMs = 100_000;

/**
 * One message: syncs its account.
 *
 * @returns whether the message is done with; if not it comes back, after the wait that the failure asked for
 */
export async function handleMessage(record: SQSRecord, remainingMs: number, context: MessageContext): Promise<boolean> {
  const { log, queue, clock } = context;
  const { messageId, receiptHandle } = record;
  const message = parseSyncMessage(record.body);
  if (!message) {
    log.error('A message could not be read and was put aside', { messageId });
    return true;
  }
  const { account, reason } = message;
  if (remainingMs < reserveMs) {
    await queue.wait(receiptHandle, 0);
    return false;
  }
  const sentAt = Number(record.attributes.SentTimestamp);
  const deadline = clock.now() + remainingMs - reserveMs;
  try {
    const outcome = await syncAccount({ message, sentAt, deadline }, await context.syncContext());
    log.info('Synced', { messageId, outcome, reason });
    if (outcome === 'continue') await queue.send({ account, reason: 'continue' });
    return true;
  } catch (error) {
    const tries = Number(record.attributes.ApproximateReceiveCount);
    const passing = kindOf(error) === 'retry';
    const givenUp = passing && tries >= retriesAtMost;
    log[passing ? 'warn' : 'error']('Sync failed', { messageId, tries, givenUp, ...errorFields(error) });
    if (!givenUp) await queue.wait(receiptHandle, waitFor(error, tries));
    return givenUp;
  }
}

/** As long as the failure asks for; where it does not, a minute, and twice as long each time. */
function waitFor(error: unknown, tries: number): number {
  if (error instanceof RetryError && error.waitSeconds !== undefined) return error.waitSeconds;
  return Math.min(firstWaitSeconds * 2 ** (tries - 1), defaultWaitAtMostSeconds);
}
