import { afterAll, beforeAll, expect, it } from 'vitest';
import { startDynalite, type TestDatabase } from '../store/dynalite.ts';
import { syncWorld, weights } from './world.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await startDynalite();
});
afterAll(() => database.stop());

it('a person who is paused is not even looked at, and gets everything when they go on', async () => {
  const world = await syncWorld(database);
  await world.withings.addWeighIn(world.userid, { weightKg: 82.1 });
  await world.accounts.change(await world.account(), (account) => ({ ...account, paused: true }));
  const before = { ...world.withings.calls };
  const stored = await world.account();
  expect(await world.sync()).toBe('paused');
  expect(await world.sync('maintenance')).toBe('paused');
  expect(world.withings.calls).toEqual(before);
  expect(Object.values(world.garmin.calls).filter((count) => count > 0)).toEqual([]);
  expect(await world.account()).toEqual(stored);

  await world.accounts.change(stored, ({ paused: _over, ...account }) => account);
  expect(await world.sync('maintenance')).toBe('done');
  expect(weights(world)).toEqual([82.1]);
});
