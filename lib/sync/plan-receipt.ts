import { type DestinationName, entriesOf } from '../destination.ts';
import { fingerprint } from '../fingerprint.ts';
import {
  type Deliveries,
  type Delivery,
  type EventItem,
  isEvent,
  isOpen,
  isOurs,
  type LedgerItem,
  type LeftItem,
  withDeliveries,
} from '../ledger.ts';
import { type BodyEvent, deviceOf, eventId, type MeasureGroup, momentOf } from '../measurement.ts';
import { type LeftGroup, latestDate, sortGroups } from '../sort-groups.ts';
import { noLongerYours, planWithdrawal } from './plan-withdrawal.ts';

export interface ReceiptInput {
  account: string;
  /** Every ledger item from the first to the last second at which `arrived` is kept. */
  stored: readonly LedgerItem[];
  arrived: readonly MeasureGroup[];
  /** Groups that Withings does not have any more. */
  vanished?: ReadonlySet<number>;
  heightM: number | undefined;
  /** Where a new event is to go. */
  destinations: readonly DestinationName[];
  /** Epoch milliseconds. */
  now: number;
}

export interface ReceiptPlan {
  save: LedgerItem[];
  remove: LedgerItem[];
}

/**
 * What the ledger must become once `arrived` is part of it. The parts of one event may come in any order, in any number
 * of answers, and again: each second of each device is sorted anew from all that is known of it.
 */
export function planReceipt(input: ReceiptInput): ReceiptPlan {
  const { account, stored, arrived, vanished = new Set(), heightM, destinations, now } = input;
  const replaced = new Set([...arrived.map((group) => group.grpid), ...vanished]);
  const touched = touchedItems(stored, arrived, replaced);
  const groups = inOrder([...newestOfEach(arrived), ...groupsNotReplaced(touched, replaced)]);
  const { events, left } = sortGroups(groups, heightM);

  const leftGroups = new Set(left.map(({ group }) => group));
  const usable = Map.groupBy(
    groups.filter((group) => !leftGroups.has(group)),
    momentOf,
  );
  const known = new Map(stored.map((item) => [item.event, item]));
  const wanted: LedgerItem[] = [
    ...events.map((event) => {
      const before = known.get(event.id);
      const groupsOfEvent = usable.get(`${event.measuredAt}#${event.device}`) ?? [];
      return before && isEvent(before)
        ? corrected(before, event, groupsOfEvent, now)
        : received(account, event, groupsOfEvent, destinations, now);
    }),
    ...leftItems(account, left, known, now),
  ];

  const wantedKeys = new Set(wanted.map((item) => item.event));
  const orphans = touched.filter((item) => !wantedKeys.has(item.event));
  const withdrawal = planWithdrawal(orphans, now);
  return {
    save: [...wanted.filter((item) => !isSame(known.get(item.event), item)), ...withdrawal.save],
    remove: withdrawal.remove,
  };
}

const identityOf = (group: MeasureGroup): string => `${group.grpid}#${group.attrib}`;

/**
 * Items of the same second and device as something that arrived, or that hold an older form of a group that arrived or
 * vanished.
 */
function touchedItems(
  stored: readonly LedgerItem[],
  arrived: readonly MeasureGroup[],
  replaced: ReadonlySet<number>,
): LedgerItem[] {
  const moments = new Set(arrived.map(momentOf));
  for (const item of stored) {
    if (item.groups.some((group) => replaced.has(group.grpid)))
      for (const group of item.groups) moments.add(momentOf(group));
  }
  return stored.filter((item) => item.groups.some((group) => moments.has(momentOf(group))));
}

/** Once each: pages that shift while they are read bring a group twice. */
function newestOfEach(arrived: readonly MeasureGroup[]): Iterable<MeasureGroup> {
  const newest = new Map<string, MeasureGroup>();
  for (const group of arrived) {
    const known = newest.get(identityOf(group));
    if (!known || known.modified < group.modified) newest.set(identityOf(group), group);
  }
  return newest.values();
}

function groupsNotReplaced(items: readonly LedgerItem[], replaced: ReadonlySet<number>): MeasureGroup[] {
  const kept = new Map<string, MeasureGroup>();
  for (const group of items.flatMap((item) => item.groups)) {
    if (!replaced.has(group.grpid)) kept.set(identityOf(group), group);
  }
  return [...kept.values()];
}

function received(
  account: string,
  event: BodyEvent,
  groups: MeasureGroup[],
  destinations: readonly DestinationName[],
  now: number,
): EventItem {
  const item: EventItem = { ...eventFields(event), account, version: 0, receivedAt: now, groups, deliveries: {} };
  const pending = destinations.map((name) => [name, { state: 'pending', at: now }] as const);
  return withDeliveries(item, Object.fromEntries(pending));
}

/**
 * An event seen before, with what is new of it. With the same groups its values stay as they were: the BMI is that of
 * the height of its day.
 */
function corrected(before: EventItem, event: BodyEvent, groups: MeasureGroup[], now: number): EventItem {
  if (canonical(before.groups) === canonical(groups)) return before;
  const { withdrawn, ...known } = before;
  const fields = eventFields(event);
  const isOther = fields.fingerprint !== before.fingerprint;
  const again: Deliveries = {};
  for (const [name, delivery] of entriesOf(before.deliveries)) {
    if (withdrawn || isOther) again[name] = reopened(delivery, now);
  }
  return withDeliveries({ ...known, ...fields, groups }, again);
}

/**
 * To be delivered once more, as it is now. What we wrote of it before is to be deleted first; what was there without us
 * is left. What is on its way goes on: it is looked for as it was sent.
 */
function reopened(delivery: Delivery, now: number): Delivery {
  if (isOpen(delivery)) {
    const { reason, remoteId: _theirs, ...rest } = delivery;
    return reason === noLongerYours ? rest : delivery;
  }
  return { state: 'pending', at: now, ...(isOurs(delivery) && { stale: [delivery.remoteId] }) };
}

function eventFields(event: BodyEvent) {
  const { id, kind, measuredAt, modified, device, model, values } = event;
  return { event: id, kind, measuredAt, modified, device, model, values, fingerprint: fingerprint(event) };
}

function leftItems(
  account: string,
  left: readonly LeftGroup[],
  known: ReadonlyMap<string, LedgerItem>,
  now: number,
): LeftItem[] {
  const items = new Map<string, LeftItem>();
  for (const { group, reason } of left) {
    const event = leftKey(group);
    const before = known.get(event);
    const item = items.get(event);
    if (item) item.groups.push(group);
    else {
      items.set(event, {
        account,
        event,
        version: before?.version ?? 0,
        receivedAt: before?.receivedAt ?? now,
        measuredAt: keptAt(group),
        kind: 'left',
        reason,
        groups: [group],
      });
    }
  }
  return [...items.values()];
}

/**
 * When the ledger keeps a group, epoch seconds. An impossible date has no instant: such a group is at the beginning of
 * time, found but in nobody's way.
 */
export const keptAt = (group: MeasureGroup): number => (Math.abs(group.date) <= latestDate ? group.date : 0);

const leftKey = (group: MeasureGroup): string => `${eventId(keptAt(group), 'left', deviceOf(group))}#${group.grpid}`;

const inOrder = (groups: readonly MeasureGroup[]): MeasureGroup[] =>
  groups.toSorted((a, b) => a.grpid - b.grpid || a.attrib - b.attrib);

function isSame(before: LedgerItem | undefined, after: LedgerItem): boolean {
  return before !== undefined && canonical(before) === canonical(after);
}

/** Text that is equal for equal data, whatever the order of keys that a database gives back. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
