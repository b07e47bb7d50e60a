import type { DestinationName, RemoteEntry } from '../destination.ts';
import { type Delivery, type EventItem, eventOf } from '../ledger.ts';
import type { BodyEvent } from '../measurement.ts';

export interface DeliveryPlan {
  /** Already there: the item and the entry that is it. */
  present: { item: EventItem; entry: RemoteEntry }[];
  /** Not there, and safe to send. */
  send: EventItem[];
  /** Sent, not seen yet, and too young to be called lost. */
  waiting: EventItem[];
  /** Taken by the destination as often as makes sense, and never seen. */
  lost: EventItem[];
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
 * Compares what is pending with what the destination holds. Each entry stands for one event at most, the nearest in
 * time first, so two weigh-ins of the same weight within a minute are never taken for one.
 */
export function planDelivery(
  name: DestinationName,
  items: readonly EventItem[],
  entries: readonly RemoteEntry[],
  now: number,
): DeliveryPlan {
  const found = match(name, items, entries);
  const plan: DeliveryPlan = { present: [], send: [], waiting: [], lost: [] };
  for (const item of items) {
    const entry = found.get(item);
    const delivery = item.deliveries[name];
    if (entry) plan.present.push({ item, entry });
    else if (delivery?.state === 'sending' && !isSettled(delivery, now)) plan.waiting.push(item);
    else if ((delivery?.accepted ?? 0) >= acceptedAtMost) plan.lost.push(item);
    else plan.send.push(item);
  }
  return plan;
}

const isSettled = (delivery: Delivery, now: number): boolean => now - delivery.at >= settleSeconds(delivery) * 1000;

function match(
  name: DestinationName,
  items: readonly EventItem[],
  entries: readonly RemoteEntry[],
): Map<EventItem, RemoteEntry> {
  const pairs = items.flatMap((item) => {
    const event = asSent(item, name);
    return entries
      .filter((entry) => entry.holds(event))
      .map((entry) => ({ item, entry, distance: Math.abs(entry.measuredAt - item.measuredAt) }));
  });
  pairs.sort((a, b) => a.distance - b.distance || a.entry.measuredAt - b.entry.measuredAt);

  const found = new Map<EventItem, RemoteEntry>();
  const taken = new Set<string>();
  for (const { item, entry } of pairs) {
    if (found.has(item) || taken.has(entry.id)) continue;
    found.set(item, entry);
    taken.add(entry.id);
  }
  return found;
}

/** The event as the destination would have it: what was sent, although it may have been corrected since. */
function asSent(item: EventItem, name: DestinationName): BodyEvent {
  const event = eventOf(item);
  const { state, values } = item.deliveries[name] ?? {};
  return state === 'sending' && values ? ({ ...event, values } as BodyEvent) : event;
}
