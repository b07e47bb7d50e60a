import type { Clock } from '../clock.ts';
import type { Destination } from '../destination.ts';
import type { Deliverable } from '../ledger.ts';
import type { MeasurementStore } from '../store/measurements.ts';
import { DeliveryNotes } from './delivery-notes.ts';
import { isOpenFor, planTurn } from './plan-turn.ts';
import { rivalsOf } from './rivals.ts';

export interface ForesightContext {
  account: string;
  measurements: MeasurementStore;
  clock: Clock;
}

/**
 * What is about to go to one destination, with what the rules of those after it leave out noted in hand: it is stored
 * together with whatever becomes of the same event here, which of a long history saves a write for nearly each. What is
 * not stored so is decided again when it is that destination's turn.
 */
export async function foreseeSkips(
  items: readonly Deliverable[],
  later: readonly Destination[],
  { account, measurements, clock }: ForesightContext,
): Promise<Deliverable[]> {
  const inHand = new Map(items.map((item) => [item.event, item]));
  for (const destination of later) {
    const open = [...inHand.values()].filter((item) => isOpenFor(item, destination.name));
    // To look for rivals takes a read, and of a single one there is little to save.
    if (open.length < 2) continue;
    const { skip } = planTurn(destination, open, await rivalsOf(open, destination, account, measurements));
    const notes = new DeliveryNotes(destination.name, measurements, clock);
    for (const item of notes.skippedInHand(skip.filter((one) => inHand.has(one.item.event)))) {
      inHand.set(item.event, item);
    }
  }
  return [...inHand.values()];
}
