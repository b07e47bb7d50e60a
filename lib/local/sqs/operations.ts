import type { SQSRecordAttributes } from 'aws-lambda';
import { AwsError } from '../gateway/aws-call.ts';
import type { MessageInput } from './inputs.ts';
import { type Message, md5Of, md5OfAttributes } from './message.ts';
import type { Queue } from './queue.ts';

/** A message may have 1 MiB, and so may a batch. */
export const longestBodyBytes = 1024 * 1024;

const batchAtMost = 10;

/** The names these errors had in the older protocol, which SDKs still show. */
export const queryCodes: Record<string, string> = {
  AccessDeniedException: 'AccessDenied',
  QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
  MessageNotInflight: 'AWS.SimpleQueueService.MessageNotInflight',
  EmptyBatchRequest: 'AWS.SimpleQueueService.EmptyBatchRequest',
  TooManyEntriesInBatchRequest: 'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
  BatchEntryIdsNotDistinct: 'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
};

export function send(queue: Queue, input: MessageInput): Record<string, unknown> {
  const { fifo, contentBasedDeduplication } = queue.settings;
  const bytes = Buffer.byteLength(input.MessageBody);
  if (bytes === 0) throw new AwsError('MissingParameter', 'The request must contain the parameter MessageBody.');
  if (bytes > longestBodyBytes) {
    throw new AwsError(
      'InvalidParameterValue',
      `One or more parameters are invalid. Reason: Message must be shorter than ${longestBodyBytes} bytes.`,
    );
  }
  if (fifo && input.MessageGroupId === undefined) {
    throw new AwsError('MissingParameter', 'The request must contain the parameter MessageGroupId.');
  }
  if (fifo && input.MessageDeduplicationId === undefined && !contentBasedDeduplication) {
    throw new AwsError(
      'InvalidParameterValue',
      'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    );
  }
  if (fifo && input.DelaySeconds !== undefined && input.DelaySeconds > 0) {
    throw new AwsError(
      'InvalidParameterValue',
      `Value ${input.DelaySeconds} for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type.`,
    );
  }
  const { messageId, sequence } = queue.send({
    body: input.MessageBody,
    ...(input.MessageAttributes && { attributes: input.MessageAttributes }),
    ...(input.MessageGroupId !== undefined && { groupId: input.MessageGroupId }),
    ...(input.MessageDeduplicationId !== undefined && { deduplicationId: input.MessageDeduplicationId }),
    ...(input.DelaySeconds !== undefined && { delaySeconds: input.DelaySeconds }),
  });
  return {
    MessageId: messageId,
    MD5OfMessageBody: md5Of(input.MessageBody),
    MD5OfMessageAttributes: md5OfAttributes(input.MessageAttributes ?? {}),
    ...(fifo && { SequenceNumber: String(sequence).padStart(20, '0') }),
  };
}

export function remove(queue: Queue, receiptHandle: string): Record<string, unknown> {
  if (queue.delete(receiptHandle)) return {};
  throw new AwsError(
    'InvalidParameterValue',
    `Value ${receiptHandle} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.`,
  );
}

export function hide(
  queue: Queue,
  input: { ReceiptHandle: string; VisibilityTimeout: number },
): Record<string, unknown> {
  if (queue.changeVisibility(input.ReceiptHandle, input.VisibilityTimeout)) return {};
  throw new AwsError(
    'MessageNotInflight',
    `Value ${input.ReceiptHandle} for parameter ReceiptHandle is invalid. Reason: Message is not in flight.`,
  );
}

/** Each entry succeeds or fails by itself. */
export function inBatch<Entry extends { Id: string }>(
  entries: Entry[],
  act: (entry: Entry) => Record<string, unknown>,
): unknown {
  if (entries.length === 0)
    throw new AwsError('EmptyBatchRequest', 'There should be at least one entry in the request.');
  if (entries.length > batchAtMost) {
    throw new AwsError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${batchAtMost}. You have sent ${entries.length}.`,
    );
  }
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length) {
    throw new AwsError('BatchEntryIdsNotDistinct', 'Two or more batch entries in the request have the same Id.');
  }
  const Successful: unknown[] = [];
  const Failed: unknown[] = [];
  for (const entry of entries) {
    try {
      Successful.push({ Id: entry.Id, ...act(entry) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      Failed.push({
        Id: entry.Id,
        SenderFault: true,
        Code: queryCodes[error.code] ?? error.code,
        Message: error.message,
      });
    }
  }
  return { Successful, Failed };
}

/** Where the messages of a dead-letter queue came from. */
export function sourceOf(deadLetters: Queue, queues: Iterable<Queue>): Queue {
  const { arn } = deadLetters.settings;
  const [source, another] = [...queues].filter(({ settings }) => settings.deadLetterQueueArn === arn);
  if (source && !another) return source;
  throw new AwsError(
    'ResourceNotFoundException',
    'Source queue must be configured as a Dead Letter Queue of one queue.',
  );
}

/** The attributes SQS itself adds to a message that is read. */
export const systemAttributesOf = (message: Message): SQSRecordAttributes => ({
  ApproximateReceiveCount: String(message.receiveCount),
  ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt ?? message.sentAt),
  SentTimestamp: String(message.sentAt),
  SenderId: 'local',
  ...(message.groupId !== undefined && {
    SequenceNumber: String(message.sequence).padStart(20, '0'),
    MessageGroupId: message.groupId,
  }),
  ...(message.deduplicationId !== undefined && { MessageDeduplicationId: message.deduplicationId }),
});

export const received = (message: Message): unknown => ({
  MessageId: message.messageId,
  ReceiptHandle: message.receiptHandle,
  Body: message.body,
  MD5OfBody: md5Of(message.body),
  Attributes: systemAttributesOf(message),
  ...(Object.keys(message.attributes).length > 0 && {
    MessageAttributes: message.attributes,
    MD5OfMessageAttributes: md5OfAttributes(message.attributes),
  }),
});

export function attributesOf(queue: Queue, names: string[]): Record<string, string> {
  const { settings } = queue;
  const { visible, inFlight, delayed } = queue.counts();
  const all: Record<string, string> = {
    QueueArn: settings.arn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    VisibilityTimeout: String(settings.visibilityTimeoutSeconds),
    DelaySeconds: String(settings.delaySeconds),
    MessageRetentionPeriod: String(settings.retentionSeconds),
    ...(settings.fifo && {
      FifoQueue: 'true',
      ContentBasedDeduplication: String(settings.contentBasedDeduplication),
      DeduplicationScope: settings.deduplicationScope,
    }),
    ...(settings.deadLetterQueueArn !== undefined && {
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: settings.deadLetterQueueArn,
        maxReceiveCount: settings.maxReceiveCount,
      }),
    }),
  };
  return names.includes('All') ? all : Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
}
