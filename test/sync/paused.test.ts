import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDynalite, type TestDatabase } from '../store/dynalite.ts';
import { type SyncWorld, syncWorld, weights } from './world.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await startDynalite();
});
afterAll(() => database.stop());

const callsTo = (calls: Record<string, number>) => Object.values(calls).reduce((sum, count) => sum + count, 0);

async function pause(world: SyncWorld, paused: boolean): Promise<void> {
  await world.accounts.change(await world.account(), (account) => ({
    ...account,
    connections: { ...account.connections, garmin: { ...account.connections.garmin!, paused } },
  }));
}

describe.each([
  [
    'for everybody',
    async (world: SyncWorld, isOff: boolean) => {
      world.context.pausedDestinations = isOff ? ['garmin'] : [];
    },
  ],
  ['by its owner', pause],
])('a destination that is switched off %s', (_, turn) => {
  it('is not called, and gets everything when it is switched on again', async () => {
    const world = await syncWorld(database);
    await turn(world, true);
    await world.withings.addWeighIn(world.userid, { weightKg: 82.1 });
    expect(await world.sync()).toBe('done');
    await world.pass(3600);
    await world.withings.addWeighIn(world.userid, { weightKg: 81.9 });
    expect(await world.sync('maintenance')).toBe('done');
    expect(callsTo(world.garmin.calls)).toBe(0);
    expect(await world.states('trainerroad')).toEqual(['verified', 'verified']);

    await turn(world, false);
    await world.sync();
    expect(await world.states('garmin')).toEqual(['verified', 'verified']);
    expect(weights(world)).toEqual([82.1, 81.9]);
  });

  it('is not called for what was on its way already', async () => {
    const world = await syncWorld(database);
    await world.withings.addWeighIn(world.userid, { weightKg: 82.1 });
    world.garmin.turn({ newEntries: { afterSeconds: 90 } });
    await world.sync().catch(() => {});
    expect(await world.states('garmin')).toEqual(['sending']);
    const before = callsTo(world.garmin.calls);
    await turn(world, true);
    await world.pass(3600);
    expect(await world.sync()).toBe('done');
    expect(callsTo(world.garmin.calls)).toBe(before);
    await turn(world, false);
    await world.sync();
    expect(await world.states('garmin')).toEqual(['verified']);
    expect(weights(world)).toEqual([82.1]);
  });
});
