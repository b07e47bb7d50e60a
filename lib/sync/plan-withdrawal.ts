import { entriesOf } from '../destination.ts';
import {
  type Deliveries,
  type Delivery,
  type EventItem,
  isEvent,
  isOurs,
  type LedgerItem,
  withDeliveries,
} from '../ledger.ts';

export interface Withdrawal {
  save: EventItem[];
  remove: LedgerItem[];
}

/** Why nothing of a withdrawn event is sent. */
export const noLongerYours = 'Withings no longer lists it as yours';

/**
 * What becomes of items that Withings no longer has as this person's: what is nobody's business is forgotten, the others
 * are kept until each destination has drawn its conclusion, and as the record of what was done.
 */
export function planWithdrawal(items: readonly LedgerItem[], now: number): Withdrawal {
  const kept = items.filter(isEvent).filter(({ withdrawn, deliveries }) => withdrawn || concernsAnybody(deliveries));
  const keys = new Set(kept.map(({ event }) => event));
  return {
    save: kept.filter((item) => !item.withdrawn).map((item) => withdraw(item, now)),
    remove: items.filter(({ event }) => !keys.has(event)),
  };
}

const concernsAnybody = (deliveries: Deliveries): boolean =>
  Object.values(deliveries).some(({ state }) => state !== 'skipped');

/** Without the groups: they are gone or live on elsewhere, and nothing that arrives later brings it back by them. */
function withdraw(item: EventItem, now: number): EventItem {
  const deliveries: Deliveries = {};
  for (const [name, delivery] of entriesOf(item.deliveries)) deliveries[name] = withdrawnFrom(delivery, now);
  return withDeliveries({ ...item, groups: [], withdrawn: true }, deliveries);
}

/**
 * Also where it never arrived there may be something to do: it may have displaced another one, which only the
 * destination knows.
 */
function withdrawnFrom(delivery: Delivery, now: number): Delivery {
  const { state, remoteId, stale } = delivery;
  if (state === 'skipped') return delivery;
  // Only reading back tells whether it arrived; an entry that waits to be deleted still does.
  if (state === 'sending' || stale) return { ...delivery, reason: noLongerYours };
  const waiting = { state: 'pending', at: now, reason: noLongerYours } as const;
  if (isOurs(delivery)) return { ...waiting, stale: [delivery.remoteId] };
  return { ...waiting, ...(remoteId && { remoteId }) };
}
