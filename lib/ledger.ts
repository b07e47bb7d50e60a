import type { LeftReason } from './attribution.ts';
import type { DestinationName } from './destination.ts';
import type { BloodPressureValues, BodyEvent, EventKind, MeasureGroup, WeighInValues } from './measurement.ts';

/**
 * Where one event stands with one destination.
 *
 * - `pending`: to be sent; `reason` says what it waits for
 * - `sending`: written to the archive and perhaps to the destination; only reading back can tell
 * - `verified`: read back, it is there
 * - `skipped`: this destination does not take it, by rule
 * - `failed`: this destination refused it for good
 */
export type DeliveryState = 'pending' | 'sending' | 'verified' | 'skipped' | 'failed';

export interface Delivery {
  state: DeliveryState;
  /** When it came into this state, epoch milliseconds. */
  at: number;
  /** Fingerprint of the values that were sent. */
  fingerprint?: string;
  /** Archive key of the file that was sent or was about to be. */
  file?: string;
  /** The destination's own id of the entry. */
  remoteId?: string;
  /** Ids of entries that we wrote and that are to be deleted: of a value that was corrected, or of a withdrawn event. */
  stale?: string[];
  /** When it was last written to the destination, epoch milliseconds. */
  sentAt?: number;
  reason?: string;
  /** How often it was written to the destination, with whatever outcome. */
  attempts?: number;
  /** How often the destination said that it took it, which is not yet proof. */
  accepted?: number;
  /**
   * Which run is sending it. Two that overlap may note the same at the same millisecond, and the store knows its own
   * write again by what it says: without this, both would send.
   */
  run?: string;
  /** What was sent, until it is proven: the event may be corrected meanwhile, and is then looked for as it was sent. */
  values?: EventItem['values'];
}

export type Deliveries = Partial<Record<DestinationName, Delivery>>;

interface ItemBase {
  account: string;
  /** Sort key: `<ISO instant>#<kind>#<device>`, for what was left out `<ISO instant>#left#<device>#<grpid>`. */
  event: string;
  version: number;
  /** Epoch seconds. */
  measuredAt: number;
  /** When Weighbridge first saw it, epoch milliseconds. */
  receivedAt: number;
  /**
   * Everything Withings says of it: what a later part of the same event is merged with. Empty when it is withdrawn and
   * was sent before.
   */
  groups: MeasureGroup[];
}

export interface EventItem extends ItemBase {
  kind: EventKind;
  modified: number;
  device: string;
  model: string | null;
  values: WeighInValues | BloodPressureValues;
  fingerprint: string;
  deliveries: Deliveries;
  /** Withings no longer has it as this person's. Kept as long as it stands somewhere, and as a record. */
  withdrawn?: true;
  /** Why it waits for somebody to look at it instead of being sent. */
  held?: string;
  /** Somebody has looked at it and said that it is right: it is not held again. */
  released?: true;
  /** ISO instant; present exactly as long as a delivery is pending or sending (key of the sparse index `pending`). */
  pendingSince?: string;
}

/** An event as delivering knows it. Its groups, two thirds of an item, are neither read nor written for that. */
export type Deliverable = Omit<EventItem, 'groups'>;

export interface LeftItem extends ItemBase {
  kind: 'left';
  reason: LeftReason;
}

/** One item of the measurements table, which is ledger and history in one. */
export type LedgerItem = EventItem | LeftItem;

/** What a chart and a count need of an event; a life of them is read at once. */
export type EventSummary = Pick<EventItem, 'event' | 'measuredAt' | 'withdrawn' | 'held'> & {
  /** The reason only where it was asked for what waits. */
  deliveries: Partial<Record<DestinationName, Pick<Delivery, 'state' | 'reason'>>>;
} & ({ kind: 'weight'; values: WeighInValues } | { kind: 'bloodPressure'; values: BloodPressureValues });

export function isEvent(item: LedgerItem): item is EventItem {
  return item.kind !== 'left';
}

/** The item as the event that destinations know. */
export function eventOf(item: Deliverable): BodyEvent {
  const { event: id, measuredAt, modified, device, model, kind, values } = item;
  return { id, measuredAt, modified, device, model, kind, values } as BodyEvent;
}

/** Whether it is still to arrive. */
export const isOpen = (delivery: Pick<Delivery, 'state'>): boolean =>
  delivery.state === 'pending' || delivery.state === 'sending';

/**
 * Whether the entry that is its proof was written by us. What was there before us, by hand or from another tool, is
 * never touched.
 */
export const isOurs = (delivery: Delivery): delivery is Delivery & { remoteId: string } =>
  delivery.state === 'verified' && delivery.remoteId !== undefined && (delivery.attempts ?? 0) > 0;

/** How an event begins its way to a destination: what is held waits for somebody to look at it. */
export const firstDelivery = ({ held }: Pick<EventItem, 'held'>, at: number): Delivery =>
  held === undefined ? { state: 'pending', at } : { state: 'skipped', at, reason: held };

/** The item with new deliveries, and its place in the index of the pending ones kept true. */
export function withDeliveries<Item extends Deliverable>(item: Item, deliveries: Deliveries): Item {
  const next = { ...item, deliveries: { ...item.deliveries, ...deliveries } };
  if (Object.values(next.deliveries).some(isOpen))
    return { ...next, pendingSince: item.pendingSince ?? new Date(item.receivedAt).toISOString() };
  delete next.pendingSince;
  return next;
}

/** The item as it is when a destination is gone, to which it was only to be sent. */
export function withoutDelivery(item: Deliverable, name: DestinationName): Deliverable {
  const { [name]: _gone, ...deliveries } = item.deliveries;
  return withDeliveries({ ...item, deliveries }, {});
}
