import {
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
  type SQSClientConfig,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { parseSyncMessage, type SyncMessage } from './sync-message.ts';

/** How many messages a queue holds. SQS says them approximately: what came in the last seconds may be missing. */
export interface QueueDepth {
  /** Ready to be given out. */
  visible: number;
  /** Given out, and not yet done with; or put off until later. */
  inFlight: number;
  delayed: number;
}

/** A sync that was given up. */
export interface DeadLetter {
  account: string;
  /** What it was asked for. */
  reason: SyncMessage['reason'];
  /** Since when it waits, epoch milliseconds. */
  since: number;
}

export interface DeadLetters extends QueueDepth {
  /** Ten at most, the oldest first. What cannot be read is among the counts only. */
  letters: DeadLetter[];
}

/** Limit of SQS. */
const readAtMost = 10;
/**
 * SQS cannot show a message without giving it out. So it is given out for as long as it takes to answer, never deleted,
 * and comes back by itself; ten times over harms none, because the dead letters have no limit of their own. With 0 seconds
 * one answer may bring the same message twice, and with many a redrive pressed at once would pass over those that were
 * just looked at.
 */
const lookSeconds = 2;

/** The sync queue and its dead letters, as far as an owner looks at them. */
export class QueueWatch {
  readonly #client: SQSClient;
  readonly #queue: string;
  readonly #deadLetters: string;

  constructor(client: SQSClient, urls: { queue: string; deadLetters: string }) {
    this.#client = client;
    this.#queue = urls.queue;
    this.#deadLetters = urls.deadLetters;
  }

  depth(): Promise<QueueDepth> {
    return this.#depthOf(this.#queue);
  }

  async deadLetters(): Promise<DeadLetters> {
    // Counted before they are given out: none of them is in flight by our looking.
    const depth = await this.#depthOf(this.#deadLetters);
    if (depth.visible === 0) return { ...depth, letters: [] };
    const receive = new ReceiveMessageCommand({
      QueueUrl: this.#deadLetters,
      MaxNumberOfMessages: readAtMost,
      VisibilityTimeout: lookSeconds,
      MessageSystemAttributeNames: ['SentTimestamp'],
    });
    const { Messages = [] } = await this.#client.send(receive);
    const letters = Messages.flatMap(({ Body = '', Attributes }): DeadLetter[] => {
      const message = parseSyncMessage(Body);
      const since = Number(Attributes?.SentTimestamp ?? 0);
      return message ? [{ account: message.account, reason: message.reason, since }] : [];
    });
    return { ...depth, letters: letters.sort((a, b) => a.since - b.since) };
  }

  /**
   * Puts all dead letters back into the queue they came from. It goes on by itself after the answer.
   *
   * @returns false when SQS is at it already
   */
  async redrive(): Promise<boolean> {
    const get = new GetQueueAttributesCommand({ QueueUrl: this.#deadLetters, AttributeNames: ['QueueArn'] });
    const { Attributes } = await this.#client.send(get);
    try {
      await this.#client.send(new StartMessageMoveTaskCommand({ SourceArn: Attributes?.QueueArn }));
      return true;
    } catch (error) {
      if (error instanceof Error && /already a task running/i.test(error.message)) return false;
      throw error;
    }
  }

  async #depthOf(QueueUrl: string): Promise<QueueDepth> {
    const get = new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: [
        'ApproximateNumberOfMessages',
        'ApproximateNumberOfMessagesNotVisible',
        'ApproximateNumberOfMessagesDelayed',
      ],
    });
    const { Attributes = {} } = await this.#client.send(get);
    return {
      visible: Number(Attributes.ApproximateNumberOfMessages ?? 0),
      inFlight: Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
      delayed: Number(Attributes.ApproximateNumberOfMessagesDelayed ?? 0),
    };
  }
}

export const openQueueWatch = (aws: SQSClientConfig, urls: { queue: string; deadLetters: string }): QueueWatch =>
  new QueueWatch(new SQSClient(aws), urls);
