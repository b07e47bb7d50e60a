import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BugError, RetryError } from '../../lib/errors.ts';
import { askToRemove } from '../../lib/sync/remove-person.ts';
import { startDynalite, type TestDatabase } from '../store/dynalite.ts';
import { QueueInMemory } from './queue-in-memory.ts';
import { type SyncWorld, syncWorld } from './world.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await startDynalite();
});
afterAll(() => database.stop());

/** Somebody with a ledger, a file at least, and a consent. */
async function carried() {
  const world = await syncWorld(database);
  await world.withings.addWeighIn(world.userid, { weightKg: 82.1 });
  await world.sync();
  expect(await left(world)).toEqual({ account: true, events: 1, files: 2 });
  const sqs = new QueueInMemory(world.clock);
  await askToRemove(await world.account(), { accounts: world.accounts, queue: sqs.queue });
  return { world, sqs };
}

async function left({ accounts, measurements, files, id }: SyncWorld) {
  const events = (await Array.fromAsync(measurements.all(id))).flat().length;
  const own = [...files.keys()].filter((key) => key.startsWith(`fit/${id}/`));
  return { account: (await accounts.get(id)) !== undefined, events, files: own.length };
}

const nothing = { account: false, events: 0, files: 0 };

describe('somebody who is removed', () => {
  it('is marked, and it is their own queue that removes them', async () => {
    const { world, sqs } = await carried();
    expect(await world.account()).toMatchObject({ leaving: true });
    expect(sqs.messages).toEqual([{ account: world.id, reason: 'continue' }]);
    expect(await left(world)).toEqual({ account: true, events: 1, files: 2 });
  });

  it('is gone with consent, ledger and files after any message of theirs', async () => {
    const { world } = await carried();
    expect(await world.sync('webhook')).toBe('removed');
    expect(await left(world)).toEqual(nothing);
    expect(world.withings.calls).toMatchObject({ revoke: 1 });
    expect(await world.sync('schedule')).toBe('gone');
  });

  it('is removed all the same when they took their consent back before', async () => {
    const { world } = await carried();
    await world.context.revokeWithings(world.id);
    expect(await world.sync()).toBe('removed');
    expect(await left(world)).toEqual(nothing);
  });

  it('is removed all the same when Withings does not know the application any more', async () => {
    const { world } = await carried();
    world.context.revokeWithings = async () => {
      throw new BugError('Withings does not know the client.', { service: 'Withings' });
    };
    expect(await world.sync()).toBe('removed');
    expect(await left(world)).toEqual(nothing);
  });

  it.each([
    ['Withings', (world: SyncWorld, fail: () => never) => void Object.assign(world.context, { revokeWithings: fail })],
    [
      'the ledger',
      (world: SyncWorld, fail: () => never) => void Object.assign(world.measurements, { removeAll: fail }),
    ],
    [
      'the archive',
      (world: SyncWorld, fail: () => never) => void Object.assign(world.context.archive, { removeAll: fail }),
    ],
  ])('stays marked while %s does not answer, and goes the next time', async (_, breakIt) => {
    const { world } = await carried();
    const before = { ...world.context, archive: { ...world.context.archive } };
    const removeAll = world.measurements.removeAll.bind(world.measurements);
    breakIt(world, () => {
      throw new RetryError('It does not answer.', { service: 'AWS' });
    });
    await expect(world.sync()).rejects.toThrow('It does not answer.');
    expect(await world.account()).toMatchObject({ leaving: true });
    Object.assign(world.context, before);
    world.measurements.removeAll = removeAll;
    expect(await world.sync()).toBe('removed');
    expect(await left(world)).toEqual(nothing);
  });
});
