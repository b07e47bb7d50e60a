import type { Account } from '../account.ts';
import type { DestinationName } from '../destination.ts';
import type { SyncQueue } from '../queue.ts';
import type { AccountStore } from '../store/accounts.ts';
import type { Seal } from '../store/seal.ts';
import { renewed } from './renewed-connections.ts';

/** A sign-in to one destination, as somebody has just made it. */
export interface Credentials {
  credentials: object;
  /** Garmin's: garmin.com when absent. */
  domain?: string;
}

/**
 * Gives an account a sign-in to a destination, the first or a new one, and queues a sync: what was wrong with the old one
 * is over, and what the destination was given is known on.
 */
export async function keepCredentials(
  known: Account,
  name: DestinationName,
  { credentials, domain }: Credentials,
  { accounts, queue, seal }: { accounts: AccountStore; queue: Pick<SyncQueue, 'send'>; seal: Seal },
): Promise<void> {
  const sealed = await seal.seal(credentials, known.account, name);
  const fresh = { status: 'connected' as const, credentials: { sealed }, ...(domain && { domain }) };
  await accounts.change(known, (account) => {
    const { enrolled = false } = account.connections[name] ?? {};
    const connections = renewed(account, { [name]: { ...fresh, enrolled } });
    return { ...account, connections: { ...account.connections, ...connections } };
  });
  await queue.send({ account: known.account, reason: 'connect' });
}
