import { createHash, randomUUID } from 'node:crypto';
import type { Timer } from '../timer.ts';
import type { AttributeValue, Message } from './message.ts';
import type { MessageFolder } from './message-folder.ts';

export interface QueueSettings {
  name: string;
  url: string;
  arn: string;
  fifo: boolean;
  contentBasedDeduplication: boolean;
  /** Deduplicate within each message group (high throughput) or over the whole queue. */
  deduplicationScope: 'messageGroup' | 'queue';
  visibilityTimeoutSeconds: number;
  delaySeconds: number;
  retentionSeconds: number;
  /** Receives after which a message goes to the dead-letter queue instead of out again. */
  maxReceiveCount: number | undefined;
  deadLetterQueueArn: string | undefined;
}

export interface NewMessage {
  body: string;
  attributes?: Record<string, AttributeValue>;
  groupId?: string;
  deduplicationId?: string;
  delaySeconds?: number;
}

/** SQS remembers a deduplication id for five minutes, deleted or not. */
const deduplicationMs = 5 * 60_000;

/**
 * One SQS queue, standard or FIFO, with what it owes its readers: visibility, order within groups,
 * deduplication, dead letters.
 */
export class Queue {
  readonly settings: QueueSettings;
  readonly #folder: MessageFolder;
  readonly #timer: Timer;
  readonly #messages: Map<number, Message>;
  readonly #sent: Map<string, { messageId: string; sequence: number; expiresAt: number }>;
  readonly #listeners = new Set<() => void>();
  #lastSequence: number;
  #deadLetterQueue: Queue | undefined;

  constructor(settings: QueueSettings, folder: MessageFolder, timer: Timer) {
    this.settings = settings;
    this.#folder = folder;
    this.#timer = timer;
    this.#messages = new Map(folder.messages().map((message) => [message.sequence, message]));
    this.#sent = new Map(folder.sentAfter(timer.now()).map(({ key, ...sent }) => [key, sent]));
    this.#lastSequence = Math.max(0, ...this.#messages.keys());
  }

  set deadLetterQueue(queue: Queue) {
    this.#deadLetterQueue = queue;
  }

  /** Calls back whenever something may have become receivable or was taken; returns the way to stop that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  send(sent: NewMessage): { messageId: string; sequence: number } {
    const now = this.#timer.now();
    const deduplicationId =
      sent.deduplicationId ?? (this.settings.contentBasedDeduplication ? sha256(sent.body) : undefined);
    const scope = this.settings.deduplicationScope === 'messageGroup' ? sent.groupId : '';
    const key = this.settings.fifo ? JSON.stringify([scope, deduplicationId]) : undefined;
    const repeated = key === undefined ? undefined : this.#sent.get(key);
    if (repeated && repeated.expiresAt > now) return repeated;

    const message: Message = {
      sequence: this.#nextSequence(),
      messageId: randomUUID(),
      body: sent.body,
      attributes: sent.attributes ?? {},
      ...(sent.groupId !== undefined && { groupId: sent.groupId }),
      ...(deduplicationId !== undefined && { deduplicationId }),
      sentAt: now,
      visibleAt: now + (sent.delaySeconds ?? this.settings.delaySeconds) * 1000,
      receiveCount: 0,
    };
    this.#keep(message);
    if (key !== undefined) this.#remember(key, message);
    this.#changed();
    return message;
  }

  /** Up to `most` messages, each hidden from others until its visibility timeout ends. */
  receive(most: number, visibilityTimeoutSeconds = this.settings.visibilityTimeoutSeconds): Message[] {
    const now = this.#timer.now();
    this.#dropExpired(now);
    const buried = this.#receivable(now).filter((message) => this.#isSpent(message));
    for (const message of buried) this.#bury(message);
    const taken = this.#receivable(now)
      .slice(0, most)
      .map((message) => ({
        ...message,
        visibleAt: now + visibilityTimeoutSeconds * 1000,
        receiveCount: message.receiveCount + 1,
        firstReceivedAt: message.firstReceivedAt ?? now,
        receiptHandle: `${message.sequence}.${randomUUID()}`,
      }));
    for (const message of taken) this.#keep(message);
    if (taken.length + buried.length > 0) this.#changed();
    return taken;
  }

  /** True unless a FIFO queue has meanwhile given the message to somebody else. */
  delete(receiptHandle: string): boolean {
    const message = this.#held(receiptHandle);
    if (!message) return true;
    if (this.settings.fifo && message.receiptHandle !== receiptHandle) return false;
    this.#drop(message);
    this.#changed();
    return true;
  }

  /** Hides a received message for so long from now on; 0 returns it at once. False when it is not in flight. */
  changeVisibility(receiptHandle: string, seconds: number): boolean {
    const message = this.#held(receiptHandle);
    const now = this.#timer.now();
    if (!message || message.receiptHandle !== receiptHandle || message.visibleAt <= now) return false;
    this.#keep({ ...message, visibleAt: now + seconds * 1000 });
    this.#changed();
    return true;
  }

  purge(): void {
    for (const message of this.#messages.values()) this.#drop(message);
    this.#changed();
  }

  counts(): { visible: number; inFlight: number; delayed: number } {
    const now = this.#timer.now();
    const hidden = [...this.#messages.values()].filter(({ visibleAt }) => visibleAt > now);
    const inFlight = hidden.filter(({ receiveCount }) => receiveCount > 0).length;
    return { visible: this.#messages.size - hidden.length, inFlight, delayed: hidden.length - inFlight };
  }

  /** Whether somebody who asked now would get a message, or send one to the dead-letter queue. */
  get hasReceivable(): boolean {
    return this.#receivable(this.#timer.now()).length > 0;
  }

  /** When the next hidden message comes back, epoch milliseconds; undefined when none is hidden. */
  get nextVisibleAt(): number | undefined {
    const now = this.#timer.now();
    const hidden = [...this.#messages.values()].map(({ visibleAt }) => visibleAt).filter((at) => at > now);
    return hidden.length === 0 ? undefined : hidden.reduce((least, at) => Math.min(least, at));
  }

  /** Gives all messages that nobody has in hand back to the queue they came from, and says how many. */
  redriveTo(source: Queue): number {
    const now = this.#timer.now();
    const waiting = [...this.#messages.values()].filter(({ visibleAt }) => visibleAt <= now);
    for (const message of waiting) {
      source.#accept({ ...message, sentAt: now });
      this.#drop(message);
    }
    if (waiting.length > 0) this.#changed();
    return waiting.length;
  }

  /** Takes over a message that another queue gave up on or gives back; it keeps its id. */
  #accept(message: Message): void {
    const { receiptHandle: _, firstReceivedAt: __, ...rest } = message;
    this.#keep({ ...rest, sequence: this.#nextSequence(), visibleAt: this.#timer.now(), receiveCount: 0 });
    this.#changed();
  }

  /** What may go out now, oldest first. In a FIFO queue a group with a message in flight gives out no other. */
  #receivable(now: number): Message[] {
    const messages = [...this.#messages.values()];
    const hidden = messages.filter(({ visibleAt }) => visibleAt > now);
    const blocked = new Set(this.settings.fifo ? hidden.map(({ groupId }) => groupId) : []);
    return messages.filter(
      ({ visibleAt, groupId }) => visibleAt <= now && !(this.settings.fifo && blocked.has(groupId)),
    );
  }

  #isSpent({ receiveCount }: Message): boolean {
    const { maxReceiveCount } = this.settings;
    return this.#deadLetterQueue !== undefined && maxReceiveCount !== undefined && receiveCount >= maxReceiveCount;
  }

  #bury(message: Message): void {
    // There first, then gone here: a crash in between leaves it twice rather than nowhere.
    // The life of a message begins anew in the dead-letter queue of a FIFO queue, and goes on in that of another.
    const sentAt = this.settings.fifo ? this.#timer.now() : message.sentAt;
    if (this.#deadLetterQueue) this.#deadLetterQueue.#accept({ ...message, sentAt });
    this.#drop(message);
  }

  #dropExpired(now: number): void {
    for (const message of this.#messages.values()) {
      if (message.sentAt + this.settings.retentionSeconds * 1000 <= now) this.#drop(message);
    }
    for (const [key, { expiresAt }] of this.#sent) if (expiresAt <= now) this.#sent.delete(key);
  }

  /** The message that this receipt was given for, if it is still there. */
  #held(receiptHandle: string): Message | undefined {
    return this.#messages.get(Number(receiptHandle.split('.')[0]));
  }

  #keep(message: Message): void {
    this.#messages.set(message.sequence, message);
    this.#folder.keep(message);
  }

  #drop(message: Message): void {
    this.#messages.delete(message.sequence);
    this.#folder.drop(message);
  }

  #remember(key: string, { messageId, sequence, sentAt }: Message): void {
    const sent = { messageId, sequence, expiresAt: sentAt + deduplicationMs };
    this.#sent.set(key, sent);
    this.#folder.keepSent({ key, ...sent });
  }

  /** From the clock, so that it also grows over a restart with an empty queue. */
  #nextSequence(): number {
    this.#lastSequence = Math.max(this.#lastSequence + 1, this.#timer.now() * 1000);
    return this.#lastSequence;
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
