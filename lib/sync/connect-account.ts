import type { Account, Connection } from '../account.ts';
import type { Clock } from '../clock.ts';
import { type DestinationName, entriesOf } from '../destination.ts';
import { RetryError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { SyncQueue } from '../queue.ts';
import type { AccountStore } from '../store/accounts.ts';
import { OpenAccount } from '../store/open-account.ts';
import type { Seal } from '../store/seal.ts';
import { type Invite, sealedFor } from '../web/invites.ts';
import type { WithingsTokens } from '../withings/oauth.ts';
import { subscribe } from './receive-from-withings.ts';
import { renewed } from './renewed-connections.ts';
import type { WithingsAccount } from './sync-context.ts';

export interface ConnectContext {
  accounts: AccountStore;
  queue: Pick<SyncQueue, 'send'>;
  seal: Seal;
  clock: Clock;
  log: Log;
  openWithings(open: OpenAccount): Promise<WithingsAccount>;
}

/**
 * Consent was given: stores the tokens, asks Withings for notifications and queues the first sync. Connecting again
 * mends a revoked connection and keeps what the ledger knows.
 */
export async function connectAccount(
  tokens: WithingsTokens,
  invite: Invite,
  context: ConnectContext,
): Promise<Account> {
  const account = await store(tokens, invite, context);
  const open = new OpenAccount(context.accounts, account);
  const withings = await context.openWithings(open);
  await subscribe(withings, open, context);
  await context.queue.send({ account: account.account, reason: 'connect' });
  return open.current;
}

async function store(tokens: WithingsTokens, invite: Invite, context: ConnectContext): Promise<Account> {
  const { accounts, seal, clock } = context;
  const { userId } = tokens;
  const withings = {
    status: 'connected' as const,
    scope: tokens.scope,
    credentials: { sealed: await seal.seal(tokens, userId, 'withings') },
  };
  const connections = await destinationsOf(invite, userId, seal);
  const fresh = {
    account: userId,
    ...(invite.name && { name: invite.name }),
    timeZone: 'UTC',
    connectedAt: clock.now(),
    withings,
    connections: renewed({ connections: {}, version: 0 }, connections),
    ...(invite.owner && { owner: invite.owner }),
  };
  if (await accounts.create(fresh)) return { ...fresh, version: 1 };

  const known = await accounts.get(userId);
  if (!known) throw new RetryError('The account changed while it was being connected.', { service: 'Weighbridge' });
  // What is half deleted is not taken up again: in a minute it is gone, and connecting makes it new.
  if (known.leaving) throw new RetryError('The account is being removed just now.', { service: 'Weighbridge' });
  return accounts.change(known, ({ withings: { problem: _mended, notifications: _asked, ...before }, ...account }) => ({
    ...account,
    ...(invite.owner && { owner: invite.owner }),
    withings: { ...before, ...withings },
    connections: { ...account.connections, ...renewed(account, connections) },
  }));
}

/**
 * Destinations signed in to before the link was opened come along in the invite, sealed for it, and are sealed anew
 * for the account.
 */
async function destinationsOf(invite: Invite, userId: string, seal: Seal): Promise<Account['connections']> {
  const connections: Partial<Record<DestinationName, Connection>> = {};
  for (const [name, waiting] of entriesOf(invite.connections ?? {})) {
    const credentials = await seal.open(waiting.sealed, sealedFor(invite.id), name);
    const sealed = await seal.seal(credentials as object, userId, name);
    const { domain } = waiting;
    connections[name] = { status: 'connected', enrolled: false, credentials: { sealed }, ...(domain && { domain }) };
  }
  return connections;
}
