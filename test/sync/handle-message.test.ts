import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { handleMessage } from '../../lib/sync/handle-message.ts';
import { startDynalite, type TestDatabase } from '../store/dynalite.ts';
import { QueueInMemory } from './queue-in-memory.ts';
import { queueRecord, type SyncWorld, syncWorld } from './world.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await startDynalite();
});
afterAll(() => database.stop());

const receipt = 'receipt of message-1';

async function waiting() {
  const world = await syncWorld(database);
  const sqs = new QueueInMemory(world.clock);
  const { clock, log } = world.context;
  const context = { clock, log, queue: sqs.queue, syncContext: async () => world.context };
  const handle = async (body: object | string, { receiveCount = 1, remainingMs = 300_000 } = {}) => {
    await world.pass(20);
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return handleMessage(queueRecord(text, { receiveCount, sentAt: world.clock.now() }), remainingMs, context);
  };
  return { world, sqs, context, handle, message: { account: world.id, reason: 'webhook' as const } };
}

const lastLogged = ({ logged }: SyncWorld) => logged.at(-1);

describe('a message', () => {
  it('syncs its account and is done', async () => {
    const { world, sqs, handle, message } = await waiting();
    await world.withings.addWeighIn(world.userid, { weightKg: 82.1 });
    expect(await handle(message)).toBe(true);
    expect(await world.states('garmin')).toEqual(['verified']);
    expect(sqs).toMatchObject({ waits: [], messages: [] });
    expect(lastLogged(world)).toEqual({
      message: 'Synced',
      outcome: 'done',
      reason: 'webhook',
      messageId: 'message-1',
    });
  });

  it.each(['no JSON at all 4711', '{"account":"4711"}', '{"account":4711,"reason":"webhook"}', ''])(
    'that cannot be read is done, and nothing of it is logged: %j',
    async (body) => {
      const { world, sqs, handle } = await waiting();
      expect(await handle(body)).toBe(true);
      expect(sqs.waits).toEqual([]);
      expect(world.logged).toEqual([
        { message: 'A message could not be read and was put aside', messageId: 'message-1' },
      ]);
      expect(world.withings.calls.getmeas ?? 0).toBe(0);
    },
  );

  it('of an account that is gone is done', async () => {
    const { world, handle } = await waiting();
    expect(await handle({ account: 'nobody', reason: 'schedule' })).toBe(true);
    expect(lastLogged(world)).toMatchObject({ outcome: 'gone' });
  });

  it('without enough time left goes back at once and untried', async () => {
    const { world, sqs, handle, message } = await waiting();
    expect(await handle(message, { remainingMs: 99_999 })).toBe(false);
    expect(sqs.waits).toEqual([[receipt, 0]]);
    expect(world.logged).toEqual([]);
    expect(await handle(message, { remainingMs: 100_000 })).toBe(true);
  });

  it('whose work does not fit into the time left asks for the rest with another message', async () => {
    const { world, sqs, handle, message } = await waiting();
    const now = Math.floor(world.clock.now() / 1000);
    const groups = Array.from({ length: 201 }, (_, day) => ({
      date: now - day * 86_400,
      measures: [{ type: 1, value: 80_000 + day, unit: -3 }],
      deviceid: 'd'.repeat(40),
    }));
    await world.withings.addGroups(world.userid, groups);
    expect(await handle(message, { remainingMs: 100_000 })).toBe(true);
    expect(sqs.messages).toEqual([{ account: world.id, reason: 'continue' }]);
    expect(await handle({ account: world.id, reason: 'continue' })).toBe(true);
    expect(new Set(await world.states('garmin'))).toEqual(new Set(['verified']));
  });
});

describe('a message whose sync fails', () => {
  /** Withings fails with what it does not say how long to wait for. */
  const down = (world: SyncWorld) => world.withings.plan({ kind: 'http', httpStatus: 502, times: 1000 });

  it.each([
    [1, 60],
    [2, 120],
    [3, 240],
    [4, 480],
  ])('for the %d. time comes back after %d s', async (receiveCount, seconds) => {
    const { world, sqs, handle, message } = await waiting();
    down(world);
    expect(await handle(message, { receiveCount })).toBe(false);
    expect(sqs.waits).toEqual([[receipt, seconds]]);
    expect(lastLogged(world)).toMatchObject({
      message: 'Sync failed',
      tries: receiveCount,
      givenUp: false,
      kind: 'retry',
    });
  });

  it('for the fifth time is left to the schedule', async () => {
    const { world, sqs, handle, message } = await waiting();
    down(world);
    expect(await handle(message, { receiveCount: 5 })).toBe(true);
    expect(sqs.waits).toEqual([]);
    expect(lastLogged(world)).toMatchObject({ message: 'Sync failed', tries: 5, givenUp: true });
  });

  it('comes back after the wait that the failure asked for', async () => {
    const { world, sqs, handle, message } = await waiting();
    await world.withings.addWeighIn(world.userid, { weightKg: 82.1 });
    world.garmin.turn({ newEntries: { afterSeconds: 90 } });
    expect(await handle(message, { receiveCount: 3 })).toBe(false);
    expect(sqs.waits).toEqual([[receipt, 60]]);
  });

  it('for a bug comes back however often, with growing waits, and says nothing of what was at hand', async () => {
    const { world, sqs, context, handle, message } = await waiting();
    context.syncContext = async () => ({
      ...world.context,
      openWithings: () => Promise.reject(new Error('cannot read the weight 82.134 of token=secret')),
    });
    for (const receiveCount of [1, 6, 9]) expect(await handle(message, { receiveCount })).toBe(false);
    expect(sqs.waits.map(([, seconds]) => seconds)).toEqual([60, 900, 900]);
    expect(lastLogged(world)).toMatchObject({ message: 'Sync failed', error: 'Error', givenUp: false });
    expect(JSON.stringify([world.logged, await world.account()])).not.toMatch(/82\.134|token=secret/);
    expect((await world.account()).lastSync?.problem).toMatch(/unexpected/);
  });

  it('before it could begin comes back too, for AWS’s own trouble as for a vendor’s', async () => {
    const { sqs, context, handle, message } = await waiting();
    const throttled = Object.assign(new Error('slow down'), { $fault: 'server' });
    context.syncContext = () => Promise.reject(throttled);
    expect(await handle(message)).toBe(false);
    expect(sqs.waits).toEqual([[receipt, 60]]);
    expect(await handle(message, { receiveCount: 5 })).toBe(true);
  });

  it('because a person has to connect again is done', async () => {
    const { world, sqs, handle, message } = await waiting();
    await world.withings.disconnect(world.userid);
    expect(await handle(message)).toBe(true);
    expect(sqs.waits).toEqual([]);
    expect((await world.account()).withings.status).toBe('reauthorize');
  });
});
