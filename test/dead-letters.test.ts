import {
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { QueueWatch } from '../lib/dead-letters.ts';

const client = new SQSClient({ region: 'eu-central-1' });
const sqs = mockClient(client);
const [queue, deadLetters] = ['https://sqs.invalid/sync.fifo', 'https://sqs.invalid/dead.fifo'];
const watch = new QueueWatch(client, { queue, deadLetters });

beforeEach(() => sqs.reset());

const holds = (QueueUrl: string, [visible, inFlight, delayed]: readonly [number, number, number]) =>
  sqs.on(GetQueueAttributesCommand, { QueueUrl }).resolves({
    Attributes: {
      ApproximateNumberOfMessages: String(visible),
      ApproximateNumberOfMessagesNotVisible: String(inFlight),
      ApproximateNumberOfMessagesDelayed: String(delayed),
    },
  });

const letter = (account: string, SentTimestamp: number) => ({
  Body: JSON.stringify({ account, reason: 'webhook' }),
  Attributes: { SentTimestamp: String(SentTimestamp) },
});

it('says how deep the queue is', async () => {
  holds(queue, [3, 2, 1]);
  expect(await watch.depth()).toEqual({ visible: 3, inFlight: 2, delayed: 1 });
});

describe('dead letters', () => {
  it('are shown the oldest first, given out for a moment and never deleted', async () => {
    holds(deadLetters, [3, 0, 0]);
    sqs.on(ReceiveMessageCommand).resolves({ Messages: [letter('2', 2000), { Body: 'torn' }, letter('1', 1000)] });
    expect(await watch.deadLetters()).toEqual({
      ...{ visible: 3, inFlight: 0, delayed: 0 },
      letters: [
        { account: '1', reason: 'webhook', since: 1000 },
        { account: '2', reason: 'webhook', since: 2000 },
      ],
    });
    const [received] = sqs.commandCalls(ReceiveMessageCommand).map(({ args: [{ input }] }) => input);
    expect(received).toMatchObject({ QueueUrl: deadLetters, MaxNumberOfMessages: 10, VisibilityTimeout: 2 });
    const asked = new Set(sqs.calls().map(({ args: [command] }) => command.constructor.name));
    expect(asked).toEqual(new Set(['GetQueueAttributesCommand', 'ReceiveMessageCommand']));
  });

  it('are not asked for when there are none', async () => {
    holds(deadLetters, [0, 0, 0]);
    expect(await watch.deadLetters()).toMatchObject({ visible: 0, letters: [] });
    expect(sqs.commandCalls(ReceiveMessageCommand)).toEqual([]);
  });
});

describe('a redrive', () => {
  const arn = 'arn:aws:sqs:eu-central-1:000000000000:dead.fifo';
  beforeEach(() => sqs.on(GetQueueAttributesCommand).resolves({ Attributes: { QueueArn: arn } }));

  it('has SQS move them to where they came from', async () => {
    sqs.on(StartMessageMoveTaskCommand).resolves({ TaskHandle: 'x' });
    expect(await watch.redrive()).toBe(true);
    expect(sqs.commandCalls(StartMessageMoveTaskCommand).map(({ args: [{ input }] }) => input)).toEqual([
      { SourceArn: arn },
    ]);
  });

  it('says when SQS is at it already', async () => {
    const message = 'There is already a task running. Only one active task is allowed for a source queue arn.';
    sqs.on(StartMessageMoveTaskCommand).rejects(new Error(message));
    expect(await watch.redrive()).toBe(false);
  });

  it('hides no other failure', async () => {
    sqs.on(StartMessageMoveTaskCommand).rejects(new Error('not authorized'));
    await expect(watch.redrive()).rejects.toThrow('not authorized');
  });
});
