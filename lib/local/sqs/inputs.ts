import * as v from 'valibot';
import { attributeValueSchema } from './message.ts';

/** What the operations of SQS take, as far as they are played. */

const seconds = v.pipe(v.number(), v.integer(), v.minValue(0));
const visibilitySeconds = v.pipe(seconds, v.maxValue(43_200));

const message = {
  MessageBody: v.string(),
  DelaySeconds: v.optional(v.pipe(seconds, v.maxValue(900))),
  MessageAttributes: v.optional(v.record(v.string(), attributeValueSchema)),
  MessageGroupId: v.optional(v.string()),
  MessageDeduplicationId: v.optional(v.string()),
};

const queue = { QueueUrl: v.string() };

export const messageInputSchema = v.object(message);
export type MessageInput = v.InferOutput<typeof messageInputSchema>;

export const queueInputSchema = v.object(queue);
export const queueNameInputSchema = v.object({ QueueName: v.string() });

export const sendBatchInputSchema = v.object({
  ...queue,
  Entries: v.array(v.object({ Id: v.string(), ...message })),
});

export const receiveInputSchema = v.object({
  ...queue,
  MaxNumberOfMessages: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10)), 1),
  VisibilityTimeout: v.optional(visibilitySeconds),
  WaitTimeSeconds: v.optional(v.pipe(seconds, v.maxValue(20)), 0),
});

export const deleteInputSchema = v.object({ ...queue, ReceiptHandle: v.string() });

export const deleteBatchInputSchema = v.object({
  ...queue,
  Entries: v.array(v.object({ Id: v.string(), ReceiptHandle: v.string() })),
});

export const visibilityInputSchema = v.object({
  ...queue,
  ReceiptHandle: v.string(),
  VisibilityTimeout: visibilitySeconds,
});

export const visibilityBatchInputSchema = v.object({
  ...queue,
  Entries: v.array(v.object({ Id: v.string(), ReceiptHandle: v.string(), VisibilityTimeout: visibilitySeconds })),
});

/** Here messages go back to where they came from, at once; SQS could also take them elsewhere, and slowly. */
export const moveInputSchema = v.object({ SourceArn: v.string(), DestinationArn: v.optional(v.undefined()) });

export const attributesInputSchema = v.object({ ...queue, AttributeNames: v.optional(v.array(v.string()), []) });
