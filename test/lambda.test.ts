import type { Context, SQSBatchResponse, SQSRecord } from 'aws-lambda';
import { beforeEach, describe, expect, it } from 'vitest';
import { RetryError } from '../lib/errors.ts';
import type { Host } from '../lib/host.ts';
import { batchHandler, httpHandler, jobHandler } from '../lib/lambda.ts';
import { text } from '../lib/web/response.ts';
import { FlowingClock } from './flowing-clock.ts';
import { queueRecord } from './sync/world.ts';

let logged: { requestId: string | undefined; level: string; message: string; fields: unknown }[];
let host: Host;

beforeEach(() => {
  logged = [];
  let requestId: string | undefined;
  const at = (level: string) => (message: string, fields?: unknown) =>
    void logged.push({ requestId, level, message, fields });
  host = {
    env: {},
    aws: {},
    clock: new FlowingClock(),
    fetch: globalThis.fetch,
    random: Math.random,
    publicUrl: 'https://example.com',
    log: {
      begin: (id) => {
        requestId = id;
      },
      ...{ info: at('info'), warn: at('warn'), error: at('error') },
    },
  };
});

let remainingMs = 180_000;
const context = (awsRequestId = 'request-1'): Context => ({
  awsRequestId,
  getRemainingTimeInMillis: () => remainingMs,
  callbackWaitsForEmptyEventLoop: true,
  functionName: 'function',
  functionVersion: '1',
  invokedFunctionArn: 'arn',
  memoryLimitInMB: '128',
  logGroupName: 'group',
  logStreamName: 'stream',
  ...{ done: () => {}, fail: () => {}, succeed: () => {} },
});

const get = { rawPath: '/', rawQueryString: 'a=1', requestContext: { http: { method: 'GET' } } };

describe('a function behind the API', () => {
  it('answers, and writes its request’s id on what it logs', async () => {
    const handler = httpHandler(host, async ({ query }) => {
      host.log.info('Working');
      return text(200, `a is ${query.get('a')}`);
    });
    expect(await handler(get, context())).toMatchObject({ statusCode: 200, body: 'a is 1' });
    await handler(get, context('request-2'));
    expect(logged.map(({ requestId }) => requestId)).toEqual(['request-1', 'request-2']);
  });

  it('whatever goes wrong, answers with a reference under which the log tells it, and nothing private', async () => {
    const handler = httpHandler(host, async () => {
      throw new Error('cannot open token=secret');
    });
    const answer = await handler(get, context());
    expect(answer).toMatchObject({ statusCode: 500, body: 'Something went wrong (request-1).\n' });
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store' });
    expect(logged).toMatchObject([
      { requestId: 'request-1', level: 'error', message: 'Failed', fields: { error: 'Error' } },
    ]);
    expect(JSON.stringify([logged, answer])).not.toContain('secret');
  });

  it('shows the page it was given for that', async () => {
    const fail = () => Promise.reject(new Error('x'));
    const handler = httpHandler(host, fail, { problem: (reference) => text(503, `Sorry: ${reference}`) });
    expect(await handler(get, context())).toMatchObject({ statusCode: 503, body: 'Sorry: request-1' });
  });
});

describe('a function that a schedule starts', () => {
  it('hands the event on', async () => {
    const seen: unknown[] = [];
    await jobHandler(host, async (event) => void seen.push(event))({ reason: 'schedule' }, context());
    expect(seen).toEqual([{ reason: 'schedule' }]);
  });

  it('fails, so that the schedule repeats it, and logs that once', async () => {
    const failure = new RetryError('The queue is full.', { service: 'SQS' });
    const handler = jobHandler(host, () => Promise.reject(failure));
    await expect(handler({}, context())).rejects.toThrow(failure);
    expect(logged).toMatchObject([{ level: 'error', fields: { reason: 'The queue is full.', kind: 'retry' } }]);
  });
});

describe('a function behind the queue', () => {
  const record = (messageId: string, group: string) => queueRecord(messageId, { messageId, group });

  /** Runs a batch in which some messages fail. */
  async function run(records: SQSRecord[], failing: readonly string[] = []) {
    const tried: string[] = [];
    const givenBack: string[] = [];
    const handler = batchHandler(
      host,
      async ({ messageId }, remaining) => {
        expect(remaining).toBe(remainingMs);
        tried.push(messageId);
        return !failing.includes(messageId);
      },
      async ({ messageId }) => void givenBack.push(messageId),
    );
    const { batchItemFailures }: SQSBatchResponse = await handler({ Records: records }, context());
    return { tried, givenBack, failed: batchItemFailures.map(({ itemIdentifier }) => itemIdentifier) };
  }

  const records = [record('a1', 'a'), record('b1', 'b'), record('a2', 'a'), record('b2', 'b'), record('a3', 'a')];

  it('does one record after the other', async () => {
    expect(await run(records)).toEqual({ tried: ['a1', 'b1', 'a2', 'b2', 'a3'], givenBack: [], failed: [] });
  });

  it('returns those that failed, with the later ones of their group untried, and finishes the others', async () => {
    expect(await run(records, ['a1'])).toEqual({
      tried: ['a1', 'b1', 'b2'],
      givenBack: ['a2', 'a3'],
      failed: ['a1', 'a2', 'a3'],
    });
    expect(await run(records, ['a2', 'b1'])).toEqual({
      tried: ['a1', 'b1', 'a2'],
      givenBack: ['b2', 'a3'],
      failed: ['b1', 'a2', 'b2', 'a3'],
    });
  });

  it('knows for each record how much time is left', async () => {
    remainingMs = 90_000;
    await run(records);
    remainingMs = 180_000;
  });

  it('returns the whole batch when something breaks outside of a record’s own work', async () => {
    const handler = batchHandler(
      host,
      () => Promise.reject(new Error('no secret')),
      async () => {},
    );
    await expect(handler({ Records: records }, context())).rejects.toThrow();
    expect(logged).toHaveLength(1);
  });
});
