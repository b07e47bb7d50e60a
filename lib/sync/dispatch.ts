import { RetryError } from '../errors.ts';
import type { SyncQueue } from '../queue.ts';
import type { AccountStore } from '../store/accounts.ts';
import type { SyncMessage } from '../sync-message.ts';

export interface Tick {
  reason: SyncMessage['reason'] & ('schedule' | 'maintenance');
  /** When the schedule fired, as it says itself; the same for a repeated delivery of the same tick. */
  scheduledAt: string;
}

/** A parallel scan reads one account item once a tick, which costs less than keeping any index of them. */
const segments = 4;

/**
 * One message for each account, whatever the number: pages of the table become batches of the queue, and nothing
 * is kept in between. A tick that is delivered twice is one tick, because the queue knows its messages by
 * account and time.
 *
 * @returns how many accounts there were
 * @throws RetryError when the queue would not take some of them; the others are on their way
 */
export async function dispatch(
  { reason, scheduledAt }: Tick,
  { accounts, queue }: { accounts: AccountStore; queue: SyncQueue },
): Promise<number> {
  let unsent = 0;
  const counts = await Promise.all(
    Array.from({ length: segments }, async (_, segment) => {
      let count = 0;
      for await (const page of accounts.scan(segment, segments)) {
        const entries = page.map((account) => ({
          message: { account, reason },
          deduplicationId: `${reason}-${scheduledAt}-${account}`.replaceAll(/[^\w-]/g, '_'),
        }));
        unsent += (await queue.sendBatch(entries)).length;
        count += page.length;
      }
      return count;
    }),
  );
  if (unsent > 0) {
    throw new RetryError(`The sync queue did not take ${unsent} account(s).`, {
      service: 'SQS',
      action: 'SendMessageBatch',
    });
  }
  return counts.reduce((sum, count) => sum + count, 0);
}
