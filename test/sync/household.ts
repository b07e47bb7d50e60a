import type { DeliveryFile, DestinationName, TimeSpan } from '../../lib/destination.ts';
import type { Fetch } from '../../lib/http.ts';
import type { Log } from '../../lib/log.ts';
import { SyncQueue } from '../../lib/queue.ts';
import { seeded } from '../../lib/sandbox/withings/chance.ts';
import { dispatch, type Tick } from '../../lib/sync/dispatch.ts';
import { handleMessage } from '../../lib/sync/handle-message.ts';
import { parseSyncMessage, type SyncMessage } from '../../lib/sync-message.ts';
import { parseNotification, rangeOf } from '../../lib/withings/notification.ts';
import type { MemoryDatabase } from '../store/memory-database.ts';
import { type Engine, engine } from './engine.ts';
import { FifoQueue, type QueuedMessage, sqsClient } from './fifo-queue.ts';
import { GlassSeal } from './glass-seal.ts';
import type { Invocation } from './lambda-process.ts';
import { addPerson, type Person } from './person.ts';
import { type SimulatedVendors, simulatedVendors } from './simulated-vendors.ts';
import { Timeline } from './timeline.ts';
import { startWorker, type Worker, type WorkerSurroundings } from './worker.ts';
import { queueRecord } from './world.ts';

/** What may happen; by default all goes well and takes no time. */
export interface HouseholdOptions
  extends Partial<Pick<WorkerSurroundings, 'fateOf' | 'delayMs' | 'troubleOf' | 'called'>> {
  random?: () => number;
  /** How much later a notification arrives, milliseconds, as often as it does. */
  arrivalsMs?(): readonly number[];
  /** After how long a message that is being worked on is given out once more, milliseconds; undefined: it is not. */
  givenOutAgainMs?(): number | undefined;
}

/** lib/infra/sync.ts */
const workersAtMost = 5;
const dispatchAgainMs = 60_000;
const dispatchMs = 240_000;
const hourMs = 3_600_000;

/**
 * Weighbridge as it is deployed, for many people at once. All of the engine is real; what is outside of it is
 * simulated: vendors, queue, schedules, processes that live and die, and time.
 */
export class Household {
  readonly timeline = new Timeline();
  readonly queue = new FifoQueue(this.timeline);
  readonly vendors: SimulatedVendors;
  readonly people: Person[] = [];
  readonly files = new Map<string, DeliveryFile>();
  readonly seal = new GlassSeal();
  /** The test's own way to the stores and the vendors: nothing happens to it. */
  readonly engine: Engine;
  /** The test's own way to the queue. */
  readonly sender: SyncQueue;
  /** What became of each message that was given out. */
  readonly ended = { done: 0, returned: 0, died: 0 };
  /** What the engine itself called an error: a bug, and never what a vendor or a dying process brought about. */
  readonly bugs: string[] = [];
  /** Syncs that were not alone with their account, because a message was given out again too soon. */
  readonly overlapped = new WeakSet<Invocation>();
  readonly #options: HouseholdOptions;
  readonly #surroundings: WorkerSurroundings;
  readonly #idle: Worker[] = [];
  readonly #atWork = new Set<Worker>();
  #looksAgainAt = 0;

  constructor(database: MemoryDatabase, options: HouseholdOptions = {}) {
    const { timeline, queue, seal, files } = this;
    const { random = seeded(1) } = options;
    this.#options = options;
    this.vendors = simulatedVendors({
      clock: timeline,
      random,
      notify: async (url, init) => this.#notified(url, init),
    });
    const archive = {
      async put(account: string, file: DeliveryFile, newest: number): Promise<string> {
        const key = `fit/${account}/${newest}/${files.size}`;
        files.set(key, file);
        return key;
      },
      async removeAll(account: string): Promise<boolean> {
        for (const key of files.keys()) if (key.startsWith(`fit/${account}/`)) files.delete(key);
        return true;
      },
    };
    const { vendors, bugs } = this;
    const log: Log = {
      info() {},
      warn() {},
      error: (message, fields) => void bugs.push(`${message}: ${JSON.stringify(fields)}`),
    };
    this.engine = engine({
      ...{ database, clock: timeline, random, fetch: vendors.fetch, seal, archive, log },
      mailOwner: async () => {},
    });
    this.sender = new SyncQueue(
      sqsClient(async (command) => queue.carryOut(command)),
      'https://sqs.invalid/sync.fifo',
      timeline,
    );
    this.#surroundings = {
      ...{ timeline, queue, vendors, seal, archive, random, log, database },
      fateOf: options.fateOf ?? (() => 'happens'),
      delayMs: options.delayMs ?? (() => 0),
      troubleOf: options.troubleOf ?? (() => undefined),
      called: options.called ?? (() => {}),
    };
  }

  async addPerson(name: string, connect?: readonly DestinationName[]): Promise<Person> {
    const options = { name, userid: 10_001 + this.people.length, ...(connect && { connect }) };
    const person = await addPerson(options, this.vendors, this.engine, this.seal);
    this.people.push(person);
    return person;
  }

  /** Puts a message on the queue. */
  async ask(account: string, reason: SyncMessage['reason'], range?: TimeSpan): Promise<void> {
    await this.sender.send({ account, reason, ...(range && { range }) });
    this.#work();
  }

  /** From now on: every three hours, and once a day for maintenance; and Withings repeats what did not reach us. */
  startSchedules(): void {
    this.#every(3 * hourMs, () => this.#dispatch('schedule'));
    this.#every(24 * hourMs, () => this.#dispatch('maintenance'));
    this.#every(hourMs / 4, () => this.timeline.work(() => this.vendors.withings.deliverDue()));
  }

  #every(periodMs: number, act: () => Promise<void>): void {
    this.timeline.at(this.timeline.now() + periodMs, () => {
      void act();
      this.#every(periodMs, act);
    });
  }

  /** A tick of the timetable, which is tried again when it fails. */
  async #dispatch(reason: Tick['reason'], scheduledAt = new Date(this.timeline.now()).toISOString()): Promise<void> {
    const worker = this.#idle.pop() ?? startWorker(this.#surroundings);
    const { engine, queue, process } = worker;
    const tick = async () => {
      const { accounts, progress } = engine;
      const { clock } = process;
      return dispatch(
        { reason, scheduledAt },
        { accounts, queue, progress, clock, deadline: clock.now() + dispatchMs },
      );
    };
    const ended = await process.invoke(undefined, () =>
      tick().then(
        () => true,
        () => false,
      ),
    );
    if (ended !== 'died') this.#idle.push(worker);
    if (ended === 'died' || !ended.result) {
      this.timeline.at(this.timeline.now() + dispatchAgainMs, () => void this.#dispatch(reason, scheduledAt));
    }
    this.#work();
  }

  /** Withings is at our door: functions/webhook/handler.ts. */
  #notified(...[, init]: Parameters<Fetch>): Response {
    const notification = parseNotification(String(init?.body ?? ''));
    if (!notification) return new Response('OK\n');
    const range = rangeOf(notification);
    for (const laterMs of this.#options.arrivalsMs?.() ?? [0]) {
      const ask = () => this.ask(notification.userId, 'webhook', range);
      this.timeline.at(this.timeline.now() + laterMs, () => void ask());
    }
    return new Response('OK\n');
  }

  /** Whoever is at work for the same account is not alone with it any more. */
  #noteOverlaps({ process: { invocation } }: Worker): void {
    for (const { process } of this.#atWork) {
      if (process.invocation === invocation || process.invocation.account !== invocation.account) continue;
      this.overlapped.add(invocation).add(process.invocation);
    }
  }

  /** Gives out what can be had to as many as may work, and comes back when there is more. */
  #work(): void {
    while (this.#atWork.size < workersAtMost) {
      const message = this.queue.receive();
      if (!message) break;
      void this.#workOn(message);
    }
    const { nextAt } = this.queue;
    if (this.#atWork.size === workersAtMost || nextAt === this.#looksAgainAt || !Number.isFinite(nextAt)) return;
    this.#looksAgainAt = nextAt;
    this.timeline.at(nextAt, () => this.#work());
  }

  async #workOn({ id, group, body, sentAt, receiveCount, receipt }: QueuedMessage): Promise<void> {
    const worker = this.#idle.pop() ?? startWorker(this.#surroundings);
    this.#atWork.add(worker);
    const record = { ...queueRecord(body, { messageId: id, receiveCount, sentAt, group }), receiptHandle: receipt };
    const againMs = this.#options.givenOutAgainMs?.();
    if (againMs !== undefined) this.queue.hide(receipt, againMs / 1000);
    const ended = await worker.process.invoke(parseSyncMessage(body)?.account, (remainingMs) => {
      this.#noteOverlaps(worker);
      return handleMessage(record, remainingMs, worker.context).catch(() => false);
    });
    this.#atWork.delete(worker);
    if (ended === 'died') this.ended.died += 1;
    else {
      this.#idle.push(worker);
      this.ended[ended.result ? 'done' : 'returned'] += 1;
      if (ended.result) this.queue.delete(receipt);
    }
    this.#work();
  }
}
