import type { SQSRecord } from 'aws-lambda';
import * as v from 'valibot';
import type { Log } from '../log.ts';
import { type Message, md5Of } from '../sqs/message.ts';
import { systemAttributesOf } from '../sqs/operations.ts';
import type { Queue } from '../sqs/queue.ts';
import { region } from '../template/identity.ts';
import type { Timer } from '../timer.ts';
import type { Outcome } from './process.ts';

export interface EventSourceSettings {
  /** The function's, for people. */
  name: string;
  queue: Queue;
  invoke(event: unknown): Promise<Outcome>;
  batchSize: number;
  reportBatchItemFailures: boolean;
  /** Batches at the same time. */
  concurrency: number;
  timer: Timer;
  log: Log;
}

/**
 * Lambda's poller: carries messages from a queue to a function, and takes out of the queue what the function
 * has dealt with.
 */
export class EventSource {
  readonly #settings: EventSourceSettings;
  readonly #running = new Set<readonly Message[]>();
  #stopListening: (() => void) | undefined;
  #cancelWake: (() => void) | undefined;
  #scheduled = false;

  constructor(settings: EventSourceSettings) {
    this.#settings = settings;
  }

  get name(): string {
    return this.#settings.name;
  }

  start(): void {
    this.#stopListening = this.#settings.queue.onChange(() => this.#schedule());
    this.#schedule();
  }

  /** True while a batch runs or a message could go out. */
  get busy(): boolean {
    return this.#running.size > 0 || this.#settings.queue.hasReceivable;
  }

  /** Takes nothing new from the queue; what runs goes on. */
  pause(): void {
    this.#stopListening?.();
    this.#stopListening = undefined;
    this.#cancelWake?.();
  }

  /** Gives the messages of batches that will never finish back to the queue at once, for the next run. */
  release(): void {
    for (const message of [...this.#running].flat()) {
      this.#settings.queue.changeVisibility(message.receiptHandle ?? '', 0);
    }
  }

  /** Once a turn, however much changes in it: a receive is itself a change. */
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      if (this.#stopListening) this.#pump();
    });
  }

  #pump(): void {
    const { queue, batchSize, concurrency, timer } = this.#settings;
    while (this.#running.size < concurrency) {
      const messages = queue.receive(batchSize);
      if (messages.length === 0) break;
      this.#running.add(messages);
      void this.#carry(messages).finally(() => {
        this.#running.delete(messages);
        this.#schedule();
      });
    }
    this.#cancelWake?.();
    const next = queue.nextVisibleAt;
    this.#cancelWake = next === undefined ? undefined : timer.wakeAt(next, () => this.#schedule());
  }

  async #carry(messages: Message[]): Promise<void> {
    const { name, queue, invoke, log } = this.#settings;
    const outcome = await invoke({ Records: messages.map((message) => recordOf(message, queue.settings.arn)) });
    const failed = this.#failedOf(messages, outcome);
    if (failed === 'all') {
      log({ from: 'local cloud', text: `${name}: ${messages.length} message(s) go back to ${queue.settings.name}.` });
      return;
    }
    for (const { messageId, receiptHandle } of messages) if (!failed.has(messageId)) queue.delete(receiptHandle ?? '');
  }

  #failedOf(messages: readonly Message[], outcome: Outcome): Set<string> | 'all' {
    if ('error' in outcome) return 'all';
    return this.#settings.reportBatchItemFailures ? failuresIn(outcome.payload, messages) : new Set();
  }
}

const responseSchema = v.nullish(
  v.object({
    batchItemFailures: v.nullish(v.array(v.object({ itemIdentifier: v.pipe(v.string(), v.nonEmpty()) })), []),
  }),
);

/**
 * Which messages a function reports as failed. As in Lambda, no report means success, and a report that cannot be right
 * (no id, an unknown id) means that the whole batch failed.
 */
export function failuresIn(payload: unknown, messages: readonly Pick<Message, 'messageId'>[]): Set<string> | 'all' {
  const response = v.safeParse(responseSchema, payload);
  if (!response.success) return 'all';
  const failed = new Set(response.output?.batchItemFailures?.map(({ itemIdentifier }) => itemIdentifier));
  const known = new Set(messages.map(({ messageId }) => messageId));
  return failed.isSubsetOf(known) ? failed : 'all';
}

function recordOf(message: Message, queueArn: string): SQSRecord {
  const attributes = Object.entries(message.attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
    name,
    {
      dataType: DataType,
      ...(StringValue !== undefined && { stringValue: StringValue }),
      ...(BinaryValue !== undefined && { binaryValue: BinaryValue }),
      stringListValues: [],
      binaryListValues: [],
    },
  ]);
  return {
    messageId: message.messageId,
    receiptHandle: message.receiptHandle ?? '',
    body: message.body,
    attributes: systemAttributesOf(message),
    messageAttributes: Object.fromEntries(attributes),
    md5OfBody: md5Of(message.body),
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: region,
  };
}
