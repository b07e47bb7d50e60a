import type { Clock } from '../clock.ts';
import type { DeliveryFile, Destination } from '../destination.ts';
import { ReauthorizeError, RejectedError, RetryError } from '../errors.ts';
import { type Delivery, type EventItem, eventOf, isEvent, withDeliveries } from '../ledger.ts';
import type { Archive } from '../store/archive.ts';
import type { MeasurementStore } from '../store/measurements.ts';
import { type DeliveryPlan, planDelivery } from './plan-delivery.ts';

export interface DeliveryContext {
  account: string;
  destination: Destination;
  measurements: MeasurementStore;
  archive: Pick<Archive, 'put'>;
  clock: Clock;
  /** `measuredAt` of the newest event known to have arrived there. */
  newestDeliveredAt: number | undefined;
  /** No new batch is begun after this time, epoch milliseconds. */
  deadline: number;
}

export interface DeliveryReport {
  /** `measuredAt` of the newest event proven to be there. */
  newestDeliveredAt: number | undefined;
  verified: number;
  /** False when time ran out with something left to do. */
  finished: boolean;
  /** What stopped it, after everything known was noted. */
  failure?: unknown;
}

/** More records than this have made Garmin answer 504. */
const batchAtMost = 200;
/** How long after a write the destination is read for proof: an entry usually shows at once, sometimes a few seconds later. */
const proofWaitsMs = [0, 2_000, 5_000];
/** Another event's entry may lie this far from the batch and still match one of it by time. */
const marginSeconds = 120;

/**
 * Ledger -> one destination: what is there already is only noted, the rest is archived, noted as `sending`, written, and read back. The order is the
 * guarantee: whatever stops this at any point, the next run reads before it writes.
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
  #unseen = 0;

  constructor(context: DeliveryContext) {
    this.#context = context;
    this.report = { newestDeliveredAt: context.newestDeliveredAt, verified: 0, finished: true };
  }

  async deliver(items: readonly EventItem[]): Promise<void> {
    const { destination, newestDeliveredAt, clock, deadline } = this.#context;
    const byId = new Map(items.map((item) => [item.event, item]));
    const events = items.map(eventOf).sort((a, b) => a.measuredAt - b.measuredAt);
    const choice = destination.choose(events, newestDeliveredAt === undefined ? {} : { newestDeliveredAt });

    await this.#note(choice.skip.map(({ event, reason }) => [byId.get(event.id)!, { state: 'skipped', reason }]));
    for (const batch of batches(choice.deliver.map((event) => byId.get(event.id)!))) {
      if (clock.now() > deadline) {
        this.report.finished = false;
        return;
      }
      await this.#deliverBatch(batch);
    }
    if (this.#unseen > 0) throw notSeenYet(destination.name, this.#unseen);
  }

  async #deliverBatch(batch: readonly EventItem[]): Promise<void> {
    const taken = await this.#takenEntries(batch);
    const plan = await this.#compare(batch, taken);
    await this.#note(
      plan.lost.map((item) => [item, { ...this.#sentOf(item), state: 'failed', reason: neverAppeared }]),
    );
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
    await this.#noteArrived(plan.present);
    return plan;
  }

  /** Entries that are already the proof of other events. */
  async #takenEntries(batch: readonly EventItem[]): Promise<Set<string>> {
    const { account, measurements, destination } = this.#context;
    const own = new Set(batch.map((item) => item.event));
    const times = batch.map((item) => item.measuredAt);
    const [first, last] = [Math.min(...times) - marginSeconds, Math.max(...times) + marginSeconds];
    const others = (await measurements.between(account, first, last)).filter((item) => !own.has(item.event));
    const ids = others.map((item) => (isEvent(item) ? item.deliveries[destination.name]?.remoteId : undefined));
    return new Set(ids.filter((id) => id !== undefined));
  }

  async #send(items: readonly EventItem[], taken: Set<string>): Promise<void> {
    const { encodable, file } = await this.#encode(items);
    if (!file) return;
    const sending = await this.#noteSending(encodable, file);
    try {
      await this.#context.destination.write(sending.map(eventOf), file);
    } catch (error) {
      return this.#notWritten(sending, taken, error);
    }
    await this.#prove(sending, taken);
  }

  /** The file of all items that can be encoded; one that cannot is noted and never blocks the others. */
  async #encode(items: readonly EventItem[]): Promise<{ encodable: readonly EventItem[]; file?: DeliveryFile }> {
    const whole = this.#tryEncode(items);
    if (whole.file) return { encodable: items, file: whole.file };
    const single = items.map((item) => ({ item, ...this.#tryEncode([item]) }));
    await this.#note(single.flatMap(({ item, reason }) => (reason ? [[item, { state: 'failed', reason }]] : [])));
    const encodable = single.filter(({ file }) => file).map(({ item }) => item);
    return { encodable, ...(encodable.length > 0 && this.#tryEncode(encodable)) };
  }

  #tryEncode(items: readonly EventItem[]): { file: DeliveryFile; reason?: never } | { file?: never; reason: string } {
    try {
      return { file: this.#context.destination.encode(items.map(eventOf)) };
    } catch (error) {
      if (error instanceof RejectedError) return { reason: error.message };
      throw error;
    }
  }

  async #noteSending(items: readonly EventItem[], content: DeliveryFile): Promise<EventItem[]> {
    const { account, archive } = this.#context;
    const file = await archive.put(account, content, Math.max(...items.map((item) => item.measuredAt)));
    return this.#note(
      items.map((item) => {
        const attempts = (this.#deliveryOf(item)?.attempts ?? 0) + 1;
        return [item, { state: 'sending', fingerprint: item.fingerprint, file, attempts }];
      }),
    );
  }

  /** What a failed write means: refused is halved until the culprit is alone, surely not written waits, everything else stays `sending`. */
  async #notWritten(items: readonly EventItem[], taken: Set<string>, error: unknown): Promise<void> {
    if (error instanceof RejectedError) {
      if (items.length === 1) {
        await this.#note([[items[0]!, { ...this.#sentOf(items[0]!), state: 'failed', reason: error.message }]]);
        return;
      }
      const half = Math.ceil(items.length / 2);
      await this.#send(items.slice(0, half), taken);
      await this.#send(items.slice(half), taken);
      return;
    }
    if (surelyNotWritten(error)) {
      await this.#note(items.map((item) => [item, { state: 'pending', reason: error.message }]));
    }
    throw error;
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
    this.#unseen += unseen.length;
  }

  async #noteArrived(present: DeliveryPlan['present']): Promise<void> {
    await this.#note(
      present.map(({ item, entry }) => {
        const sent = { fingerprint: item.fingerprint, ...this.#sentOf(item) };
        return [item, { ...sent, state: 'verified', remoteId: entry.id }];
      }),
    );
    this.report.verified += present.length;
    const newest = this.report.newestDeliveredAt ?? Number.NEGATIVE_INFINITY;
    if (present.length > 0) {
      this.report.newestDeliveredAt = Math.max(newest, ...present.map(({ item }) => item.measuredAt));
    }
  }

  #deliveryOf(item: EventItem): Delivery | undefined {
    return item.deliveries[this.#context.destination.name];
  }

  /** What the ledger knows of an earlier sending. */
  #sentOf(item: EventItem): Pick<Delivery, 'fingerprint' | 'file' | 'attempts'> {
    const { fingerprint, file, attempts } = this.#deliveryOf(item) ?? {};
    return { ...(fingerprint && { fingerprint }), ...(file && { file }), ...(attempts && { attempts }) };
  }

  async #note(deliveries: readonly (readonly [EventItem, Omit<Delivery, 'at'>])[]): Promise<EventItem[]> {
    const { measurements, destination, clock } = this.#context;
    const at = clock.now();
    return measurements.saveAll(
      deliveries.map(([item, delivery]) => withDeliveries(item, { [destination.name]: { ...delivery, at } })),
    );
  }
}

const neverAppeared =
  'it was accepted several times and never appeared: enter it there by hand, or send it again later';

const notSeenYet = (name: string, count: number): RetryError =>
  new RetryError(`${count} measurement(s) were sent to ${name} and cannot be seen there yet.`, {
    service: name,
    action: 'read back',
    waitSeconds: 60,
  });

function surelyNotWritten(error: unknown): error is RetryError | ReauthorizeError {
  return error instanceof ReauthorizeError || (error instanceof RetryError && !error.outcomeUnknown);
}

/** Events of one kind, as many as fit one file; the newest file first, because today's weigh-in is the one that is waited for. */
function batches(items: readonly EventItem[]): EventItem[][] {
  return [...Map.groupBy(items, (item) => item.kind).values()].flatMap((ofKind) =>
    Array.from({ length: Math.ceil(ofKind.length / batchAtMost) }, (_, index) =>
      ofKind.slice(index * batchAtMost, (index + 1) * batchAtMost),
    ).toReversed(),
  );
}
