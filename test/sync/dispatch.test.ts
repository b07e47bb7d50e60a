import { type DynamoDBDocumentClient, PutCommand, type ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AccountStore } from '../../lib/store/accounts.ts';
import { ShortLivedStore } from '../../lib/store/short-lived.ts';
import { type DispatchContext, dispatch, type Tick } from '../../lib/sync/dispatch.ts';
import { FlowingClock } from '../flowing-clock.ts';
import { startDynalite, type TestDatabase } from '../store/dynalite.ts';
import { exampleAccount } from '../store/examples.ts';
import { QueueInMemory } from './queue-in-memory.ts';

let database: TestDatabase;
let accounts: AccountStore;
let sqs: QueueInMemory;
let clock: FlowingClock;
let progress: ShortLivedStore;

beforeEach(async () => {
  database = await startDynalite();
  accounts = new AccountStore(database.documentClient, database.accountsTable);
  clock = new FlowingClock();
  progress = new ShortLivedStore(database.documentClient, database.accountsTable, clock);
  sqs = new QueueInMemory(clock);
});
afterEach(() => database.stop());

const ids = Array.from({ length: 37 }, (_, index) => String(1_000_001 + index));
const populate = () => Promise.all(ids.map((account) => accounts.create(exampleAccount({ account }))));
const tick: Tick = { reason: 'schedule', scheduledAt: '2026-11-20T06:00:00Z' };
const send = (tick: Tick, options: Partial<DispatchContext> = {}) =>
  dispatch(tick, {
    ...{ accounts, queue: sqs.queue, clock, progress },
    deadline: Number.POSITIVE_INFINITY,
    ...options,
  });
const asked = () => sqs.messages.map((message) => (message as { account: string }).account).sort();

describe('a tick', () => {
  it('becomes one message for each account', async () => {
    await populate();
    expect(await send(tick)).toBe(ids.length);
    expect(asked()).toEqual(ids);
    expect(sqs.messages[0]).toMatchObject({ reason: 'schedule' });
  });

  it('asks for maintenance when it is the daily one', async () => {
    await accounts.create(exampleAccount());
    await send({ ...tick, reason: 'maintenance' });
    expect(sqs.messages).toEqual([{ account: '1000001', reason: 'maintenance', scheduledAt: tick.scheduledAt }]);
  });

  it('that comes twice is one, and the next one is another; schedule and maintenance of one time are two', async () => {
    await accounts.create(exampleAccount());
    await send(tick);
    await send(tick);
    expect(sqs.messages).toHaveLength(1);
    await send({ ...tick, reason: 'maintenance' });
    expect(sqs.messages).toHaveLength(2);
    await send({ ...tick, scheduledAt: '2026-11-20T09:00:00Z' });
    expect(sqs.messages).toHaveLength(3);
  });

  it('passes over what lives in the table for a short while only', async () => {
    await accounts.create(exampleAccount());
    const Item = { account: 'invite#abc', ttl: 4_000_000_000, value: {} };
    await database.documentClient.send(new PutCommand({ TableName: database.accountsTable, Item }));
    expect(await send(tick)).toBe(1);
    expect(asked()).toEqual(['1000001']);
  });

  it('passes over who is paused, and not over who is to be removed', async () => {
    await accounts.create(exampleAccount());
    await accounts.create(exampleAccount({ account: '1000002', paused: true }));
    await accounts.create(exampleAccount({ account: '1000003', leaving: true }));
    expect(await send(tick)).toBe(2);
    expect(asked()).toEqual(['1000001', '1000003']);
  });

  it('with nobody there is fine', async () => {
    expect(await send(tick)).toBe(0);
    expect(sqs.messages).toEqual([]);
  });

  it('reaches the others when the queue refuses some, and fails with their number so that it is repeated', async () => {
    await populate();
    sqs.refused.add(ids[3]!).add(ids[30]!);
    await expect(send(tick)).rejects.toMatchObject({
      kind: 'retry',
      message: 'The sync queue did not take 2 account(s).',
    });
    expect(asked()).toEqual(ids.filter((id) => !sqs.refused.has(id)));
    sqs.refused.clear();
    await send(tick);
    expect(asked()).toEqual(ids);
  });

  it('that had no time for all goes on with those who are left, and with nobody twice', async () => {
    await populate();
    await expect(send(tick, { deadline: clock.now() - 1, accounts: inPagesOf(2) })).rejects.toMatchObject({
      kind: 'retry',
    });
    const first = asked();
    expect(first.length).toBeGreaterThan(0);
    expect(first.length).toBeLessThan(ids.length);
    // Another queue does not know who was asked for already.
    sqs = new QueueInMemory(clock);
    expect(await send(tick)).toBe(ids.length);
    expect(asked()).toHaveLength(ids.length - first.length);
    expect([...first, ...asked()].sort()).toEqual(ids);
    expect(await send({ ...tick, scheduledAt: '2026-11-20T09:00:00Z' })).toBe(ids.length);
  });

  it('that had no time asks again for those whom the queue refused meanwhile', async () => {
    await populate();
    for (const id of ids) sqs.refused.add(id);
    await expect(send(tick, { deadline: clock.now() - 1, accounts: inPagesOf(2) })).rejects.toThrow('did not take');
    sqs.refused.clear();
    expect(await send(tick)).toBe(ids.length);
    expect(asked()).toEqual(ids);
  });
});

/** The accounts as a table of a million would give them: in more pages than one. */
function inPagesOf(limit: number): AccountStore {
  const client: DynamoDBDocumentClient = Object.create(database.documentClient, {
    send: {
      value: (command: ScanCommand) => {
        command.input.Limit = limit;
        return database.documentClient.send(command);
      },
    },
  });
  return new AccountStore(client, database.accountsTable);
}
