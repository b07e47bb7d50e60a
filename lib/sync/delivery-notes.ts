import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { DestinationName, RemoteEntry } from '../destination.ts';
import { deliveredValues } from '../fingerprint.ts';
import { type Deliverable, type Delivery, eventOf, withDeliveries } from '../ledger.ts';
import type { MeasurementStore } from '../store/measurements.ts';
import type { Found } from './plan-delivery.ts';
import { noLongerYours } from './plan-withdrawal.ts';

/** Another event's entry may lie this far from a batch and still match one of it by time. */
const marginSeconds = 120;

const deletedHere = 'it was deleted here';
const notOurs = 'the entry here was not written by Weighbridge and stays';

/** What the ledger is told about one destination in one run. Each method returns the items as they are stored now. */
export class DeliveryNotes {
  readonly #name: DestinationName;
  readonly #measurements: MeasurementStore;
  readonly #clock: Clock;
  readonly #run = randomUUID();

  constructor(name: DestinationName, measurements: MeasurementStore, clock: Clock) {
    this.#name = name;
    this.#measurements = measurements;
    this.#clock = clock;
  }

  /** Entries that are the proof of other events around these, or wait to be deleted. */
  async taken(account: string, items: readonly Deliverable[]): Promise<Set<string>> {
    const own = new Set(items.map((item) => item.event));
    const times = items.map((item) => item.measuredAt);
    const [first, last] = [Math.min(...times) - marginSeconds, Math.max(...times) + marginSeconds];
    const events = await this.#measurements.eventsBetween(account, first, last);
    const deliveries = events.filter(({ event }) => !own.has(event)).map((item) => item.deliveries[this.#name]);
    return new Set(deliveries.flatMap((delivery) => [delivery?.remoteId ?? [], delivery?.stale ?? []].flat()));
  }

  skipped(items: readonly { item: Deliverable; reason: string }[]): Promise<Deliverable[]> {
    return this.#measurements.noteAll(this.skippedInHand(items));
  }

  /** As `skipped`, and not stored yet: for whoever is about to store something else of the same events. */
  skippedInHand(items: readonly { item: Deliverable; reason: string }[]): Deliverable[] {
    return this.#noted(items, ({ item, reason }) => ({ ...this.#sent(item), state: 'skipped', reason }));
  }

  failed(items: readonly { item: Deliverable; reason: string }[]): Promise<Deliverable[]> {
    return this.#note(items, ({ item, reason }) => ({ ...this.#sent(item), state: 'failed', reason }));
  }

  /** Entries of ours that are about to be deleted. */
  stale(found: readonly Found[]): Promise<Deliverable[]> {
    const idsByItem = Map.groupBy(found, ({ item }) => item);
    const notes = [...idsByItem].map(([item, own]) => ({ item, stale: own.map(({ entry }) => entry.id) }));
    return this.#note(notes, ({ item, stale }) => {
      const { reason } = this.#current(item);
      return { state: 'pending', stale, ...(reason && { reason }) };
    });
  }

  /** Withdrawn, and nothing of ours is there any more; `because` says what else there is to know. */
  gone(items: readonly { item: Deliverable; because?: string | undefined }[]): Promise<Deliverable[]> {
    return this.#note(items, ({ item, because }) => {
      const { stale, remoteId } = this.#current(item);
      const why = because ?? (stale ? deletedHere : remoteId ? notOurs : undefined);
      return { state: 'skipped', reason: why ? `${noLongerYours}: ${why}` : noLongerYours };
    });
  }

  /** About to be written: from here on only reading back can tell. */
  sending(items: readonly Deliverable[], file: string): Promise<Deliverable[]> {
    return this.#note(asNotes(items), ({ item }) => {
      const { attempts = 0, accepted } = this.#sent(item);
      const values = deliveredValues(eventOf(item));
      const { fingerprint } = item;
      const tries = { attempts: attempts + 1, ...(accepted && { accepted }) };
      return { state: 'sending', fingerprint, values, file, sentAt: this.#clock.now(), run: this.#run, ...tries };
    });
  }

  /** Surely not written: it waits as if nobody had tried. */
  notSent(items: readonly Deliverable[], reason: string): Promise<Deliverable[]> {
    return this.#note(asNotes(items), ({ item }) => {
      const { attempts = 1, accepted } = this.#sent(item);
      return { state: 'pending', reason, attempts: attempts - 1, ...(accepted && { accepted }) };
    });
  }

  /** Perhaps written. */
  unknown(items: readonly Deliverable[], reason: string): Promise<Deliverable[]> {
    return this.#note(asNotes(items), ({ item }) => ({ ...this.#current(item), reason }));
  }

  /** The destination said that it took it, and does not show it. */
  acceptedUnseen(items: readonly Deliverable[]): Promise<Deliverable[]> {
    const reason = 'it was taken, and cannot be seen there yet';
    return this.#note(asNotes(items), ({ item }) => {
      const delivery = this.#current(item);
      return { ...delivery, accepted: (delivery.accepted ?? 0) + 1, reason };
    });
  }

  verified(present: readonly { item: Deliverable; entry: RemoteEntry }[]): Promise<Deliverable[]> {
    return this.#note(present, ({ item, entry }) => {
      const { fingerprint = item.fingerprint, file, sentAt, attempts } = this.#sent(item);
      const way = { ...(file && { file }), ...(sentAt && { sentAt }), ...(attempts && { attempts }) };
      return { state: 'verified', fingerprint, remoteId: entry.id, ...way };
    });
  }

  #current(item: Deliverable): Omit<Delivery, 'at'> {
    return item.deliveries[this.#name] ?? { state: 'pending' };
  }

  /** What is known of an earlier sending. */
  #sent(item: Deliverable): Pick<Delivery, 'fingerprint' | 'file' | 'sentAt' | 'attempts' | 'accepted'> {
    const { fingerprint, file, sentAt, attempts, accepted } = this.#current(item);
    return {
      ...(fingerprint && { fingerprint }),
      ...(file && { file }),
      ...(sentAt && { sentAt }),
      ...(attempts && { attempts }),
      ...(accepted && { accepted }),
    };
  }

  #note<Note extends { item: Deliverable }>(
    notes: readonly Note[],
    deliveryOf: (note: Note) => Omit<Delivery, 'at'>,
  ): Promise<Deliverable[]> {
    return this.#measurements.noteAll(this.#noted(notes, deliveryOf));
  }

  #noted<Note extends { item: Deliverable }>(
    notes: readonly Note[],
    deliveryOf: (note: Note) => Omit<Delivery, 'at'>,
  ): Deliverable[] {
    const at = this.#clock.now();
    return notes.map((note) => withDeliveries(note.item, { [this.#name]: { ...deliveryOf(note), at } }));
  }
}

const asNotes = (items: readonly Deliverable[]): { item: Deliverable }[] => items.map((item) => ({ item }));
