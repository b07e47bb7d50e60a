import { createHash } from 'node:crypto';
import * as v from 'valibot';

export const attributeValueSchema = v.object({
  DataType: v.string(),
  StringValue: v.optional(v.string()),
  /** base64 */
  BinaryValue: v.optional(v.string()),
});

export type AttributeValue = v.InferOutput<typeof attributeValueSchema>;

export const messageSchema = v.object({
  /** Grows with every message of a queue; the order of a FIFO group. */
  sequence: v.number(),
  messageId: v.string(),
  body: v.string(),
  attributes: v.optional(v.record(v.string(), attributeValueSchema), {}),
  groupId: v.optional(v.string()),
  deduplicationId: v.optional(v.string()),
  /** Epoch milliseconds. */
  sentAt: v.number(),
  /** Hidden before this moment: delayed, or received and not yet deleted. */
  visibleAt: v.number(),
  receiveCount: v.number(),
  firstReceivedAt: v.optional(v.number()),
  /** Of the latest receive. */
  receiptHandle: v.optional(v.string()),
});

/** A message as it lies in a queue. */
export type Message = v.InferOutput<typeof messageSchema>;

export const md5Of = (text: string | Uint8Array): string => createHash('md5').update(text).digest('hex');

/** The MD5 SQS gives for message attributes: each name, type and value with its length before it, sorted by name. */
export function md5OfAttributes(attributes: Record<string, AttributeValue>): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const withLength = (bytes: Buffer): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  const parts = names.flatMap((name) => {
    const { DataType = '', StringValue, BinaryValue } = attributes[name] ?? {};
    const value = BinaryValue === undefined ? Buffer.from(StringValue ?? '') : Buffer.from(BinaryValue, 'base64');
    const transport = Buffer.from([BinaryValue === undefined ? 1 : 2]);
    return [withLength(Buffer.from(name)), withLength(Buffer.from(DataType)), transport, withLength(value)];
  });
  return md5Of(Buffer.concat(parts));
}
