import type { DestinationName, RemoteEntry } from '../destination.ts';
import { type Deliverable, type Delivery, eventOf } from '../ledger.ts';
import type { BodyEvent } from '../measurement.ts';

export interface Found {
  item: Deliverable;
  entry: RemoteEntry;
}

export interface DeliveryPlan {
  /** Already there: the item and the entry that is it. */
  present: Found[];
  /** Not there, and safe to send. */
  send: Deliverable[];
  /** Entries of ours that say what is no longer so. */
  remove: Found[];
  /** What an entry of ours says of it is no longer so, and the entry cannot be deleted. */
  stuck: Deliverable[];
  /** Withdrawn, and nothing of it is there. */
  gone: Deliverable[];
  /** Sent, not seen yet, and too young to be called lost. */
  waiting: Deliverable[];
  /** Taken by the destination as often as makes sense, and never seen. */
  lost: Deliverable[];
}

const hours = 3600;
const acceptedAtMost = 3;
/** A destination that said that it took something may show it hours later. */
const settleAcceptedSeconds = [6 * hours, 24 * hours, 24 * hours];
const settleUnknownSeconds = 600;
const settleUnknownAtMostSeconds = 3 * hours;

/**
 * How long something that was sent may take to show before it is sent again. A needless wait costs time, a hasty resend
 * a duplicate for ever. Where nobody knows whether it arrived, the wait grows with each attempt.
 */
export function settleSeconds({ attempts = 1, accepted = 0 }: Pick<Delivery, 'attempts' | 'accepted'>): number {
  if (accepted > 0) return settleAcceptedSeconds[Math.min(accepted, acceptedAtMost) - 1]!;
  return Math.min(settleUnknownSeconds * 4 ** (attempts - 1), settleUnknownAtMostSeconds);
}

/**
 * Compares what is open with what the destination holds. Each entry stands for one event at most, the nearest in time
 * first, so two weigh-ins of the same weight within a minute are never taken for one.
 *
 * @param overwrites whether entries cannot be deleted, only written over
 */
export function planDelivery(
  name: DestinationName,
  items: readonly Deliverable[],
  entries: readonly RemoteEntry[],
  now: number,
  { overwrites = false }: { overwrites?: boolean } = {},
): DeliveryPlan {
  // A record that is overwritten keeps its id: what it says now is not what it said.
  const stale = new Map(
    overwrites ? [] : items.flatMap((item) => staleOf(item, name).map((id) => [id, item] as const)),
  );
  const found = match(
    name,
    items.filter((item) => !item.withdrawn || isSending(item, name)),
    entries.filter(({ id }) => !stale.has(id)),
  );
  const plan: DeliveryPlan = { present: [], send: [], remove: [], stuck: [], gone: [], waiting: [], lost: [] };
  const old = entries.flatMap((entry) => {
    const item = stale.get(entry.id);
    return item ? [{ item, entry }] : [];
  });
  const stuck = new Set(old.filter(({ entry }) => !entry.remove).map(({ item }) => item));
  plan.stuck.push(...stuck);
  plan.remove.push(...old.filter(({ item }) => !stuck.has(item)));
  const isOld = new Set(old.map(({ item }) => item));
  for (const item of items) {
    if (isOld.has(item)) continue;
    const entry = found.get(item);
    const delivery = item.deliveries[name];
    if (entry?.remove && isOutdated(item, name)) plan.remove.push({ item, entry });
    else if (entry && !isOutdated(item, name)) plan.present.push({ item, entry });
    else if (delivery?.state === 'sending' && !entry && !isSettled(delivery, now)) plan.waiting.push(item);
    else if (item.withdrawn) plan.gone.push(item);
    else if ((delivery?.accepted ?? 0) >= acceptedAtMost) plan.lost.push(item);
    else plan.send.push(item);
  }
  return plan;
}

const staleOf = (item: Deliverable, name: DestinationName): readonly string[] => item.deliveries[name]?.stale ?? [];
const isSending = (item: Deliverable, name: DestinationName): boolean => item.deliveries[name]?.state === 'sending';
const isSettled = (delivery: Delivery, now: number): boolean => now - delivery.at >= settleSeconds(delivery) * 1000;

/** Whether what was sent is not what it is now: it was corrected or withdrawn while nobody knew if it had arrived. */
function isOutdated(item: Deliverable, name: DestinationName): boolean {
  const { fingerprint = item.fingerprint } = item.deliveries[name] ?? {};
  return isSending(item, name) && (item.withdrawn === true || fingerprint !== item.fingerprint);
}

function match(
  name: DestinationName,
  items: readonly Deliverable[],
  entries: readonly RemoteEntry[],
): Map<Deliverable, RemoteEntry> {
  const pairs = items.flatMap((item) => {
    const event = asSent(item, name);
    return entries
      .filter((entry) => entry.holds(event))
      .map((entry) => ({ item, entry, distance: Math.abs(entry.measuredAt - item.measuredAt) }));
  });
  pairs.sort((a, b) => a.distance - b.distance || a.entry.measuredAt - b.entry.measuredAt);

  const found = new Map<Deliverable, RemoteEntry>();
  const taken = new Set<string>();
  for (const { item, entry } of pairs) {
    if (found.has(item) || taken.has(entry.id)) continue;
    found.set(item, entry);
    taken.add(entry.id);
  }
  return found;
}

/** The event as the destination would have it: what was sent, although it may have been corrected since. */
function asSent(item: Deliverable, name: DestinationName): BodyEvent {
  const event = eventOf(item);
  const { state, values } = item.deliveries[name] ?? {};
  return state === 'sending' && values ? ({ ...event, values } as BodyEvent) : event;
}
