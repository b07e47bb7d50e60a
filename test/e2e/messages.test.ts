import { randomUUID } from 'node:crypto';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountsOf, queueOf, shortLivedOf } from '../../lib/runtime.ts';
import { type Deployment, deploy } from './deployment.ts';
import { SkippingTimer } from './skipping-timer.ts';

const timer = new SkippingTimer();
let deployment: Deployment;
let sqs: SQSClient;
beforeAll(async () => {
  deployment = await deploy({ timer });
  sqs = new SQSClient(deployment.host.aws);
});
afterAll(() => deployment?.stop());

/** What the functions wrote since then. */
const logSince = (start: number): Record<string, unknown>[] =>
  deployment.log.slice(start).flatMap(({ text }) => (text.startsWith('{') ? [JSON.parse(text)] : []));

const syncsSince = (start: number) => logSince(start).filter(({ message }) => message === 'Synced');

async function deadLetters(): Promise<string[]> {
  const QueueUrl = deployment.cloud.outputs.DeadLetterQueueUrl;
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  return Messages.map(({ Body = '' }) => Body);
}

/** An account in which a sync finds nothing to do. */
const idleAccount = (account: string) => ({
  account,
  timeZone: 'UTC',
  connectedAt: Date.now(),
  withings: { status: 'reauthorize' as const, scope: '', credentials: { sealed: '' } },
  connections: {},
});

describe('a tick of the schedule', () => {
  const ids = Array.from({ length: 25 }, (_, index) => `invented-${index}`);
  const scheduledAt = '2026-11-20T09:00:00Z';
  const dispatch = () => deployment.cloud.invoke('Timetable/dispatch', { reason: 'schedule', scheduledAt });

  it('has every account synced once, and nothing that is no account', async () => {
    await Promise.all(ids.map((id) => accountsOf(deployment.host).create(idleAccount(id))));
    await shortLivedOf(deployment.host).put('invite', 'an-invite', {}, Date.now() + 3_600_000);
    expect(await dispatch()).toEqual({ payload: null });
    await deployment.settle();

    expect(logSince(0)).toContainEqual(expect.objectContaining({ message: 'Dispatched', accounts: 25 }));
    const outcomes = syncsSince(0).map(({ reason, outcome }) => `${reason} ${outcome}`);
    expect(outcomes).toEqual(ids.map(() => 'schedule done'));
    const accounts = await Promise.all(ids.map((id) => accountsOf(deployment.host).get(id)));
    expect(accounts.filter((account) => account?.lastSync)).toHaveLength(25);
  });

  it('that is delivered twice is still one', async () => {
    const start = deployment.log.length;
    await dispatch();
    await deployment.settle();
    expect(syncsSince(start)).toEqual([]);
  });
});

describe('a message', () => {
  it.each([
    'no JSON, with a secret',
    '{"account":4711,"reason":"a secret"}',
    '{"account":"","reason":"schedule","note":"a secret"}',
  ])('that cannot be read is put aside, and nothing of it is in the log: %s', async (MessageBody) => {
    const start = deployment.log.length;
    const QueueUrl = deployment.cloud.outputs.SyncQueueUrl;
    const ids = { MessageGroupId: 'unreadable', MessageDeduplicationId: randomUUID() };
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, ...ids }));
    await deployment.settle();
    const lines = logSince(start);
    expect(lines).toEqual([
      expect.objectContaining({ level: 'ERROR', message: 'A message could not be read and was put aside' }),
    ]);
    expect(JSON.stringify(lines)).not.toMatch(/secret|4711/);
    expect(await deadLetters()).toEqual([]);
  });

  it('that fails at each try ends among the dead letters, and meanwhile keeps nobody else waiting', async () => {
    const withings = { status: 'connected' as const, scope: '', credentials: { sealed: 'what nobody can open' } };
    await accountsOf(deployment.host).create({ ...idleAccount('broken'), withings });
    const message = { account: 'broken', reason: 'schedule' } as const;
    const start = deployment.log.length;
    await queueOf(deployment.host).send(message);
    await deployment.settle();
    await queueOf(deployment.host).send({ account: 'invented-1', reason: 'schedule' });
    await deployment.settle();
    expect(syncsSince(start)).toHaveLength(1);

    for (let tries = 1; tries <= 10; tries++) {
      expect(await deadLetters()).toEqual([]);
      // Each wait is twice the last one, at most a quarter of an hour.
      timer.skip(Math.min(60 * 2 ** (tries - 1), 900));
      await deployment.settle();
    }
    const failures = logSince(start).filter((line) => line.message === 'Sync failed');
    expect(failures.map(({ tries }) => tries)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect((await deadLetters()).map((text) => JSON.parse(text))).toEqual([message]);
  });
});
