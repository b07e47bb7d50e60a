import type { Account, Connection } from '../account.ts';
import type { Clock } from '../clock.ts';
import type { Destination, DestinationName, Health } from '../destination.ts';
import { sentenceFor } from '../log.ts';
import { type AccountKeeper, OpenAccount } from '../store/open-account.ts';
import { isBlocked, isPaused, mended, troubled } from './connection-state.ts';

export interface CheckContext {
  accounts: AccountKeeper;
  clock: Clock;
  pausedDestinations: readonly DestinationName[];
  openDestination(name: DestinationName, open: OpenAccount): Promise<Destination>;
}

/**
 * What came of asking a destination how it is:
 *
 * - `works`: it let us in, and what was wrong with the connection is over
 * - `failed`: `problem` says why, for the person
 * - `paused`, `blocked`: it was not asked, because nobody may call it now
 */
export type Check =
  | { outcome: 'works' }
  | { outcome: 'failed'; problem: string; error: unknown }
  | { outcome: 'paused' | 'missing' }
  | { outcome: 'blocked'; until: number };

/** Asks a destination at once whether it lets us in, and notes the answer as a sync would. */
export async function checkConnection(account: Account, name: DestinationName, context: CheckContext): Promise<Check> {
  const { accounts, clock } = context;
  const connection = account.connections[name];
  if (!connection) return { outcome: 'missing' };
  if (isPaused(name, connection, context)) return { outcome: 'paused' };
  // A block that waits for its owner to mend something there is ended by whoever says that it is mended.
  if (isBlocked(connection, clock.now()) && !connection.needsOwner)
    return { outcome: 'blocked', until: connection.blockedUntil ?? 0 };

  const open = new OpenAccount(accounts, account);
  const note = (difference: (connection: Connection) => object): Promise<Account> =>
    open.change((current) => changed(current, name, difference));
  try {
    const destination = await context.openDestination(name, open);
    const health = await destination.checkHealth();
    await note(() => ({ ...mended, ...endOf(health), status: 'connected' }));
    return { outcome: 'works' };
  } catch (error) {
    await note((known) => troubled(error, known, clock.now()));
    return { outcome: 'failed', problem: sentenceFor(error), error };
  }
}

const endOf = ({ credentialsEndAt }: Health): object => (credentialsEndAt === undefined ? {} : { credentialsEndAt });

function changed(account: Account, name: DestinationName, difference: (connection: Connection) => object): Account {
  const connection = account.connections[name];
  if (!connection) return account;
  return { ...account, connections: { ...account.connections, [name]: { ...connection, ...difference(connection) } } };
}
