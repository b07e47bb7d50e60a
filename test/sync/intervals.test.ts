import { afterAll, beforeAll, expect, it } from 'vitest';
import { RetryError } from '../../lib/errors.ts';
import { startDynalite, type TestDatabase } from '../store/dynalite.ts';
import { ago, type SyncWorld, syncWorld } from './world.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await startDynalite();
});
afterAll(() => database.stop());

const day = 86_400;
const connected = () => syncWorld(database, { connect: ['intervals'] });

/** Steps on the scale so many seconds ago. */
const weigh = ({ withings, userid, ...world }: SyncWorld, weightKg: number, secondsAgo: number) =>
  withings.addWeighIn(userid, { weightKg, fatPercent: 21, at: ago({ withings, userid, ...world }, secondsAgo) });

const pressure = (date: number) => ({
  date,
  measures: [
    { type: 9, value: 78, unit: 0 },
    { type: 10, value: 121, unit: 0 },
    { type: 11, value: 61, unit: 0 },
  ],
  deviceid: 'c'.repeat(40),
  modelid: 45,
  model: 'BPM Connect',
});

const weightsByDay = ({ athlete }: SyncWorld) =>
  Object.fromEntries(Object.values(athlete.wellness).map(({ id, fields }) => [id, fields.weight]));

it('carries weight, body fat and blood pressure into the days of intervals.icu, once, and proves it', async () => {
  const world = await connected();
  await weigh(world, 82.6, 2 * day);
  await weigh(world, 82.4, day);
  await weigh(world, 82.134, 600);
  await world.withings.addGroups(world.userid, [pressure(ago(world, 300))]);
  expect(await world.sync('webhook')).toBe('done');

  expect(await world.states('intervals')).toEqual(['verified', 'verified', 'verified', 'verified']);
  expect(weightsByDay(world)).toEqual({ '2026-11-18': 82.6, '2026-11-19': 82.4, '2026-11-20': 82.13 });
  expect(world.athlete.wellness['2026-11-20']?.fields).toEqual({
    weight: 82.13,
    bodyFat: 21,
    systolic: 121,
    diastolic: 78,
  });
  expect(world.athlete.weight).toBe(82.13);

  const { calls } = world.intervals;
  await world.sync();
  expect(world.intervals.calls).toEqual(calls);
});

it('carries the first weigh-in of a day, and says why the second stays behind', async () => {
  const world = await connected();
  await weigh(world, 82.1, 7200);
  await weigh(world, 83.5, 600);
  await world.sync();
  expect(weightsByDay(world)).toEqual({ '2026-11-20': 82.1 });
  const [, second] = await world.events();
  expect(second?.deliveries.intervals).toMatchObject({
    state: 'skipped',
    reason: 'intervals.icu keeps one weigh-in a day, and the first one counts',
  });
});

it('leaves a locked day alone, and carries all others', async () => {
  const world = await connected();
  world.intervals.lock(world.athlete, '2026-11-18');
  for (const days of [3, 2, 1, 0]) await weigh(world, 80 + days, days * day + 600);
  await world.sync();
  expect(await world.states('intervals')).toEqual(['verified', 'failed', 'verified', 'verified']);
  expect(weightsByDay(world)).toEqual({ '2026-11-17': 83, '2026-11-19': 81, '2026-11-20': 80 });
  const [, locked] = await world.events();
  expect(locked?.deliveries.intervals?.reason).toMatch(/locked at intervals\.icu/);
});

it('settles a lost answer by reading, and waits as long as it is asked to', async () => {
  const world = await connected();
  await weigh(world, 82.1, 600);
  world.intervals.addFault({ on: 'PUT wellness/day', taken: true, answer: 'lost', times: 1 });
  await expect(world.sync()).rejects.toThrow(RetryError);
  expect(await world.states('intervals')).toEqual(['sending']);
  world.intervals.addFault({ on: 'GET wellness', taken: false, answer: 429, retryAfter: '120', times: 1 });
  await expect(world.sync()).rejects.toMatchObject({ waitSeconds: 120 });
  await world.pass(3600);
  await world.sync();
  expect(await world.states('intervals')).toEqual(['verified']);
  expect(world.intervals.calls['PUT wellness/day']).toBe(1);
});

it('marks the connection when the key has been taken back', async () => {
  const world = await connected();
  world.athlete.apiKey = 'a-newer-key';
  await weigh(world, 82.1, 600);
  await world.sync();
  const { intervals } = (await world.account()).connections;
  expect(intervals).toMatchObject({ status: 'reauthorize', problem: expect.stringMatching(/refuses the API key/) });
});
