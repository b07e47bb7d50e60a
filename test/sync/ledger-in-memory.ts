import type { DestinationName } from '../../lib/destination.ts';
import type { Delivery, EventItem, LedgerItem } from '../../lib/ledger.ts';
import { isEvent, withDeliveries } from '../../lib/ledger.ts';
import type { MeasureGroup } from '../../lib/measurement.ts';
import { planReceipt, type ReceiptPlan } from '../../lib/sync/plan-receipt.ts';

export const now = Date.parse('2026-11-20T07:00:00Z');

/** One person's ledger, which carries out receipt plans by the rules of the real table: a write must know the version that is stored. */
export class LedgerInMemory {
  readonly #items = new Map<string, LedgerItem>();
  readonly #heightM: number | undefined;
  readonly #destinations: readonly DestinationName[];

  constructor({
    heightM,
    destinations = ['garmin', 'trainerroad'],
  }: { heightM?: number; destinations?: readonly DestinationName[] } = {}) {
    this.#heightM = heightM;
    this.#destinations = destinations;
  }

  /** In order of time. */
  get items(): LedgerItem[] {
    return [...this.#items.values()].toSorted((a, b) => (a.event < b.event ? -1 : 1));
  }

  get events(): EventItem[] {
    return this.items.filter(isEvent);
  }

  /** What the items say, without how they came to be. */
  get contents(): Omit<LedgerItem, 'version'>[] {
    return this.items.map(({ version: _, ...item }) => item);
  }

  receive(arrived: readonly MeasureGroup[], at = now): ReceiptPlan {
    const plan = planReceipt({
      account: '1',
      stored: structuredClone(this.items),
      arrived,
      heightM: this.#heightM,
      destinations: this.#destinations,
      now: at,
    });
    for (const item of plan.save) this.#save(item);
    for (const item of plan.remove) this.#items.delete(item.event);
    return plan;
  }

  /** What a delivery makes of one event. */
  deliver(event: string, name: DestinationName, delivery: Omit<Delivery, 'at'>): void {
    const item = this.#items.get(event);
    if (!item || !isEvent(item)) throw new Error(`No event ${event}.`);
    this.#save(withDeliveries(item, { [name]: { ...delivery, at: now } }));
  }

  #save(item: LedgerItem): void {
    const stored = this.#items.get(item.event)?.version ?? 0;
    if (stored !== item.version) throw new Error(`${item.event} is at version ${stored}, not ${item.version}.`);
    this.#items.set(item.event, { ...structuredClone(item), version: item.version + 1 });
  }
}
