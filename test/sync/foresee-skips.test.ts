import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { RetryError } from '../../lib/errors.ts';
import { startDynalite, type TestDatabase } from '../store/dynalite.ts';
import { ago, type SyncWorld, syncWorld } from './world.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await startDynalite();
});
afterAll(() => database.stop());

const day = 86_400;

/** Everything connected, and so many mornings on the scale, with a second weigh-in on the last of them. */
async function mornings(count: number): Promise<SyncWorld> {
  const world = await syncWorld(database, { connect: ['garmin', 'trainerroad', 'intervals'] });
  for (let index = 0; index < count; index++) {
    await world.withings.addWeighIn(world.userid, { weightKg: 82.1 - index / 10, at: ago(world, index * day + 7_200) });
  }
  await world.withings.addWeighIn(world.userid, { weightKg: 82.3, at: ago(world, 3_600) });
  return world;
}

async function expectEveryRule(world: SyncWorld): Promise<void> {
  expect(await world.states('trainerroad')).toEqual(['skipped', 'skipped', 'skipped', 'skipped', 'verified']);
  expect(await world.states('intervals')).toEqual(['verified', 'verified', 'verified', 'verified', 'skipped']);
  expect(world.member.rider.weightKg).toBe(82.3);
}

it('what later destinations leave out of a history is stored together with what becomes of it at the first', async () => {
  const world = await mornings(4);
  const send = vi.spyOn(database.documentClient, 'send');
  await world.sync('connect');
  const writes = send.mock.calls.filter(
    ([command]) => command instanceof UpdateCommand && command.input.TableName === database.measurementsTable,
  );
  send.mockRestore();
  // Sent and proven: five times at Garmin, once at TrainerRoad, four times at intervals.icu. Five skips took no write.
  expect(writes).toHaveLength(2 * (5 + 1 + 4));
  await expectEveryRule(world);
});

it('what could not be stored with it is left out when it is the turn of the other', async () => {
  const world = await mornings(4);
  world.garmin.addFault({ on: 'weight-service', taken: false, answer: 503 });
  await expect(world.sync('connect')).rejects.toThrow(RetryError);
  expect(await world.states('garmin')).toEqual(Array(5).fill('pending'));
  await expectEveryRule(world);

  world.garmin.state.faults.length = 0;
  await world.sync();
  expect(await world.states('garmin')).toEqual(Array(5).fill('verified'));
  await expectEveryRule(world);
});
