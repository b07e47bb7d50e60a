import type { Account, Connection } from '../account.ts';
import { type DestinationName, destinationTitles, entriesOf } from '../destination.ts';
import { type EventItem, isEvent, isOpen, type LedgerItem } from '../ledger.ts';
import { concernsOf } from '../sync/concerns.ts';

/** How one connection is. Times are ISO instants. */
export interface ConnectionStatus {
  name: DestinationName;
  /** `waiting`: left alone by us because it asked for that; `act`: its owner has to do something. */
  state: 'connected' | 'paused' | 'waiting' | 'act';
  problem?: string;
  endsAt?: string;
  blockedUntil?: string;
  lastVerifiedAt?: string;
}

/** How one account is, for `weighbridge status`. */
export interface AccountStatus {
  account: string;
  name?: string;
  timeZone: string;
  withings: { state: 'connected' | 'act'; notifications: boolean; problem?: string };
  connections: ConnectionStatus[];
  lastSync?: { at: string; problem?: string };
  /** What is on its way, by destination and reason, the most first. */
  pending: { destination: DestinationName; reason: string; count: number }[];
  held: { event: string; measuredAt: string; reason: string }[];
  /** What somebody has to do, a sentence each. */
  act: string[];
}

const iso = (at: number): string => new Date(at).toISOString();

/** @param now epoch milliseconds */
export function statusOf(
  account: Account,
  items: readonly LedgerItem[],
  now: number,
  publicUrl: string,
): AccountStatus {
  const events = items.filter(isEvent).filter(({ withdrawn }) => !withdrawn);
  const held = events.flatMap(({ event, measuredAt, held: reason }) =>
    reason === undefined ? [] : [{ event, measuredAt: iso(measuredAt * 1000), reason }],
  );
  const { withings, lastSync, name } = account;
  return {
    account: account.account,
    ...(name && { name }),
    timeZone: account.timeZone,
    withings: {
      state: withings.status === 'reauthorize' ? 'act' : 'connected',
      notifications: withings.notifications === 'subscribed',
      ...(withings.problem && { problem: withings.problem }),
    },
    connections: entriesOf(account.connections).map(([destination, connection]) =>
      connectionStatus(destination, connection, now),
    ),
    ...(lastSync && {
      lastSync: { at: iso(lastSync.finishedAt), ...(lastSync.problem && { problem: lastSync.problem }) },
    }),
    pending: pendingOf(events, account, now),
    held,
    act: [...toDo(account, now, publicUrl), ...(held.length > 0 ? [lookAt(held.length, account)] : [])],
  };
}

function connectionStatus(name: DestinationName, connection: Connection, now: number): ConnectionStatus {
  const { status, needsOwner, paused, problem, credentialsEndAt, blockedUntil = 0, lastVerifiedAt } = connection;
  const state = paused
    ? 'paused'
    : status === 'reauthorize' || needsOwner
      ? 'act'
      : blockedUntil > now || problem
        ? 'waiting'
        : 'connected';
  return {
    name,
    state,
    ...(problem && { problem }),
    ...(credentialsEndAt !== undefined && { endsAt: iso(credentialsEndAt) }),
    ...(blockedUntil > now && { blockedUntil: iso(blockedUntil) }),
    ...(lastVerifiedAt !== undefined && { lastVerifiedAt: iso(lastVerifiedAt) }),
  };
}

function pendingOf(events: readonly EventItem[], account: Account, now: number): AccountStatus['pending'] {
  const counts = new Map<string, AccountStatus['pending'][number]>();
  for (const { deliveries } of events) {
    for (const [destination, delivery] of entriesOf(deliveries)) {
      if (!isOpen(delivery)) continue;
      const reason = delivery.reason ?? waitsFor(account.connections[destination], now);
      const key = `${destination} ${reason}`;
      counts.set(key, { destination, reason, count: (counts.get(key)?.count ?? 0) + 1 });
    }
  }
  return [...counts.values()].sort((a, b) => b.count - a.count);
}

/** What something waits for that says nothing itself. */
function waitsFor(connection: Connection | undefined, now: number): string {
  if (!connection) return 'it is not connected';
  if (connection.paused) return 'it is switched off';
  if (connection.problem) return connection.problem;
  return (connection.blockedUntil ?? 0) > now ? 'it asked to be left alone' : 'the next sync';
}

/** The concerns that its owner is written about, and the commands that end them. */
function toDo(account: Account, now: number, publicUrl: string): string[] {
  return concernsOf(account, now, publicUrl).map(({ key, subject }) => {
    const [destination] = entriesOf(account.connections).filter(([name]) => key === name || key === `${name}-ends`);
    if (key === 'withings') return `${subject}. They open ${publicUrl}/sign-in and sign in with Withings.`;
    if (!destination) return `${subject}. Look at the page, or at npx weighbridge story --for ${account.account}`;
    const [name, { status, needsOwner, problem }] = destination;
    if (needsOwner && status !== 'reauthorize') return `${destinationTitles[name].full}: ${problem ?? subject}`;
    return `${subject}. Sign in again: npx weighbridge ${name} login --for ${account.account}`;
  });
}

const lookAt = (count: number, { account }: Account): string =>
  `${count === 1 ? 'A weigh-in is' : `${count} weigh-ins are`} held because ${count === 1 ? 'it is' : 'they are'} far from the others. ` +
  `If right: npx weighbridge release --for ${account}; if not, delete it in the Withings app.`;
