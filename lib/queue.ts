import { randomUUID } from 'node:crypto';
import {
  ChangeMessageVisibilityCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
  type SQSClientConfig,
} from '@aws-sdk/client-sqs';
import type { Clock } from './clock.ts';
import type { SyncMessage } from './sync-message.ts';

/** A message of a batch. Within five minutes SQS takes a second one with the same id for the first one come again. */
export interface SyncEntry {
  message: SyncMessage;
  deduplicationId: string;
}

/** Limit of SQS. */
const batchAtMost = 10;
const pausesMs = [200, 800, 3_200];
/**
 * SQS hides a message for twelve hours at most, counted from its receipt: a quarter of an hour is left for the
 * time since then.
 */
const waitAtMostSeconds = 12 * 3600 - 900;

/**
 * The FIFO queue of accounts that wait for a sync: the account is the message group, so two syncs of one never
 * run at once.
 */
export class SyncQueue {
  readonly #client: SQSClient;
  readonly #url: string;
  readonly #clock: Clock;

  constructor(client: SQSClient, url: string, clock: Clock) {
    this.#client = client;
    this.#url = url;
    this.#clock = clock;
  }

  /** Without a deduplication id each message counts: an equal one may tell of something newer. */
  async send(message: SyncMessage, deduplicationId: string = randomUUID()): Promise<void> {
    await this.#client.send(new SendMessageCommand({ QueueUrl: this.#url, ...request({ message, deduplicationId }) }));
  }

  /** Sends many, tries again those that SQS has not taken, and returns those it did not take in the end. */
  async sendBatch(entries: readonly SyncEntry[]): Promise<SyncEntry[]> {
    const unsent: SyncEntry[] = [];
    for (let from = 0; from < entries.length; from += batchAtMost) {
      unsent.push(...(await this.#sendInsistently(entries.slice(from, from + batchAtMost))));
    }
    return unsent;
  }

  /** Hides a received message from now on for a while; longer than SQS can is as long as it can. */
  async wait(receiptHandle: string, seconds: number): Promise<void> {
    const VisibilityTimeout = Math.min(Math.max(Math.ceil(seconds), 0), waitAtMostSeconds);
    const wait = { QueueUrl: this.#url, ReceiptHandle: receiptHandle, VisibilityTimeout };
    await this.#client.send(new ChangeMessageVisibilityCommand(wait));
  }

  async #sendInsistently(batch: readonly SyncEntry[]): Promise<SyncEntry[]> {
    const refused: SyncEntry[] = [];
    let waiting = batch;
    for (const pauseMs of [...pausesMs, undefined]) {
      const failed = await this.#sendOnce(waiting);
      refused.push(...failed.flatMap(({ entry, ourFault }) => (ourFault ? [entry] : [])));
      waiting = failed.flatMap(({ entry, ourFault }) => (ourFault ? [] : [entry]));
      if (waiting.length === 0 || pauseMs === undefined) break;
      await this.#clock.sleep(pauseMs);
    }
    return [...refused, ...waiting];
  }

  async #sendOnce(batch: readonly SyncEntry[]): Promise<{ entry: SyncEntry; ourFault: boolean }[]> {
    const Entries = batch.map((entry, index) => ({ Id: String(index), ...request(entry) }));
    const { Failed = [] } = await this.#client.send(new SendMessageBatchCommand({ QueueUrl: this.#url, Entries }));
    const failures = new Map(Failed.map(({ Id, SenderFault }) => [Id, SenderFault ?? false]));
    return batch.flatMap((entry, index) => {
      const ourFault = failures.get(String(index));
      return ourFault === undefined ? [] : [{ entry, ourFault }];
    });
  }
}

export const openQueue = (aws: SQSClientConfig, url: string, clock: Clock): SyncQueue =>
  new SyncQueue(new SQSClient(aws), url, clock);

function request({ message, deduplicationId }: SyncEntry) {
  return {
    MessageBody: JSON.stringify(message),
    MessageGroupId: message.account,
    MessageDeduplicationId: deduplicationId,
  };
}
