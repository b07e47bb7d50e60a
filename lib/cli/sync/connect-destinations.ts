import type { Account, Connection } from '../../account.ts';
import {
  type DestinationName,
  destinationNames,
  destinationTitles,
  entriesOf,
  type TimeSpan,
} from '../../destination.ts';
import { type EventItem, firstDelivery, isEvent, withDeliveries } from '../../ledger.ts';
import type { MeasurementStore } from '../../store/measurements.ts';
import type { OpenAccount } from '../../store/open-account.ts';
import { release } from '../../sync/outliers.ts';
import { Interrupted } from '../interruptible.ts';
import { dayName } from './days.ts';
import { reasonOf } from './failures.ts';
import { type OfferParts, offeredFor } from './offered.ts';
import { counted } from './outcome.ts';

export interface ConnectParts extends OfferParts {
  measurements: MeasurementStore;
  /** What a new destination is to have of what was measured before. */
  windowOf(name: DestinationName): Window;
}

export interface Window extends TimeSpan {
  /** Also what was measured earlier and reached Withings within it only. */
  late: boolean;
}

/**
 * Connects the destinations that somebody has signed in to since the last run. A new one begins with what `windowOf`
 * says, not with years of measurements that nobody asked to be sent.
 *
 * @returns what went wrong, and what somebody may want to know, a sentence each; one destination never keeps another
 * from being connected
 */
export async function connectDestinations(
  open: OpenAccount,
  parts: ConnectParts,
): Promise<{ problems: string[]; notes: string[] }> {
  const problems: string[] = [];
  const notes: string[] = [];
  for (const name of destinationNames) {
    try {
      notes.push(...(await connect(name, open, parts)));
    } catch (error) {
      if (error instanceof Interrupted) throw error;
      problems.push(`${destinationTitles[name].full}: ${reasonOf(error)}`);
    }
  }
  return { problems, notes };
}

async function connect(name: DestinationName, open: OpenAccount, parts: ConnectParts): Promise<string[]> {
  const { folder, measurements, windowOf } = parts;
  const { account, connections } = open.current;
  const known = connections[name];
  const kept = known && (await folder.seal.open(known.credentials.sealed, account, name));
  const ready = await offeredFor(name, known, kept, parts);
  if (!ready) return [];
  const credentials = { sealed: await folder.seal.seal(ready.credentials, account, name) };
  const { domain } = ready;
  const window = windowOf(name);
  const earlier = known ? [] : await queue(account, [name], window, { measurements, now: parts.now });
  const fresh = { status: 'connected' as const, enrolled: true, credentials, ...(domain && { domain }) };
  await open.change((current) => {
    const { version: newSince } = current;
    return withConnection(current, name, { ...lasting(current.connections[name]), ...fresh, newSince });
  });
  return earlier.length > 0 && window.late ? [beginsNote(name, window, earlier)] : [];
}

function beginsNote(name: DestinationName, { from }: Window, earlier: readonly EventItem[]): string {
  const first = Math.min(...earlier.map(({ measuredAt }) => measuredAt));
  return `${destinationTitles[name].full}: begins with ${dayName(from)}, without ${counted(earlier)} of before. To send these too: weighbridge sync --fromdate ${dayName(first)}`;
}

/** What new credentials do not change: when it last worked, and for how long it asked to be left alone. */
function lasting(known: Connection | undefined): Partial<Connection> {
  const { lastVerifiedAt, blockedUntil, blockedSeconds } = known ?? {};
  return {
    ...(lastVerifiedAt !== undefined && { lastVerifiedAt }),
    ...(blockedUntil !== undefined && { blockedUntil }),
    ...(blockedSeconds !== undefined && { blockedSeconds }),
  };
}

const withConnection = (account: Account, name: DestinationName, connection: Connection): Account => ({
  ...account,
  connections: { ...account.connections, [name]: connection },
});

export interface QueueParts {
  measurements: MeasurementStore;
  now: number;
}

/**
 * Puts on its way what was measured within a span and has not been meant for these destinations yet.
 *
 * @returns what is of before
 */
export async function queue(
  account: string,
  names: readonly DestinationName[],
  window: Window,
  { measurements, now }: QueueParts,
): Promise<EventItem[]> {
  const earlier: EventItem[] = [];
  for await (const page of measurements.all(account)) {
    const events = page.filter(isEvent).filter(({ withdrawn }) => !withdrawn);
    const due = events.filter((item) => isWithin(item, window));
    earlier.push(...events.filter((item) => item.measuredAt < window.from && !due.includes(item)));
    const missing = due.flatMap((item) => {
      const absent = names.filter((name) => !item.deliveries[name]);
      const fresh = absent.map((name) => [name, firstDelivery(item, now)] as const);
      return absent.length === 0 ? [] : [withDeliveries(item, Object.fromEntries(fresh))];
    });
    await measurements.saveAll(missing);
  }
  return earlier;
}

/** What is held for a look is released by whoever asks for its day. */
export async function releaseHeld(
  account: string,
  { from, to }: TimeSpan,
  { measurements, now }: QueueParts,
): Promise<void> {
  const items = (await measurements.between(account, from, to)).filter(isEvent);
  const held = items.filter((item) => item.held !== undefined && !item.withdrawn);
  await measurements.saveAll(held.map((item) => release(item, now)));
}

function isWithin({ measuredAt, groups }: EventItem, { from, to, late }: Window): boolean {
  if (measuredAt > to) return false;
  return measuredAt >= from || (late && groups.some(({ created }) => created >= from));
}

/** The destinations that are connected, well or not. */
export const connectedOf = ({ connections }: Account): DestinationName[] =>
  entriesOf(connections).map(([name]) => name);
