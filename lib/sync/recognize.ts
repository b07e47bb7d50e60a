import type { Account, Connection } from '../account.ts';
import type { Destination, Health } from '../destination.ts';
import { type EventItem, firstDelivery, isEvent, isOpen, withDeliveries } from '../ledger.ts';
import type { OpenAccount } from '../store/open-account.ts';
import { noLongerYours } from './plan-withdrawal.ts';
import type { SyncContext } from './sync-context.ts';

/** Nothing is delivered with such a sign-in before it is known whose account it opens. */
export const isNew = (connection: Connection | undefined): boolean => connection?.newSince !== undefined;

/**
 * Asks a destination whose account a new sign-in opens. When it is another one than the one before, what the ledger
 * knows is true of that one alone: all that was meant for it is on its way once more, as for a destination that was
 * never connected. What is in the account before stays there.
 *
 * A sync that dies of it begins it again, because the sign-in counts as new until all is noted.
 */
export async function recognize(
  destination: Destination,
  open: OpenAccount,
  context: Pick<SyncContext, 'measurements' | 'clock' | 'log'>,
): Promise<Health> {
  const { name } = destination;
  const { newSince } = open.current.connections[name] ?? {};
  const health = await destination.checkHealth();
  const { user } = health;
  const before = open.current.deliveredTo?.[name];
  const isOther = user !== undefined && before !== undefined && user !== before;
  if (isOther) {
    await beginAnew(destination, open.current.account, context);
    context.log.info('The sign-in opens another account: everything is on its way there', { destination: name });
  }
  await open.change((current) => {
    const connection = current.connections[name];
    // Somebody has signed in once more meanwhile: that one is still to be asked about.
    if (!connection || connection.newSince !== newSince) return current;
    return recognized(current, connection, { name, user, isOther });
  });
  return health;
}

function recognized(
  current: Account,
  { newSince: _known, lastVerifiedAt, ...connection }: Connection,
  { name, user, isOther }: { name: Destination['name']; user: string | undefined; isOther: boolean },
): Account {
  const last = isOther || lastVerifiedAt === undefined ? {} : { lastVerifiedAt };
  return {
    ...current,
    connections: { ...current.connections, [name]: { ...connection, ...last } },
    ...(user !== undefined && { deliveredTo: { ...current.deliveredTo, [name]: user } }),
  };
}

async function beginAnew(
  { name }: Destination,
  account: string,
  { measurements, clock }: Pick<SyncContext, 'measurements' | 'clock'>,
): Promise<void> {
  for await (const page of measurements.all(account)) {
    const items = page.filter(isEvent).flatMap((item) => {
      const delivery = deliveryElsewhere(item, name, clock.now());
      return delivery ? [withDeliveries(item, { [name]: delivery })] : [];
    });
    await measurements.noteAll(items);
  }
}

const inAnotherAccount = `${noLongerYours}: if it arrived, then in the account that was connected before`;

/** Where an event stands with an account that nothing of it was ever sent to; undefined when the ledger says so. */
function deliveryElsewhere(item: EventItem, name: Destination['name'], at: number) {
  const delivery = item.deliveries[name];
  if (!delivery) return undefined;
  if (!item.withdrawn) return firstDelivery(item, at);
  return isOpen(delivery) ? ({ state: 'skipped', at, reason: inAnotherAccount } as const) : undefined;
}
