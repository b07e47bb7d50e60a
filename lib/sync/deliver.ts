import type { Clock } from '../clock.ts';
import type { Destination } from '../destination.ts';
import { ReauthorizeError, RejectedError, RetryError, WeighbridgeError } from '../errors.ts';
import { type EventItem, eventOf } from '../ledger.ts';
import type { Archive } from '../store/archive.ts';
import type { MeasurementStore } from '../store/measurements.ts';
import { batches } from './batches.ts';
import { DeliveryNotes } from './delivery-notes.ts';
import { type DeliveryPlan, planDelivery } from './plan-delivery.ts';

export interface DeliveryContext {
  account: string;
  destination: Destination;
  measurements: MeasurementStore;
  archive: Pick<Archive, 'put'>;
  clock: Clock;
  /** No new batch is begun after this time, epoch milliseconds. */
  deadline: number;
}

export interface DeliveryReport {
  verified: number;
  /** False when time ran out with something left to do. */
  finished: boolean;
  /** What stopped it, after everything known was noted. */
  failure?: unknown;
}

/**
 * How long after a write the destination is read for proof: an entry usually shows at once, sometimes a
 * few seconds later.
 */
const proofWaitsMs = [0, 2_000, 5_000];

/**
 * Ledger -> one destination: what is there already is only noted, the rest is archived, noted as `sending`, written,
 * and read back. The order is the guarantee: whatever stops this at any point, the next run reads before it writes.
 *
 * @param items the pending ones of this destination; what becomes of them is in the ledger, also when it fails
 */
export async function deliver(items: readonly EventItem[], context: DeliveryContext): Promise<DeliveryReport> {
  const run = new Run(context);
  try {
    await run.deliver(items);
  } catch (failure) {
    run.report.failure = failure;
  }
  return run.report;
}

/** One destination's turn within one sync. */
class Run {
  readonly report: DeliveryReport;
  readonly #context: DeliveryContext;
  readonly #notes: DeliveryNotes;
  #unseen = 0;

  constructor(context: DeliveryContext) {
    const { destination, measurements, clock } = context;
    this.#context = context;
    this.#notes = new DeliveryNotes(destination.name, measurements, clock);
    this.report = { verified: 0, finished: true };
  }

  async deliver(items: readonly EventItem[]): Promise<void> {
    for (const batch of batches(await this.#encodable(await this.#chosen(items)))) {
      if (!this.#hasTime()) return;
      await this.#deliverBatch(batch);
    }
    if (this.#unseen > 0) throw notSeenYet(this.#context.destination.name, this.#unseen);
  }

  async #chosen(items: readonly EventItem[]): Promise<EventItem[]> {
    const { destination } = this.#context;
    const byId = new Map(items.map((item) => [item.event, item]));
    const events = items.map(eventOf).sort((a, b) => a.measuredAt - b.measuredAt);
    const choice = destination.choose(events);
    await this.#notes.skipped(choice.skip.map(({ event, reason }) => ({ item: byId.get(event.id)!, reason })));
    return choice.deliver.map((event) => byId.get(event.id)!);
  }

  /** Sorts out what no file can hold, before its odd date or value gets near anything else. */
  async #encodable(items: readonly EventItem[]): Promise<EventItem[]> {
    const checked = items.map((item) => ({ item, reason: this.#refusal(item) }));
    await this.#notes.failed(checked.flatMap(({ item, reason }) => (reason === undefined ? [] : [{ item, reason }])));
    return checked.filter(({ reason }) => reason === undefined).map(({ item }) => item);
  }

  #refusal(item: EventItem): string | undefined {
    try {
      this.#context.destination.encode([eventOf(item)]);
      return undefined;
    } catch (error) {
      if (error instanceof RejectedError) return error.message;
      throw error;
    }
  }

  async #deliverBatch(batch: readonly EventItem[]): Promise<void> {
    const taken = await this.#notes.taken(this.#context.account, batch);
    const plan = await this.#compare(batch, taken);
    await this.#notes.failed(plan.lost.map((item) => ({ item, reason: neverAppeared })));
    this.#unseen += plan.waiting.length;
    if (plan.send.length > 0) await this.#send(plan.send, taken);
  }

  /** Reads the destination and notes what is there. */
  async #compare(items: readonly EventItem[], taken: Set<string>): Promise<DeliveryPlan> {
    const { destination, clock } = this.#context;
    const entries = await destination.read(items.map(eventOf));
    const free = entries.filter((entry) => !taken.has(entry.id));
    const plan = planDelivery(destination.name, items, free, clock.now());
    for (const { entry } of plan.present) taken.add(entry.id);
    await this.#notes.verified(plan.present);
    this.report.verified += plan.present.length;
    return plan;
  }

  async #send(items: readonly EventItem[], taken: Set<string>): Promise<void> {
    const { account, archive, destination } = this.#context;
    const file = destination.encode(items.map(eventOf));
    const key = await archive.put(account, file, Math.max(...items.map((item) => item.measuredAt)));
    const sending = await this.#notes.sending(items, key);
    try {
      await destination.write(sending.map(eventOf), file);
    } catch (error) {
      return this.#notWritten(sending, taken, error);
    }
    await this.#prove(sending, taken);
  }

  async #notWritten(items: readonly EventItem[], taken: Set<string>, error: unknown): Promise<void> {
    if (error instanceof RejectedError) return this.#refused(items, taken, error.message);
    if (surelyNotWritten(error)) await this.#notes.notSent(items, error.message);
    else await this.#notes.unknown(items, error instanceof WeighbridgeError ? error.message : outcomeUnknown);
    throw error;
  }

  /**
   * A refused file is halved until the culprit is alone; between the halves the destination is read, in case it
   * took a part.
   */
  async #refused(items: readonly EventItem[], taken: Set<string>, reason: string): Promise<void> {
    if (items.length === 1) {
      await this.#notes.failed([{ item: items[0]!, reason }]);
      return;
    }
    const returned = await this.#notes.notSent(items, reason);
    const { send } = await this.#compare(returned, taken);
    const half = Math.ceil(send.length / 2);
    for (const part of [send.slice(0, half), send.slice(half)]) {
      if (part.length > 0 && this.#hasTime()) await this.#send(part, taken);
    }
  }

  async #prove(sending: readonly EventItem[], taken: Set<string>): Promise<void> {
    let unseen = sending;
    for (const waitMs of proofWaitsMs) {
      if (waitMs > 0) await this.#context.clock.sleep(waitMs);
      const plan = await this.#compare(unseen, taken);
      const arrived = new Set(plan.present.map(({ item }) => item));
      unseen = unseen.filter((item) => !arrived.has(item));
      if (unseen.length === 0) return;
    }
    await this.#notes.acceptedUnseen(unseen);
    this.#unseen += unseen.length;
  }

  #hasTime(): boolean {
    const { clock, deadline } = this.#context;
    if (clock.now() > deadline) this.report.finished = false;
    return this.report.finished;
  }
}

const neverAppeared = 'it was taken several times and never appeared: enter it there by hand, or send it again later';
const outcomeUnknown = 'it was sent, and whether it arrived will be seen by reading back';

const notSeenYet = (name: string, count: number): RetryError =>
  new RetryError(`${count} measurement(s) were sent to ${name} and cannot be seen there yet.`, {
    service: name,
    action: 'read back',
    waitSeconds: 60,
  });

function surelyNotWritten(error: unknown): error is RetryError | ReauthorizeError {
  return error instanceof ReauthorizeError || (error instanceof RetryError && !error.outcomeUnknown);
}
