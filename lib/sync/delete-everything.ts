import type { Account } from '../account.ts';
import type { Clock } from '../clock.ts';
import { RejectedError } from '../errors.ts';
import { errorFields, type Log } from '../log.ts';
import type { AccountStore } from '../store/accounts.ts';
import type { Archive } from '../store/archive.ts';
import type { MeasurementStore } from '../store/measurements.ts';

export interface DeletionContext {
  accounts: Pick<AccountStore, 'change' | 'remove'>;
  measurements: Pick<MeasurementStore, 'removeAll'>;
  archive: Pick<Archive, 'removeAll'>;
  clock: Clock;
  log: Log;
  revokeWithings(account: string): Promise<void>;
}

export interface DeletionOptions {
  /** When to stop beginning new work, epoch milliseconds. */
  deadline: number;
  /** Goes on when Withings does not answer: the person takes the permission back there themselves. */
  evenWithoutWithings?: boolean;
}

/**
 * - `done`: there is nothing of this person here any more
 * - `more`: time ran out; the same once more goes on from there
 * - `withings`: Withings did not take the consent back, so nothing was deleted
 */
export type Deletion = 'done' | 'more' | 'withings';

/**
 * Takes the consent back and deletes everything of one person. Each step can be repeated, and the account goes last: as
 * long as it is there somebody can sign in and ask for the rest.
 */
export async function deleteEverything(
  account: Account,
  { deadline, evenWithoutWithings = false }: DeletionOptions,
  context: DeletionContext,
): Promise<Deletion> {
  const { accounts, measurements, archive, clock } = context;
  const id = account.account;
  if (!(await revoked(id, context)) && !evenWithoutWithings) return 'withings';
  // From here on no sync receives or delivers anything.
  await accounts.change(account, (current) => ({
    ...current,
    connections: {},
    withings: { ...current.withings, status: 'reauthorize', problem: 'Everything is being deleted.' },
  }));
  const hasTime = () => clock.now() < deadline;
  if (!(await measurements.removeAll(id, hasTime)) || !(await archive.removeAll(id, hasTime))) return 'more';
  await accounts.remove(id);
  // A sync that was under way may have stored what it had in hand.
  await measurements.removeAll(id, hasTime);
  return 'done';
}

/** Ends the consent, and with it all notifications; one that is over already is as good as ended. */
async function revoked(id: string, { revokeWithings, log }: DeletionContext): Promise<boolean> {
  try {
    await revokeWithings(id);
    return true;
  } catch (error) {
    if (error instanceof RejectedError) return true;
    log.warn('Withings did not take a consent back', errorFields(error));
    return false;
  }
}
