import type { Clock } from '../clock.ts';
import { type DestinationName, entriesOf } from '../destination.ts';
import { type Delivery, type EventItem, isEvent, isOpen, withDeliveries } from '../ledger.ts';
import type { MeasurementStore } from '../store/measurements.ts';
import { onceMore } from './backfill.ts';

/** One measurement on its way once more, and where to. */
export interface Resent {
  item: EventItem;
  names: DestinationName[];
}

/**
 * Puts exactly these measurements on their way once more, and nothing that lies between them. What is still there is
 * only proven anew; what is on its way already is left alone, what is withdrawn or held is nobody's to send.
 *
 * @param concerns which of their deliveries; all when absent
 * @returns those that changed; nothing was stored of the others
 * @throws RetryError when a sync changed one of them meanwhile
 */
export async function resend(
  items: readonly EventItem[],
  { measurements, clock }: { measurements: Pick<MeasurementStore, 'noteAll'>; clock: Clock },
  concerns: (delivery: Delivery) => boolean = () => true,
): Promise<Resent[]> {
  const resent = items.flatMap((item) => reopened(item, clock.now(), concerns));
  await measurements.noteAll(resent.map(({ item }) => item));
  return resent;
}

function reopened(item: EventItem, at: number, concerns: (delivery: Delivery) => boolean): Resent[] {
  if (item.withdrawn || item.held !== undefined) return [];
  const settled = entriesOf(item.deliveries).filter(([, delivery]) => !isOpen(delivery) && concerns(delivery));
  if (settled.length === 0) return [];
  const deliveries = Object.fromEntries(settled.map(([name, delivery]) => [name, onceMore(delivery, at)]));
  return [{ item: withDeliveries(item, deliveries), names: settled.map(([name]) => name) }];
}

/** The measurements that were sent in a file of the archive, in order of time. */
export async function sentIn(
  file: string,
  account: string,
  measurements: Pick<MeasurementStore, 'all'>,
): Promise<EventItem[]> {
  const found: EventItem[] = [];
  for await (const page of measurements.all(account)) {
    found.push(
      ...page.filter(isEvent).filter(({ deliveries }) => entriesOf(deliveries).some(([, one]) => one.file === file)),
    );
  }
  return found;
}
