import {
  ChangeMessageVisibilityCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { Clock } from '../../lib/clock.ts';

export interface QueuedMessage {
  id: string;
  group: string;
  body: string;
  /** Epoch milliseconds. */
  sentAt: number;
  receiveCount: number;
  /** Anew at each receipt; an old one is worth nothing any more. */
  receipt: string;
  /** Epoch milliseconds. */
  visibleAt: number;
}

interface Entry {
  MessageBody?: string | undefined;
  MessageGroupId?: string | undefined;
  MessageDeduplicationId?: string | undefined;
}

/** As the stack has it: lib/infra/sync-queue.ts. */
const visibilityMs = 30 * 60_000;
const retentionMs = 4 * 86_400_000;
const receiptsAtMost = 10;
const deduplicationMs = 5 * 60_000;

/**
 * SQS as our stack uses it, on a clock of one's own: within a message group one message at a time and in order, each
 * hidden while somebody works on it and back again if nobody deletes it, ten times at most.
 */
export class FifoQueue {
  readonly deadLetters: QueuedMessage[] = [];
  readonly #clock: Clock;
  readonly #groups = new Map<string, QueuedMessage[]>();
  /** When each deduplication id was last seen. */
  readonly #sent = new Map<string, number>();
  #count = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** How many messages wait or are being worked on. */
  get length(): number {
    return [...this.#groups.values()].reduce((sum, messages) => sum + messages.length, 0);
  }

  /** When the next message can be received, epoch milliseconds; infinite when there is none. */
  get nextAt(): number {
    let next = Number.POSITIVE_INFINITY;
    for (const [message] of this.#groups.values()) if (message) next = Math.min(next, message.visibleAt);
    return next;
  }

  receive(): QueuedMessage | undefined {
    const now = this.#clock.now();
    for (const [group, messages] of this.#groups) {
      while (messages[0] && now - messages[0].sentAt > retentionMs) messages.shift();
      while (messages[0] && messages[0].visibleAt <= now && messages[0].receiveCount >= receiptsAtMost) {
        this.deadLetters.push(messages.shift()!);
      }
      const first = messages[0];
      if (!first) this.#groups.delete(group);
      if (!first || first.visibleAt > now) continue;
      first.receiveCount += 1;
      first.receipt = `${first.id}/${first.receiveCount}`;
      first.visibleAt = now + visibilityMs;
      return { ...first };
    }
    return undefined;
  }

  delete(receipt: string): void {
    for (const messages of this.#groups.values()) {
      if (messages[0]?.receipt === receipt) messages.shift();
    }
  }

  /** Hides a received message for so long from now on. */
  hide(receipt: string, seconds: number): void {
    for (const [message] of this.#groups.values()) {
      if (message?.receipt === receipt) message.visibleAt = this.#clock.now() + seconds * 1000;
    }
  }

  /** What the client of the real queue says, done here. */
  carryOut(command: object): object {
    if (command instanceof SendMessageCommand) this.#add(command.input);
    else if (command instanceof SendMessageBatchCommand)
      for (const entry of command.input.Entries ?? []) this.#add(entry);
    else if (command instanceof ChangeMessageVisibilityCommand) {
      this.hide(command.input.ReceiptHandle ?? '', command.input.VisibilityTimeout ?? 0);
    } else throw new Error(`Nobody has asked the queue for a ${command.constructor.name} so far.`);
    return {};
  }

  #add({ MessageBody = '', MessageGroupId = '', MessageDeduplicationId }: Entry): void {
    const now = this.#clock.now();
    const known = `${MessageGroupId} ${MessageDeduplicationId}`;
    if (now - (this.#sent.get(known) ?? Number.NEGATIVE_INFINITY) < deduplicationMs) return;
    this.#sent.set(known, now);
    const id = `message-${++this.#count}`;
    const message = { id, group: MessageGroupId, body: MessageBody, receiveCount: 0, receipt: '', visibleAt: now };
    const messages = this.#groups.get(MessageGroupId) ?? [];
    messages.push({ ...message, sentAt: now });
    this.#groups.set(MessageGroupId, messages);
  }
}

const client = new SQSClient({ region: 'eu-central-1' });

/** A client of SQS whose commands go elsewhere. */
export function sqsClient(send: (command: object) => Promise<object>): SQSClient {
  return Object.create(client, { send: { value: send } });
}
