import type { Account } from '../account.ts';
import { kindOf } from '../errors.ts';
import { errorFields } from '../log.ts';
import type { SyncQueue } from '../queue.ts';
import type { AccountStore } from '../store/accounts.ts';
import { deleteEverything } from './delete-everything.ts';
import type { SyncContext } from './sync-context.ts';

/**
 * Has a person removed. The account is only marked here: a sync of theirs may be under way, and would write after what
 * is deleted now. The queue gives out one message of an account at a time, so theirs is the one that removes them; should
 * it be lost, the next schedule sends another.
 */
export async function askToRemove(
  account: Account,
  { accounts, queue }: { accounts: AccountStore; queue: Pick<SyncQueue, 'send'> },
): Promise<void> {
  await accounts.change(account, ({ paused: _over, ...rest }) => ({ ...rest, leaving: true }));
  await queue.send({ account: account.account, reason: 'continue' });
}

type RemovalContext = Pick<SyncContext, 'accounts' | 'measurements' | 'archive' | 'clock' | 'log' | 'revokeWithings'>;

/**
 * Removes a person: what they allowed at Withings, the ledger, the files, and the account last. Each step can be done
 * again, and until the account is gone the next message does so. What was delivered stays with the destinations.
 *
 * @param deadline when to stop beginning new work, epoch milliseconds
 * @returns whether nothing is left
 * @throws RetryError when something may succeed soon
 */
export async function removePerson(account: Account, deadline: number, context: RemovalContext): Promise<boolean> {
  await revoke(account, context);
  // That is done, as far as it can be.
  const revoked = { ...context, revokeWithings: async () => {} };
  const outcome = await deleteEverything(account, { deadline }, revoked);
  if (outcome === 'done') context.log.info('Removed an account');
  return outcome === 'done';
}

/** An application that Withings does not know any more can revoke nothing; what is here goes all the same. */
async function revoke({ account }: Account, { revokeWithings, log }: RemovalContext): Promise<void> {
  try {
    await revokeWithings(account);
  } catch (error) {
    if (kindOf(error) === 'retry') throw error;
    log.warn('Withings did not revoke', errorFields(error));
  }
}
