import type { Clock } from '../clock.ts';
import type { Destination, DestinationName, TimeSpan } from '../destination.ts';
import { type Deliverable, type Delivery, eventOf, isOpen, withDeliveries } from '../ledger.ts';
import type { MeasurementStore } from '../store/measurements.ts';
import { batches } from './batches.ts';
import { planDelivery } from './plan-delivery.ts';
import { planTurn } from './plan-turn.ts';
import { rivalsOf } from './rivals.ts';

/** What a backfill would do at one destination, in numbers of measurements. */
export interface Survey {
  /** Missing there, nothing else stands at their time. */
  toSend: number;
  /** Missing there, while another value stands at their time: what we wrote is replaced, what others wrote stays beside. */
  different: number;
  alreadyThere: number;
  /** Left out by a rule of the destination, by reason. */
  notForIt: Record<string, number>;
}

/** A span of the ledger; everything that is somebody's to deliver. */
async function deliverable(
  account: string,
  { from, to }: TimeSpan,
  measurements: Pick<MeasurementStore, 'eventsBetween'>,
): Promise<Deliverable[]> {
  const items = await measurements.eventsBetween(account, from, to);
  return items.filter(({ withdrawn, held }) => !withdrawn && held === undefined);
}

/** Compares a span of the ledger with what a destination holds. Changes nothing anywhere. */
export async function surveyBackfill(
  account: string,
  span: TimeSpan,
  destination: Destination,
  { measurements, clock }: { measurements: Pick<MeasurementStore, 'eventsBetween'>; clock: Clock },
): Promise<Survey> {
  const { name } = destination;
  const fresh = { state: 'pending', at: clock.now() } as const;
  const items = (await deliverable(account, span, measurements)).map((item) => withDeliveries(item, { [name]: fresh }));
  const around = await rivalsOf(items, destination, account, measurements);
  const own = new Set(items.map(({ event }) => event));
  const turn = planTurn(destination, items, around);
  const due = turn.due.filter(({ event }) => own.has(event));
  const skip = turn.skip.filter(({ item }) => own.has(item.event));
  const survey: Survey = { toSend: 0, different: 0, alreadyThere: 0, notForIt: countBy(skip) };
  for (const batch of batches(due)) {
    const entries = await destination.read(batch.map(eventOf));
    const { present, send } = planDelivery(name, batch, entries, clock.now());
    const taken = new Set(present.map(({ entry }) => entry.id));
    const others = entries.filter(({ id }) => !taken.has(id));
    const different = send.filter((item) => others.some(({ measuredAt }) => isSameMinute(measuredAt, item.measuredAt)));
    survey.alreadyThere += present.length;
    survey.different += different.length;
    survey.toSend += send.length - different.length;
  }
  return survey;
}

const isSameMinute = (a: number, b: number): boolean => Math.abs(a - b) <= 60;

function countBy(skip: readonly { reason: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { reason } of skip) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}

export interface RequeueOptions {
  /** Of which destinations; all when absent. */
  names?: readonly DestinationName[];
  /** Only what was settled before, epoch milliseconds: a message that comes again does not begin anew. */
  settledBefore: number;
}

/**
 * Puts what was settled in a span on its way once more. What is still there is only proven anew; what is missing is
 * sent, also what had been refused, or left out by a rule that says otherwise by now.
 *
 * @returns how many deliveries
 */
export async function requeue(
  account: string,
  span: TimeSpan,
  { names, settledBefore }: RequeueOptions,
  { measurements, clock }: { measurements: Pick<MeasurementStore, 'eventsBetween' | 'noteAll'>; clock: Clock },
): Promise<number> {
  const items = await deliverable(account, span, measurements);
  const reopened = items.flatMap((item) => {
    const again = Object.entries(item.deliveries).filter(
      ([name, delivery]) =>
        !isOpen(delivery) && delivery.at < settledBefore && (names === undefined || names.some((one) => one === name)),
    );
    if (again.length === 0) return [];
    const deliveries = Object.fromEntries(again.map(([name, delivery]) => [name, onceMore(delivery, clock.now())]));
    return [{ item: withDeliveries(item, deliveries), count: again.length }];
  });
  await measurements.noteAll(reopened.map(({ item }) => item));
  return reopened.reduce((sum, { count }) => sum + count, 0);
}

/** What is known of the sending stays: it tells that an entry found there is ours. */
export function onceMore({ fingerprint, file, sentAt, attempts }: Delivery, at: number): Delivery {
  return {
    state: 'pending',
    at,
    ...(fingerprint && { fingerprint }),
    ...(file && { file }),
    ...(sentAt && { sentAt }),
    ...(attempts && { attempts }),
  };
}
