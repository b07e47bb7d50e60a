import {
  ChangeMessageVisibilityCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { type SyncEntry, SyncQueue } from '../lib/queue.ts';
import { parseSyncMessage } from '../lib/sync-message.ts';
import { VirtualClock } from './virtual-clock.ts';

const client = new SQSClient({ region: 'eu-central-1' });
const sqs = mockClient(client);
const url = 'https://sqs.eu-central-1.amazonaws.com/000000000000/sync.fifo';
let clock: VirtualClock;
let queue: SyncQueue;

beforeEach(() => {
  sqs.reset();
  clock = new VirtualClock();
  queue = new SyncQueue(client, url, clock);
});

const sent = () => sqs.commandCalls(SendMessageCommand).map(({ args: [{ input }] }) => input);
const batches = () => sqs.commandCalls(SendMessageBatchCommand).map(({ args: [{ input }] }) => input.Entries ?? []);

describe('sending', () => {
  it('puts a message into the group of its account', async () => {
    await queue.send({ account: '1000001', reason: 'schedule' }, 'tick');
    expect(sent()).toEqual([
      {
        QueueUrl: url,
        MessageBody: '{"account":"1000001","reason":"schedule"}',
        MessageGroupId: '1000001',
        MessageDeduplicationId: 'tick',
      },
    ]);
  });

  it('two equal messages are two, unless told otherwise', async () => {
    await queue.send({ account: '1000001', reason: 'webhook' });
    await queue.send({ account: '1000001', reason: 'webhook' });
    const [first, second] = sent().map(({ MessageDeduplicationId }) => MessageDeduplicationId);
    expect(first).toBeTruthy();
    expect(second).toBeTruthy();
    expect(first).not.toBe(second);
  });
});

describe('sending many', () => {
  const entries: SyncEntry[] = Array.from({ length: 23 }, (_, index) => ({
    message: { account: String(index), reason: 'schedule' },
    deduplicationId: `tick-${index}`,
  }));

  /** An SQS that refuses some accounts a number of times. */
  function refuse(refusals: Record<string, { times: number; senderFault?: boolean }>): void {
    const left = new Map(Object.entries(refusals).map(([account, { times }]) => [account, times]));
    sqs
      .on(SendMessageBatchCommand)
      .callsFake(async ({ Entries }: { Entries: { Id: string; MessageGroupId: string }[] }) => {
        const refused = Entries.filter(({ MessageGroupId: account }) => {
          const times = left.get(account) ?? 0;
          left.set(account, times - 1);
          return times > 0;
        });
        const Failed = refused.map(({ Id, MessageGroupId }) => ({
          Id,
          Code: 'InternalError',
          SenderFault: refusals[MessageGroupId]?.senderFault ?? false,
        }));
        return { Failed };
      });
  }
  const accountsOf = (batch: typeof entries | ReturnType<typeof batches>[number]) =>
    batch.map((entry) => ('message' in entry ? entry.message.account : entry.MessageGroupId));

  it('goes in batches of ten, each message in its own group with its own id', async () => {
    refuse({});
    expect(await queue.sendBatch(entries)).toEqual([]);
    expect(batches().map((batch) => batch.length)).toEqual([10, 10, 3]);
    expect(
      batches()
        .flat()
        .map(({ MessageGroupId, MessageDeduplicationId, MessageBody }) => [
          MessageGroupId,
          MessageDeduplicationId,
          MessageBody,
        ]),
    ).toEqual(
      entries.map(({ message, deduplicationId }) => [message.account, deduplicationId, JSON.stringify(message)]),
    );
    for (const batch of batches()) expect(new Set(batch.map(({ Id }) => Id)).size).toBe(batch.length);
  });

  it('nothing sends nothing', async () => {
    expect(await queue.sendBatch([])).toEqual([]);
    expect(batches()).toEqual([]);
  });

  it('tries again only what was refused, with growing pauses', async () => {
    refuse({ 4: { times: 1 }, 15: { times: 3 } });
    const begin = clock.now();
    expect(await clock.until(queue.sendBatch(entries))).toEqual([]);
    expect(batches().map(accountsOf)).toEqual([
      accountsOf(entries.slice(0, 10)),
      ['4'],
      accountsOf(entries.slice(10, 20)),
      ['15'],
      ['15'],
      ['15'],
      accountsOf(entries.slice(20)),
    ]);
    expect(clock.now() - begin).toBe(200 + 200 + 800 + 3_200);
  });

  it('gives up after four tries, reports what remains, and sends the rest all the same', async () => {
    refuse({ 4: { times: 99 }, 15: { times: 99 } });
    expect(await clock.until(queue.sendBatch(entries))).toEqual([entries[4], entries[15]]);
    expect(batches().filter((batch) => batch.length === 1)).toHaveLength(6);
    expect(batches().at(-1)).toHaveLength(3);
  });

  it('does not try again what SQS finds wrong in the message itself', async () => {
    refuse({ 4: { times: 99, senderFault: true } });
    expect(await clock.until(queue.sendBatch(entries))).toEqual([entries[4]]);
    expect(batches()).toHaveLength(3);
  });
});

describe('waiting', () => {
  it.each([
    { seconds: 60, visible: 60 },
    { seconds: 0.2, visible: 1 },
    { seconds: -5, visible: 0 },
    { seconds: 86_400, visible: 42_300 },
  ])('$seconds s hides the message for $visible s', async ({ seconds, visible }) => {
    await queue.wait('receipt', seconds);
    expect(sqs.commandCalls(ChangeMessageVisibilityCommand)[0]?.args[0].input).toEqual({
      QueueUrl: url,
      ReceiptHandle: 'receipt',
      VisibilityTimeout: visible,
    });
  });
});

describe('a body', () => {
  it.each(['webhook', 'schedule', 'connect', 'maintenance', 'continue'])('of reason %s is a message', (reason) => {
    const body = JSON.stringify({ account: '1000001', reason });
    expect(parseSyncMessage(body)).toEqual({ account: '1000001', reason });
  });

  it.each([
    '',
    'no JSON',
    'null',
    '[]',
    '{}',
    '{"account":"","reason":"webhook"}',
    '{"account":1000001,"reason":"webhook"}',
    '{"account":"1000001"}',
    '{"account":"1000001","reason":"because"}',
  ])('%j is no message, and no error', (body) => {
    expect(parseSyncMessage(body)).toBeUndefined();
  });
});
