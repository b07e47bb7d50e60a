import { type LeftReason, leftReasons } from '../attribution.ts';
import { type DestinationName, destinationNames, entriesOf } from '../destination.ts';
import { type Delivery, type EventItem, isEvent, type LedgerItem } from '../ledger.ts';
import { type EventKind, instant } from '../measurement.ts';

export interface ReportedEvent {
  event: string;
  kind: EventKind;
  /** ISO instants, like all times below. */
  measuredAt: string;
  /** When Weighbridge first saw it. */
  receivedAt: string;
  values: EventItem['values'];
  /** The Withings groups it was made of. */
  groups: number[];
  deliveries: Partial<Record<DestinationName, ReportedDelivery>>;
}

/** What can be said of the way to one destination, so that the story of the event can be read from it. */
export interface ReportedDelivery extends Pick<Delivery, 'state' | 'file' | 'remoteId' | 'attempts' | 'reason'> {
  /** When it came into this state. */
  at: string;
  /** When it was last written to the destination; absent for what was found there already. */
  sentAt?: string;
}

/** One person's ledger, as the command line prints it. */
export interface Report {
  account: string;
  /** In order of time. */
  events: ReportedEvent[];
  /** How many groups are in no event, by reason. */
  left: { reason: LeftReason; explanation: string; count: number }[];
}

export function reportOf(account: string, items: readonly LedgerItem[]): Report {
  const counts = new Map<LeftReason, number>();
  const events: ReportedEvent[] = [];
  for (const item of items) {
    if (isEvent(item)) events.push(reportedEvent(item));
    else counts.set(item.reason, (counts.get(item.reason) ?? 0) + item.groups.length);
  }
  const left = [...counts].map(([reason, count]) => ({ reason, explanation: leftReasons[reason], count }));
  return { account, events, left: left.sort((a, b) => b.count - a.count) };
}

function reportedEvent({ event, kind, measuredAt, receivedAt, values, groups, deliveries }: EventItem): ReportedEvent {
  return {
    event,
    kind,
    measuredAt: instant(measuredAt),
    receivedAt: isoOf(receivedAt),
    values,
    groups: groups.map(({ grpid }) => grpid),
    deliveries: Object.fromEntries(
      entriesOf(deliveries).map(([name, delivery]) => [name, withoutInnerWorkings(delivery)]),
    ),
  };
}

function withoutInnerWorkings({ state, at, sentAt, file, remoteId, attempts, reason }: Delivery): ReportedDelivery {
  return {
    state,
    at: isoOf(at),
    ...(sentAt !== undefined && { sentAt: isoOf(sentAt) }),
    ...(file && { file }),
    ...(remoteId && { remoteId }),
    ...(attempts && { attempts }),
    ...(reason && { reason }),
  };
}

const isoOf = (at: number): string => new Date(at).toISOString();

/**
 * Goals are asked for by nobody, so a recorded answer's goals never come back from Withings: they are counted where
 * they were left.
 */
export function withGoals(report: Report, recorded: readonly { category: number }[]): Report {
  const count = recorded.filter(({ category }) => category === 2).length;
  if (count === 0) return report;
  return { ...report, left: [...report.left, { reason: 'goal', explanation: leftReasons.goal, count }] };
}

/** How many groups are accounted for: in events, a group that is in two counted once, or left out. */
export function countGroups({ events, left }: Report): number {
  const times = new Map<number, number>();
  for (const { groups } of events) {
    for (const grpid of new Set(groups)) {
      const here = groups.filter((other) => other === grpid).length;
      times.set(grpid, Math.max(times.get(grpid) ?? 0, here));
    }
  }
  const inEvents = [...times.values()].reduce((sum, count) => sum + count, 0);
  return inEvents + left.reduce((sum, { count }) => sum + count, 0);
}

/**
 * Whether everything that should have arrived is proven to have: what a rule left out is fine, what waits or was
 * refused is not.
 */
export function allArrived({ events }: Report): boolean {
  return events.every(({ deliveries }) =>
    Object.values(deliveries).every(({ state }) => state === 'verified' || state === 'skipped'),
  );
}

/** Whether a delivery is still on its way. */
export function isOnItsWay({ events }: Report): boolean {
  return events.some(({ deliveries }) =>
    Object.values(deliveries).some(({ state }) => state === 'pending' || state === 'sending'),
  );
}

/** How many deliveries are in which state, by destination. */
export function countStates({ events }: Report): Record<DestinationName, Partial<Record<Delivery['state'], number>>> {
  const counts: ReturnType<typeof countStates> = { garmin: {}, trainerroad: {}, intervals: {} };
  for (const { deliveries } of events) {
    for (const name of destinationNames) {
      const state = deliveries[name]?.state;
      if (state) counts[name][state] = (counts[name][state] ?? 0) + 1;
    }
  }
  return counts;
}
