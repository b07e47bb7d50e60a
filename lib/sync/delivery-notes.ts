import type { Clock } from '../clock.ts';
import type { DestinationName, RemoteEntry } from '../destination.ts';
import { deliveredValues } from '../fingerprint.ts';
import { type Delivery, type EventItem, eventOf, isEvent, withDeliveries } from '../ledger.ts';
import type { MeasurementStore } from '../store/measurements.ts';

/** Another event's entry may lie this far from a batch and still match one of it by time. */
const marginSeconds = 120;

/** What the ledger is told about one destination. Each method returns the items as they are stored now. */
export class DeliveryNotes {
  readonly #name: DestinationName;
  readonly #measurements: MeasurementStore;
  readonly #clock: Clock;

  constructor(name: DestinationName, measurements: MeasurementStore, clock: Clock) {
    this.#name = name;
    this.#measurements = measurements;
    this.#clock = clock;
  }

  /** Entries that are already the proof of other events around these. */
  async taken(account: string, items: readonly EventItem[]): Promise<Set<string>> {
    const own = new Set(items.map((item) => item.event));
    const times = items.map((item) => item.measuredAt);
    const [first, last] = [Math.min(...times) - marginSeconds, Math.max(...times) + marginSeconds];
    const others = (await this.#measurements.between(account, first, last)).filter((item) => !own.has(item.event));
    const ids = others.map((item) => (isEvent(item) ? item.deliveries[this.#name]?.remoteId : undefined));
    return new Set(ids.filter((id) => id !== undefined));
  }

  skipped(items: readonly { item: EventItem; reason: string }[]): Promise<EventItem[]> {
    return this.#note(items, ({ reason }) => ({ state: 'skipped', reason }));
  }

  failed(items: readonly { item: EventItem; reason: string }[]): Promise<EventItem[]> {
    return this.#note(items, ({ item, reason }) => ({ ...this.#sent(item), state: 'failed', reason }));
  }

  /** About to be written: from here on only reading back can tell. */
  sending(items: readonly EventItem[], file: string): Promise<EventItem[]> {
    return this.#note(asNotes(items), ({ item }) => {
      const { attempts = 0, accepted } = this.#sent(item);
      const values = deliveredValues(eventOf(item));
      const { fingerprint } = item;
      return { state: 'sending', fingerprint, values, file, attempts: attempts + 1, ...(accepted && { accepted }) };
    });
  }

  /** Surely not written: it waits as if nobody had tried. */
  notSent(items: readonly EventItem[], reason: string): Promise<EventItem[]> {
    return this.#note(asNotes(items), ({ item }) => {
      const { attempts = 1, accepted } = this.#sent(item);
      return { state: 'pending', reason, attempts: attempts - 1, ...(accepted && { accepted }) };
    });
  }

  /** Perhaps written. */
  unknown(items: readonly EventItem[], reason: string): Promise<EventItem[]> {
    return this.#note(asNotes(items), ({ item }) => ({ ...this.#current(item), reason }));
  }

  /** The destination said that it took it, and does not show it. */
  acceptedUnseen(items: readonly EventItem[]): Promise<EventItem[]> {
    const reason = 'it was taken, and cannot be seen there yet';
    return this.#note(asNotes(items), ({ item }) => {
      const delivery = this.#current(item);
      return { ...delivery, accepted: (delivery.accepted ?? 0) + 1, reason };
    });
  }

  verified(present: readonly { item: EventItem; entry: RemoteEntry }[]): Promise<EventItem[]> {
    return this.#note(present, ({ item, entry }) => {
      const { fingerprint = item.fingerprint, file, attempts } = this.#sent(item);
      const way = { ...(file && { file }), ...(attempts && { attempts }) };
      return { state: 'verified', fingerprint, remoteId: entry.id, ...way };
    });
  }

  #current(item: EventItem): Omit<Delivery, 'at'> {
    return item.deliveries[this.#name] ?? { state: 'pending' };
  }

  /** What is known of an earlier sending. */
  #sent(item: EventItem): Pick<Delivery, 'fingerprint' | 'file' | 'attempts' | 'accepted'> {
    const { fingerprint, file, attempts, accepted } = this.#current(item);
    return {
      ...(fingerprint && { fingerprint }),
      ...(file && { file }),
      ...(attempts && { attempts }),
      ...(accepted && { accepted }),
    };
  }

  #note<Note extends { item: EventItem }>(
    notes: readonly Note[],
    deliveryOf: (note: Note) => Omit<Delivery, 'at'>,
  ): Promise<EventItem[]> {
    const at = this.#clock.now();
    return this.#measurements.saveAll(
      notes.map((note) => withDeliveries(note.item, { [this.#name]: { ...deliveryOf(note), at } })),
    );
  }
}

const asNotes = (items: readonly EventItem[]): { item: EventItem }[] => items.map((item) => ({ item }));
