import type { SQSEvent } from 'aws-lambda';
import { describe, expect, it, onTestFinished } from 'vitest';
import { EventSource, failuresIn } from '../../../lib/local/lambda/event-source.ts';
import type { Outcome } from '../../../lib/local/lambda/process.ts';
import { MessageFolder } from '../../../lib/local/sqs/message-folder.ts';
import { Queue, type QueueSettings } from '../../../lib/local/sqs/queue.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { turn, VirtualTimer } from '../virtual-timer.ts';

const settings: QueueSettings = {
  name: 'work.fifo',
  url: 'http://127.0.0.1/000000000000/work.fifo',
  arn: 'arn:aws:sqs:eu-central-1:000000000000:work.fifo',
  fifo: true,
  contentBasedDeduplication: true,
  deduplicationScope: 'messageGroup',
  visibilityTimeoutSeconds: 60,
  delaySeconds: 0,
  retentionSeconds: 86_400,
  maxReceiveCount: 3,
  deadLetterQueueArn: undefined,
};

/** An invocation that the test finishes when it likes. */
interface Invocation {
  bodies: string[];
  ids: string[];
  receipts: string[];
  finish(outcome: Outcome): Promise<void>;
}

function start({ batchSize = 1, concurrency = 2, partial = true, queueSettings = {} as Partial<QueueSettings> } = {}) {
  const timer = new VirtualTimer();
  const queue = new Queue({ ...settings, ...queueSettings }, new MessageFolder(temporaryFolder()), timer);
  const dead = new Queue({ ...settings, name: 'dead' }, new MessageFolder(temporaryFolder()), timer);
  queue.deadLetterQueue = dead;
  const invocations: Invocation[] = [];
  const source = new EventSource({
    name: 'Sync',
    queue,
    invoke: (event) => {
      const { promise, resolve } = Promise.withResolvers<Outcome>();
      const { Records } = event as SQSEvent;
      invocations.push({
        bodies: Records.map(({ body }) => body),
        ids: Records.map(({ messageId }) => messageId),
        receipts: Records.map(({ receiptHandle }) => receiptHandle),
        finish: async (outcome) => {
          resolve(outcome);
          await turn();
        },
      });
      return promise;
    },
    batchSize,
    reportBatchItemFailures: partial,
    concurrency,
    timer,
    log: () => {},
  });
  source.start();
  onTestFinished(() => source.pause());
  const send = async (...bodies: string[]): Promise<void> => {
    for (const body of bodies) queue.send({ body, groupId: body[0] ?? '' });
    await turn();
  };
  const delivered = (): string[][] => invocations.map(({ bodies }) => bodies);
  const last = (): Invocation => {
    const invocation = invocations.at(-1);
    if (!invocation) throw new Error('Nothing was invoked.');
    return invocation;
  };
  return { timer, queue, dead, source, invocations, send, delivered, last };
}

const done: Outcome = { payload: { batchItemFailures: [] } };
const threw: Outcome = { error: { errorType: 'Error', errorMessage: 'no', trace: [] } };
const failing = (...ids: string[]): Outcome => ({
  payload: { batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) },
});

describe('groups', () => {
  it('go side by side, each in its own order', async () => {
    const { send, delivered, invocations } = start();
    await send('a1', 'a2', 'b1');
    expect(delivered()).toEqual([['a1'], ['b1']]);
    await invocations[0]?.finish(done);
    expect(delivered()).toEqual([['a1'], ['b1'], ['a2']]);
  });

  it('wait when as many as may run are running', async () => {
    const { send, delivered, invocations } = start({ concurrency: 2 });
    await send('a1', 'b1', 'c1');
    expect(delivered()).toEqual([['a1'], ['b1']]);
    await invocations[1]?.finish(done);
    expect(delivered()).toEqual([['a1'], ['b1'], ['c1']]);
  });
});

describe('a message whose invocation fails', () => {
  it('comes back when its visibility timeout ends, and holds up its own group alone', async () => {
    const { send, delivered, last, timer } = start();
    await send('a1', 'a2');
    await last().finish(threw);
    await send('b1');
    await last().finish(done);
    await timer.advance(59);
    expect(delivered()).toEqual([['a1'], ['b1']]);
    await timer.advance(1);
    expect(delivered()).toEqual([['a1'], ['b1'], ['a1']]);
    await last().finish(done);
    expect(delivered().at(-1)).toEqual(['a2']);
  });

  it('comes back sooner when the function says so', async () => {
    const { send, delivered, last, queue, timer } = start();
    await send('a1');
    queue.changeVisibility(last().receipts[0] ?? '', 5);
    await last().finish(failing(...last().ids));
    await timer.advance(5);
    expect(delivered()).toEqual([['a1'], ['a1']]);
  });

  it('goes to the dead-letter queue after its last try, and the group moves on', async () => {
    const { send, delivered, last, dead, timer } = start();
    await send('a1', 'a2');
    for (let time = 0; time < 3; time++) {
      await last().finish(threw);
      await timer.advance(60);
    }
    expect(delivered()).toEqual([['a1'], ['a1'], ['a1'], ['a2']]);
    expect(dead.receive(10).map(({ body }) => body)).toEqual(['a1']);
  });
});

describe('a batch', () => {
  it('leaves behind what the function reports and deletes the rest', async () => {
    const { send, invocations, last, queue } = start({ batchSize: 10, concurrency: 1 });
    await send('x');
    await send('a1', 'b1', 'c1');
    await invocations[0]?.finish(done);
    expect(last().bodies).toEqual(['a1', 'b1', 'c1']);
    await last().finish(failing(last().ids[1] ?? ''));
    expect(queue.counts()).toEqual({ visible: 0, inFlight: 1, delayed: 0 });
  });

  it('is deleted whole by a mapping that does not take reports', async () => {
    const { send, last, queue } = start({ partial: false });
    await send('a1');
    await last().finish(failing(...last().ids));
    expect(queue.counts()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  });

  it('comes back whole when the report makes no sense', async () => {
    const { send, last, queue } = start({ batchSize: 10 });
    await send('a1');
    await last().finish(failing('nobody'));
    expect(queue.counts().inFlight).toBe(1);
  });
});

it.each<[string, unknown, string[] | 'all']>([
  ['nothing returned', null, []],
  ['an empty object', {}, []],
  ['no failures', { batchItemFailures: [] }, []],
  ['null failures', { batchItemFailures: null }, []],
  ['one failure', { batchItemFailures: [{ itemIdentifier: '1' }] }, ['1']],
  ['an empty id', { batchItemFailures: [{ itemIdentifier: '' }] }, 'all'],
  ['a null id', { batchItemFailures: [{ itemIdentifier: null }] }, 'all'],
  ['a misspelled id', { batchItemFailures: [{ id: '1' }] }, 'all'],
  ['an unknown id', { batchItemFailures: [{ itemIdentifier: '9' }] }, 'all'],
  ['text', 'OK', 'all'],
])('as Lambda reads it: %s', (_, payload, expected) => {
  const failures = failuresIn(payload, [{ messageId: '1' }, { messageId: '2' }]);
  expect(failures === 'all' ? failures : [...failures]).toEqual(expected);
});

it('nothing is asked of the clock while there is nothing to wait for', async () => {
  const { send, last, timer, source } = start();
  expect([timer.pending, source.busy]).toEqual([0, false]);
  await send('a1');
  expect([timer.pending, source.busy]).toEqual([1, true]);
  await last().finish(done);
  expect([timer.pending, source.busy]).toEqual([0, false]);
});

it('paused, it takes nothing new; released, what was running is for the next run at once', async () => {
  const { send, delivered, invocations, source, queue } = start();
  await send('a1', 'c1');
  source.pause();
  await send('b1');
  await invocations[1]?.finish(done);
  expect(delivered()).toEqual([['a1'], ['c1']]);
  source.release();
  expect(queue.receive(10).map(({ body }) => body)).toEqual(['a1', 'b1']);
});
