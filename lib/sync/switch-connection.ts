import type { Account } from '../account.ts';
import type { DestinationName } from '../destination.ts';
import { isOpen, withoutDelivery } from '../ledger.ts';
import type { SyncQueue } from '../queue.ts';
import type { AccountStore } from '../store/accounts.ts';
import type { MeasurementStore } from '../store/measurements.ts';

export interface SwitchContext {
  accounts: Pick<AccountStore, 'change'>;
  measurements: Pick<MeasurementStore, 'pending' | 'noteAll'>;
  queue: Pick<SyncQueue, 'send'>;
}

/** No more calls to a destination; what is measured waits. */
export async function pause(account: Account, name: DestinationName, { accounts }: SwitchContext): Promise<void> {
  await accounts.change(account, (current) => withConnection(current, name, { paused: true }));
}

/** A paused destination is called again, beginning with a sync at once. */
export async function resume(
  account: Account,
  name: DestinationName,
  { accounts, queue }: SwitchContext,
): Promise<void> {
  await accounts.change(account, (current) => withConnection(current, name, { paused: false }));
  await queue.send({ account: account.account, reason: 'connect' });
}

/**
 * Forgets a destination and its sign-in. What was delivered stays there, and on record; what was only waiting for it
 * waits no more. What may have been written a moment ago keeps its note, so that it is looked for after another sign-in.
 */
export async function disconnect(
  account: Account,
  name: DestinationName,
  { accounts, measurements }: SwitchContext,
): Promise<void> {
  await accounts.change(account, (current) => {
    const { [name]: _gone, ...connections } = current.connections;
    return { ...current, connections };
  });
  const waiting = (await measurements.pending(account.account)).filter(({ deliveries }) => {
    const delivery = deliveries[name];
    return delivery && isOpen(delivery) && (delivery.attempts ?? 0) === 0 && !delivery.stale;
  });
  await measurements.noteAll(waiting.map((item) => withoutDelivery(item, name)));
}

function withConnection(account: Account, name: DestinationName, change: { paused: boolean }): Account {
  const connection = account.connections[name];
  if (!connection) return account;
  return { ...account, connections: { ...account.connections, [name]: { ...connection, ...change } } };
}
