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
const leftAlone = `${noLongerYours}; the entry here was not written by Weighbridge and stays`;

/**
 * What becomes of items that Withings no longer has as this person's: what never went anywhere is forgotten, the others
 * are kept as long as an entry of ours may stand somewhere, and as the record of what was done.
 */
export function planWithdrawal(items: readonly LedgerItem[], now: number): Withdrawal {
  const kept = items.filter(isEvent).filter(({ withdrawn, deliveries }) => withdrawn || isKnownElsewhere(deliveries));
  const keys = new Set(kept.map(({ event }) => event));
  return {
    save: kept.filter((item) => !item.withdrawn).map((item) => withdraw(item, now)),
    remove: items.filter(({ event }) => !keys.has(event)),
  };
}

/** Whether a destination has it, may have it, or had it. */
const isKnownElsewhere = (deliveries: Deliveries): boolean =>
  Object.values(deliveries).some(({ state, stale }) => state === 'verified' || state === 'sending' || stale);

/** Without the groups: they are gone or live on elsewhere, and nothing that arrives later brings it back by them. */
function withdraw(item: EventItem, now: number): EventItem {
  const deliveries: Deliveries = {};
  for (const [name, delivery] of entriesOf(item.deliveries)) deliveries[name] = withdrawnFrom(delivery, now);
  return withDeliveries({ ...item, groups: [], withdrawn: true }, deliveries);
}

function withdrawnFrom(delivery: Delivery, now: number): Delivery {
  if (isOurs(delivery)) return { state: 'pending', at: now, stale: [delivery.remoteId], reason: noLongerYours };
  if (delivery.state === 'verified') return { ...delivery, state: 'skipped', at: now, reason: leftAlone };
  // Only reading back tells whether it arrived; an entry that waits to be deleted still does.
  if (delivery.state === 'sending' || delivery.stale) return { ...delivery, reason: noLongerYours };
  return { state: 'skipped', at: now, reason: noLongerYours };
}
