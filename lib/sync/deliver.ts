import type { Clock } from '../clock.ts';
import { type Destination, type DestinationName, destinationTitles } from '../destination.ts';
import { ReauthorizeError, RejectedError, RetryError, WeighbridgeError } from '../errors.ts';
import { type Deliverable, eventOf } from '../ledger.ts';
import type { Archive } from '../store/archive.ts';
import type { MeasurementStore } from '../store/measurements.ts';
import { batches } from './batches.ts';
import { DeliveryNotes } from './delivery-notes.ts';
import { type DeliveryPlan, type Found, planDelivery } from './plan-delivery.ts';
import { planTurn, spansOfRivals } from './plan-turn.ts';
import { rivalsOf } from './rivals.ts';

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
 * Ledger -> one destination: what is there already is only noted, what is ours and no longer so is deleted, the rest is
 * archived, noted as `sending`, written, and read back. The order is the guarantee: whatever stops this at any point,
 * the next run reads before it writes.
 *
 * @param items the open ones of this destination; what becomes of them is in the ledger, also when it fails
 */
export async function deliver(items: readonly Deliverable[], context: DeliveryContext): Promise<DeliveryReport> {
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
  readonly report: DeliveryReport = { verified: 0, finished: true };
  readonly #context: DeliveryContext;
  readonly #notes: DeliveryNotes;
  #unseen = 0;

  constructor(context: DeliveryContext) {
    const { destination, measurements, clock } = context;
    this.#context = context;
    this.#notes = new DeliveryNotes(destination.name, measurements, clock);
  }

  async deliver(items: readonly Deliverable[]): Promise<void> {
    const { account, destination, measurements } = this.#context;
    const rivals = await rivalsOf(items, destination, account, measurements);
    const { due, skip } = planTurn(destination, items, rivals);
    await this.#notes.skipped(skip);
    const withdrawn = items.filter((item) => item.withdrawn);
    const sought = destination.rivals ? [] : await this.#sought(withdrawn);
    const work = [...(await this.#encodable(due)), ...sought];
    for (const batch of batches(work.sort((a, b) => a.measuredAt - b.measuredAt))) {
      if (!this.#hasTime()) return;
      await this.#deliverBatch(batch);
    }
    if (this.#unseen > 0) throw notSeenYet(destination.name, this.#unseen);
    if (destination.rivals) await this.#overwritten(withdrawn, due);
  }

  /** Where an entry can be deleted, a withdrawn event that may be there is looked for like the others. */
  async #sought(withdrawn: readonly Deliverable[]): Promise<Deliverable[]> {
    const isSought = (item: Deliverable): boolean => mayStand(item, this.#context.destination.name);
    await this.#notes.gone(withdrawn.filter((item) => !isSought(item)).map((item) => ({ item })));
    return withdrawn.filter(isSought);
  }

  /** A record that can only be overwritten now says what took the withdrawn one's place, or still says the old. */
  async #overwritten(withdrawn: readonly Deliverable[], written: readonly Deliverable[]): Promise<void> {
    const { destination } = this.#context;
    const isFilled = (item: Deliverable): boolean => {
      const [span] = spansOfRivals(destination, [item]);
      const { from, to } = span!;
      return written.some(({ kind, measuredAt }) => kind === item.kind && measuredAt >= from && measuredAt <= to);
    };
    const leftBehind = `${destinationTitles[destination.name].full} cannot clear a value: change it there by hand`;
    const whyOf = (item: Deliverable): string | undefined => {
      if (!mayStand(item, destination.name)) return undefined;
      return isFilled(item) ? 'another one took its place' : leftBehind;
    };
    await this.#notes.gone(withdrawn.map((item) => ({ item, because: whyOf(item) })));
  }

  /** Sorts out what no file can hold, before its odd date or value gets near anything else. */
  async #encodable(items: readonly Deliverable[]): Promise<Deliverable[]> {
    const checked = items.map((item) => ({ item, reason: this.#refusal(item) }));
    await this.#notes.failed(checked.flatMap(({ item, reason }) => (reason === undefined ? [] : [{ item, reason }])));
    return checked.filter(({ reason }) => reason === undefined).map(({ item }) => item);
  }

  #refusal(item: Deliverable): string | undefined {
    try {
      this.#context.destination.encode([eventOf(item)]);
      return undefined;
    } catch (error) {
      if (error instanceof RejectedError) return error.message;
      throw error;
    }
  }

  async #deliverBatch(batch: readonly Deliverable[]): Promise<void> {
    const taken = await this.#taken(batch);
    const { remove, send, ...rest } = await this.#compare(batch, taken);
    this.#unseen += rest.waiting.length;
    const replaced = remove.length === 0 ? [] : await this.#removed(remove, taken);
    const sending = [...send, ...replaced].sort((a, b) => a.measuredAt - b.measuredAt);
    if (sending.length > 0) await this.#send(sending, taken);
  }

  /** A shared record is the proof of whichever event is in it now; elsewhere one entry proves one event. */
  async #taken(batch: readonly Deliverable[]): Promise<Set<string>> {
    const { account, destination } = this.#context;
    return destination.rivals ? new Set() : this.#notes.taken(account, batch);
  }

  /** Reads the destination and notes what is there, what is not there any more, and what never came. */
  async #compare(items: readonly Deliverable[], taken: Set<string>): Promise<DeliveryPlan> {
    const { destination, clock } = this.#context;
    const entries = await destination.read(items.map(eventOf));
    const free = entries.filter((entry) => !taken.has(entry.id));
    const plan = planDelivery(destination.name, items, free, clock.now(), {
      overwrites: destination.rivals !== undefined,
    });
    for (const { entry } of plan.present) taken.add(entry.id);
    await this.#notes.verified(plan.present);
    this.report.verified += plan.present.length;
    await this.#notes.gone(plan.gone.map((item) => ({ item })));
    await this.#notes.failed(plan.lost.map((item) => ({ item, reason: neverAppeared })));
    await this.#notes.failed(plan.stuck.map((item) => ({ item, reason: cannotBeDeleted })));
    return plan;
  }

  /**
   * Deletes entries of ours, each noted before, and looks again.
   *
   * @returns what is to be sent in their place
   */
  async #removed(found: readonly Found[], taken: Set<string>): Promise<Deliverable[]> {
    const noted = await this.#notes.stale(found);
    for (const { entry } of found) await entry.remove?.();
    const { send, remove, waiting } = await this.#compare(noted, taken);
    if (remove.length > 0) throw stillThere(this.#context.destination.name, remove.length);
    this.#unseen += waiting.length;
    return send;
  }

  async #send(items: readonly Deliverable[], taken: Set<string>): Promise<void> {
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

  async #notWritten(items: readonly Deliverable[], taken: Set<string>, error: unknown): Promise<void> {
    if (error instanceof RejectedError) return this.#refused(items, taken, error.message);
    if (surelyNotWritten(error)) await this.#notes.notSent(items, error.message);
    else await this.#notes.unknown(items, error instanceof WeighbridgeError ? error.message : outcomeUnknown);
    throw error;
  }

  /**
   * A refused file is halved until the culprit is alone; between the halves the destination is read, in case it
   * took a part.
   */
  async #refused(items: readonly Deliverable[], taken: Set<string>, reason: string): Promise<void> {
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

  async #prove(sending: readonly Deliverable[], taken: Set<string>): Promise<void> {
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

/** Whether something that we wrote of it stands there, or may. */
function mayStand({ deliveries }: Deliverable, name: DestinationName): boolean {
  const { state, stale } = deliveries[name] ?? {};
  return state === 'sending' || stale !== undefined;
}

const neverAppeared = 'it was taken several times and never appeared: enter it there by hand, or send it again later';
const cannotBeDeleted =
  'an older value of it stands there and cannot be told apart: delete that by hand, then send it again';
const outcomeUnknown = 'it was sent, and whether it arrived will be seen by reading back';

const notSeenYet = (name: string, count: number): RetryError =>
  new RetryError(`${count} measurement(s) were sent to ${name} and cannot be seen there yet.`, {
    service: name,
    action: 'read back',
    waitSeconds: 60,
  });

const stillThere = (name: string, count: number): RetryError =>
  new RetryError(`${count} entries were deleted at ${name} and can still be seen there.`, {
    service: name,
    action: 'delete',
    waitSeconds: 60,
  });

function surelyNotWritten(error: unknown): error is RetryError | ReauthorizeError {
  return error instanceof ReauthorizeError || (error instanceof RetryError && !error.outcomeUnknown);
}
