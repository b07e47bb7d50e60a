import {
  ChangeMessageVisibilityCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import type { Clock } from '../../lib/clock.ts';
import { SyncQueue } from '../../lib/queue.ts';

interface Entry {
  Id?: string;
  MessageBody: string;
  MessageGroupId: string;
  MessageDeduplicationId: string;
}

/** The real client of the queue before an SQS that keeps its messages here, each deduplication id once. */
export class QueueInMemory {
  readonly queue: SyncQueue;
  /** How long each receipt was put off, seconds, in order. */
  readonly waits: [receipt: string, seconds: number][] = [];
  /** Message groups that SQS takes nothing for. */
  readonly refused = new Set<string>();
  readonly #messages = new Map<string, unknown>();

  constructor(clock: Clock) {
    const client = new SQSClient({ region: 'eu-central-1' });
    const sqs = mockClient(client);
    sqs.on(SendMessageCommand).callsFake((entry: Entry) => this.#take(entry));
    sqs.on(SendMessageBatchCommand).callsFake(({ Entries }: { Entries: Entry[] }) => {
      const Failed = Entries.filter((entry) => !this.#take(entry)).map(({ Id }) => ({ Id, SenderFault: false }));
      return { Failed };
    });
    sqs
      .on(ChangeMessageVisibilityCommand)
      .callsFake(({ ReceiptHandle, VisibilityTimeout }: { ReceiptHandle: string; VisibilityTimeout: number }) => {
        this.waits.push([ReceiptHandle, VisibilityTimeout]);
      });
    this.queue = new SyncQueue(client, 'https://sqs.invalid/sync.fifo', clock);
  }

  /** In the order in which they came. */
  get messages(): unknown[] {
    return [...this.#messages.values()];
  }

  #take({ MessageBody, MessageGroupId, MessageDeduplicationId }: Entry): boolean {
    if (this.refused.has(MessageGroupId)) return false;
    // Deduplicated within the message group, as the stack asks for.
    const id = `${MessageGroupId} ${MessageDeduplicationId}`;
    if (!this.#messages.has(id)) this.#messages.set(id, JSON.parse(MessageBody));
    return true;
  }
}
