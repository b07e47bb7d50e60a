import { describe, expect, it } from 'vitest';
import { MessageFolder } from '../../../lib/local/sqs/message-folder.ts';
import { Queue, type QueueSettings } from '../../../lib/local/sqs/queue.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { VirtualTimer } from '../virtual-timer.ts';

const settings: QueueSettings = {
  name: 'q',
  url: 'http://127.0.0.1/000000000000/q',
  arn: 'arn:aws:sqs:eu-central-1:000000000000:q',
  fifo: false,
  contentBasedDeduplication: false,
  deduplicationScope: 'queue',
  visibilityTimeoutSeconds: 30,
  delaySeconds: 0,
  retentionSeconds: 3600,
  maxReceiveCount: undefined,
  deadLetterQueueArn: undefined,
};

function open(partial: Partial<QueueSettings> = {}) {
  const timer = new VirtualTimer();
  const folder = temporaryFolder();
  const reopen = (): Queue => new Queue({ ...settings, ...partial }, new MessageFolder(folder), timer);
  const queue = reopen();
  const bodies = (most = 10): string[] => queue.receive(most).map(({ body }) => body);
  return { queue, timer, reopen, bodies };
}

const fifo: Partial<QueueSettings> = { fifo: true, contentBasedDeduplication: true };

describe('visibility', () => {
  it('a received message is hidden until its timeout ends', async () => {
    const { queue, timer, bodies } = open();
    queue.send({ body: 'a' });
    expect(bodies()).toEqual(['a']);
    await timer.advance(29);
    expect(bodies()).toEqual([]);
    await timer.advance(1);
    const [message] = queue.receive(1);
    expect(message).toMatchObject({ body: 'a', receiveCount: 2 });
  });

  it('it can be shortened, lengthened and ended', async () => {
    const { queue, timer, bodies } = open();
    queue.send({ body: 'a' });
    const [first] = queue.receive(1);
    expect(queue.changeVisibility(first?.receiptHandle ?? '', 100)).toBe(true);
    await timer.advance(99);
    expect(bodies()).toEqual([]);
    expect(queue.changeVisibility(first?.receiptHandle ?? '', 0)).toBe(true);
    expect(bodies()).toEqual(['a']);
  });

  it('it cannot be changed once the message is back', async () => {
    const { queue, timer } = open();
    queue.send({ body: 'a' });
    const [first] = queue.receive(1);
    await timer.advance(30);
    expect(queue.changeVisibility(first?.receiptHandle ?? '', 10)).toBe(false);
  });

  it('a delayed message comes later', async () => {
    const { queue, timer, bodies } = open({ delaySeconds: 5 });
    queue.send({ body: 'late' });
    queue.send({ body: 'soon', delaySeconds: 0 });
    expect(bodies()).toEqual(['soon']);
    expect(queue.counts()).toEqual({ visible: 0, inFlight: 1, delayed: 1 });
    await timer.advance(5);
    expect(bodies()).toEqual(['late']);
  });

  it('the queue knows when the next one is back', async () => {
    const { queue, timer } = open();
    expect(queue.nextVisibleAt).toBeUndefined();
    queue.send({ body: 'a' });
    queue.send({ body: 'b' });
    queue.receive(1, 20);
    queue.receive(1, 10);
    expect(queue.nextVisibleAt).toBe(timer.now() + 10_000);
    expect(queue.hasReceivable).toBe(false);
  });
});

describe('deleting', () => {
  it('takes a message away for good', async () => {
    const { queue, timer, bodies } = open();
    queue.send({ body: 'a' });
    expect(queue.delete(queue.receive(1)[0]?.receiptHandle ?? '')).toBe(true);
    await timer.advance(60);
    expect(bodies()).toEqual([]);
  });

  it('with an outdated receipt works in a standard queue, not in a FIFO queue', async () => {
    for (const [kind, expected] of [
      [{}, true],
      [fifo, false],
    ] as const) {
      const { queue, timer } = open(kind);
      queue.send({ body: 'a', groupId: 'g' });
      const [first] = queue.receive(1);
      await timer.advance(30);
      queue.receive(1);
      expect(queue.delete(first?.receiptHandle ?? '')).toBe(expected);
    }
  });
});

describe('a FIFO queue', () => {
  it('gives out a group in order, and nothing more of it while one is in flight', () => {
    const { queue, bodies } = open(fifo);
    for (const body of ['a1', 'a2', 'b1', 'a3']) queue.send({ body, groupId: body[0] ?? '' });
    const [a1] = queue.receive(1);
    expect(a1?.body).toBe('a1');
    expect(bodies()).toEqual(['b1']);
    queue.delete(a1?.receiptHandle ?? '');
    expect(bodies(1)).toEqual(['a2']);
    expect(bodies()).toEqual([]);
  });

  it('gives out several of a group at once', () => {
    const { queue, bodies } = open(fifo);
    for (const body of ['a1', 'b1', 'a2']) queue.send({ body, groupId: body[0] ?? '' });
    expect(bodies(10)).toEqual(['a1', 'b1', 'a2']);
  });

  it('keeps the order when a message returns', async () => {
    const { queue, timer, bodies } = open(fifo);
    for (const body of ['a1', 'a2']) queue.send({ body, groupId: 'a' });
    queue.receive(1);
    await timer.advance(30);
    expect(bodies()).toEqual(['a1', 'a2']);
  });

  it('takes the same message once in five minutes, also after it is deleted', async () => {
    const { queue, timer, bodies } = open(fifo);
    const first = queue.send({ body: 'a', groupId: 'g' });
    queue.delete(queue.receive(1)[0]?.receiptHandle ?? '');
    expect(queue.send({ body: 'a', groupId: 'g' }).messageId).toBe(first.messageId);
    expect(queue.send({ body: 'other', groupId: 'h', deduplicationId: 'x' })).toBeDefined();
    expect(bodies()).toEqual(['other']);
    await timer.advance(300);
    expect(queue.send({ body: 'a', groupId: 'g' }).messageId).not.toBe(first.messageId);
  });

  it('deduplicates within the group, or over the whole queue', () => {
    for (const [deduplicationScope, expected] of [
      ['messageGroup', ['a', 'a']],
      ['queue', ['a']],
    ] as const) {
      const { queue, bodies } = open({ ...fifo, deduplicationScope });
      queue.send({ body: 'a', groupId: 'g' });
      queue.send({ body: 'a', groupId: 'h' });
      expect(bodies()).toEqual(expected);
    }
  });
});

it('a message received too often goes to the dead-letter queue, and its group moves on', async () => {
  const { queue, timer } = open({ ...fifo, maxReceiveCount: 2 });
  const dead = new Queue({ ...settings, ...fifo, name: 'dead' }, new MessageFolder(temporaryFolder()), timer);
  queue.deadLetterQueue = dead;
  const sent = queue.send({
    body: 'poison',
    groupId: 'g',
    attributes: { why: { DataType: 'String', StringValue: 'x' } },
  });
  queue.send({ body: 'next', groupId: 'g' });
  for (let time = 0; time < 2; time++) {
    expect(queue.receive(1).map(({ body }) => body)).toEqual(['poison']);
    await timer.advance(30);
  }
  expect(queue.receive(1).map(({ body }) => body)).toEqual(['next']);
  expect(dead.receive(1)).toMatchObject([
    {
      messageId: sent.messageId,
      body: 'poison',
      groupId: 'g',
      attributes: { why: { StringValue: 'x' } },
      receiveCount: 1,
    },
  ]);
});

it('messages are forgotten after the retention period', async () => {
  const { queue, timer, bodies } = open({ retentionSeconds: 60 });
  queue.send({ body: 'old' });
  await timer.advance(60);
  queue.send({ body: 'new' });
  expect(bodies()).toEqual(['new']);
});

it('a restart loses nothing: order, visibility, counts and what was already sent', async () => {
  const { queue, timer, reopen } = open(fifo);
  for (const body of ['a1', 'b1', 'a2']) queue.send({ body, groupId: body[0] ?? '' });
  const [a1] = queue.receive(1);
  const reopened = reopen();
  expect(reopened.receive(10).map(({ body }) => body)).toEqual(['b1']);
  expect(reopened.send({ body: 'a1', groupId: 'a' }).messageId).toBe(a1?.messageId);
  await timer.advance(30);
  expect(reopened.receive(10).map(({ body, receiveCount }) => [body, receiveCount])).toEqual([
    ['a1', 2],
    ['b1', 2],
    ['a2', 1],
  ]);
  expect(reopened.delete(a1?.receiptHandle ?? '')).toBe(false);
});

it('dead letters go back to where they came from, but for those that somebody has in hand', async () => {
  const { queue, timer, bodies } = open(fifo);
  const dead = new Queue({ ...settings, ...fifo, name: 'dead' }, new MessageFolder(temporaryFolder()), timer);
  for (const group of ['a', 'b']) dead.send({ body: group, groupId: group });
  dead.receive(1, 20);
  await timer.advance(10);
  expect(dead.redriveTo(queue)).toBe(1);
  expect(queue.receive(1)).toMatchObject([{ body: 'b', receiveCount: 1, sentAt: timer.now() }]);
  await timer.advance(20);
  expect(dead.redriveTo(queue)).toBe(1);
  expect(bodies()).toEqual(['a']);
});
