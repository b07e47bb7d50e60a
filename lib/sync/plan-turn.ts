import type { Destination, DestinationName, TimeSpan } from '../destination.ts';
import { type Deliverable, eventOf, isOpen } from '../ledger.ts';

/** What one destination's turn is about. */
export interface Turn {
  /** To be compared with the destination, and sent where it is missing; in order of time. */
  due: Deliverable[];
  /** Not for this destination, by its rules. */
  skip: { item: Deliverable; reason: string }[];
}

/** The spans of time whose events share records with those that are open; none where each event is an entry of its own. */
export function spansOfRivals(destination: Destination, items: readonly Deliverable[]): TimeSpan[] {
  const { rivals } = destination;
  if (!rivals) return [];
  const spans = items.map((item) => rivals(eventOf(item), item.withdrawn === true)).sort((a, b) => a.from - b.from);
  const merged: TimeSpan[] = [];
  for (const span of spans) {
    const last = merged.at(-1);
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else merged.push({ ...span });
  }
  return merged;
}

/**
 * Which events are this destination's business now.
 *
 * @param open of this destination; withdrawn ones are nobody's choice, but what they leave behind is filled by rivals
 * @param around the other events of `spansOfRivals`
 */
export function planTurn(destination: Destination, open: readonly Deliverable[], around: readonly Deliverable[]): Turn {
  const { name } = destination;
  const byId = new Map([...around, ...open].filter(isCandidate).map((item) => [item.event, item]));
  const candidates = [...byId.values()].sort(byTimeThenId);
  const { deliver, skip } = destination.choose(candidates.map(eventOf));
  const disturbed = spansOfRivals(destination, open.filter(leavesItsPlace(name)));
  const itemOf = ({ id }: { id: string }): Deliverable => byId.get(id)!;
  return {
    due: deliver.map(itemOf).filter((item) => isDue(item, name, disturbed)),
    skip: skip
      .map(({ event, reason }) => ({ item: itemOf(event), reason }))
      .filter(({ item }) => isOpenFor(item, name)),
  };
}

const isCandidate = (item: Deliverable): boolean => !item.withdrawn && item.held === undefined;

const byTimeThenId = (a: Deliverable, b: Deliverable): number =>
  a.measuredAt - b.measuredAt || (a.event < b.event ? -1 : 1);

export function isOpenFor({ deliveries }: Deliverable, name: DestinationName): boolean {
  const delivery = deliveries[name];
  return delivery !== undefined && isOpen(delivery);
}

/**
 * An open one that stands in a shared record, or may: whoever is chosen there has to be written again. A withdrawn one
 * leaves its place in any case.
 */
const leavesItsPlace =
  (name: DestinationName) =>
  ({ withdrawn, deliveries }: Deliverable): boolean =>
    withdrawn === true || deliveries[name]?.state === 'sending' || deliveries[name]?.stale !== undefined;

/** What a rule kept out is due when the rule now chooses it; what arrived, when another may have overwritten it. */
function isDue(item: Deliverable, name: DestinationName, disturbed: readonly TimeSpan[]): boolean {
  const state = item.deliveries[name]?.state;
  if (state === 'verified') return disturbed.some(({ from, to }) => item.measuredAt >= from && item.measuredAt <= to);
  return state !== undefined && state !== 'failed';
}
