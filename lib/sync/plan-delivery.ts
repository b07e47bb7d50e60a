import type { DestinationName, RemoteEntry } from '../destination.ts';
import { type Delivery, type EventItem, eventOf } from '../ledger.ts';

export interface DeliveryPlan {
  /** Already there: the item and the entry that is it. */
  present: { item: EventItem; entry: RemoteEntry }[];
  /** Not there, and safe to send. */
  send: EventItem[];
  /** Sent, not seen yet, and too young to be called lost. */
  waiting: EventItem[];
  /** Sent as often as makes sense and never seen. */
  lost: EventItem[];
}

/** How long something that was sent may take to show before it is sent again. A needless wait costs minutes, a hasty resend a duplicate. */
export const settleSeconds = 600;
export const attemptsAtMost = 3;

/**
 * Compares what is pending with what the destination holds. Each entry stands for one event at most, the nearest in time first, so two weigh-ins of
 * the same weight within a minute are never taken for one.
 */
export function planDelivery(
  name: DestinationName,
  items: readonly EventItem[],
  entries: readonly RemoteEntry[],
  now: number,
): DeliveryPlan {
  const found = match(items, entries);
  const plan: DeliveryPlan = { present: [], send: [], waiting: [], lost: [] };
  for (const item of items) {
    const entry = found.get(item);
    const delivery = item.deliveries[name];
    if (entry) plan.present.push({ item, entry });
    else if (delivery?.state === 'sending' && !isSettled(delivery, now)) plan.waiting.push(item);
    else if ((delivery?.attempts ?? 0) >= attemptsAtMost) plan.lost.push(item);
    else plan.send.push(item);
  }
  return plan;
}

const isSettled = (delivery: Delivery, now: number): boolean => now - delivery.at >= settleSeconds * 1000;

function match(items: readonly EventItem[], entries: readonly RemoteEntry[]): Map<EventItem, RemoteEntry> {
  const inTime = entries.toSorted((a, b) => a.measuredAt - b.measuredAt);
  const pairs = items.flatMap((item) => {
    const event = eventOf(item);
    return inTime
      .filter((entry) => entry.holds(event))
      .map((entry) => ({ item, entry, distance: Math.abs(entry.measuredAt - item.measuredAt) }));
  });
  pairs.sort((a, b) => a.distance - b.distance);

  const found = new Map<EventItem, RemoteEntry>();
  const taken = new Set<string>();
  for (const { item, entry } of pairs) {
    if (found.has(item) || taken.has(entry.id)) continue;
    found.set(item, entry);
    taken.add(entry.id);
  }
  return found;
}
