import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDynalite, type TestDatabase } from '../store/dynalite.ts';
import { ago, type SyncWorld, syncWorld, weights } from './world.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await startDynalite();
});
afterAll(() => database.stop());

const hours = 3600;
const days = 24 * hours;
const grams = (value: number) => [{ type: 1, value, unit: -3 }];
const scale = { deviceid: 'd'.repeat(40), modelid: 5, model: 'Body+' };
const toGarmin = () => syncWorld(database, { connect: ['garmin'] });

/** Weigh-ins of the days before, oldest first, delivered. */
async function weighed(world: SyncWorld, ...kilograms: number[]) {
  const drafts = kilograms.map((kg, index) => ({
    ...scale,
    date: ago(world, (kilograms.length - index) * days),
    measures: grams(kg * 1000),
  }));
  const groups = await world.withings.addGroups(world.userid, drafts);
  await world.sync();
  return groups;
}

const correct = (world: SyncWorld, grpid: number, kg: number) =>
  world.withings.editGroup(world.userid, grpid, { measures: grams(kg * 1000) });

/** What another tool wrote to Garmin at the time of an event. */
function foreign(world: SyncWorld, measuredAt: number, weightKg: number): void {
  const { weights } = world.garmin.account('robin');
  const samplePk = 1_000_000 + weights.length;
  weights.push({
    measuredAt: measuredAt * 1000,
    measuredAtLocal: measuredAt * 1000 + 3_600_000,
    samplePk,
    sourceType: 'MANUAL',
    weightKg,
    composition: {
      ...{ bmi: null, bodyFat: null, bodyWater: null, boneMassKg: null, muscleMassKg: null },
      ...{ physiqueRating: null, visceralFat: null, metabolicAgeYears: null },
    },
  });
}

describe('a weigh-in that is corrected at Withings after it was delivered', () => {
  it('replaces at Garmin what we wrote, and nothing beside it', async () => {
    const world = await toGarmin();
    const [, second] = await weighed(world, 81, 82, 83);
    await correct(world, second!.grpid, 80.5);
    await world.sync();
    expect(weights(world)).toEqual([81, 80.5, 83]);
    expect(await world.states('garmin')).toEqual(['verified', 'verified', 'verified']);
    const [, item] = await world.events();
    expect(item!.deliveries.garmin).not.toHaveProperty('stale');
    expect(item!.deliveries.garmin!.fingerprint).toBe(item!.fingerprint);
  });

  it('in its body fat only is replaced as well, although the weight is the same', async () => {
    const world = await toGarmin();
    const [first] = await weighed(world, 81);
    const measures = [...grams(81_000), { type: 6, value: 215, unit: -1 }];
    await world.withings.editGroup(world.userid, first!.grpid, { measures });
    await world.sync();
    expect(world.garmin.weights('robin')).toMatchObject([{ weightKg: 81, composition: { bodyFat: 21.5 } }]);
  });

  it('twice, the second time before the first correction was delivered, ends as the last', async () => {
    const world = await toGarmin();
    const [first] = await weighed(world, 81);
    world.garmin.addFault({ on: 'weight-service', taken: false, answer: 503, times: 1 });
    await correct(world, first!.grpid, 80);
    await world.sync().catch(() => undefined);
    await correct(world, first!.grpid, 79);
    await world.sync();
    expect(weights(world)).toEqual([79]);
  });

  it.each([
    ['the deletion fails', { method: 'DELETE', taken: false, answer: 503 }],
    ['the answer of the deletion is lost', { method: 'DELETE', taken: true, answer: 'lost' }],
    ['there is no answer at all', { method: 'DELETE', taken: false, answer: 'lost' }],
  ] as const)('is replaced once although %s', async (_, fault) => {
    const world = await toGarmin();
    const [first] = await weighed(world, 81);
    world.garmin.addFault({ on: 'weight-service', ...fault, times: 1 });
    await correct(world, first!.grpid, 80);
    await expect(world.sync()).rejects.toThrow('Garmin');
    expect(await world.states('garmin')).toEqual(['pending']);
    await world.sync();
    expect(weights(world)).toEqual([80]);
  });

  it('is delivered, and what another tool wrote is never touched', async () => {
    const world = await toGarmin();
    const at = ago(world, days);
    foreign(world, at, 82);
    const [group] = await world.withings.addGroups(world.userid, [{ ...scale, date: at, measures: grams(82_000) }]);
    await world.sync();
    expect(weights(world)).toEqual([82]);
    await correct(world, group!.grpid, 80);
    await world.sync();
    expect(weights(world).sort()).toEqual([80, 82]);
    await correct(world, group!.grpid, 79);
    await world.sync();
    expect(weights(world).sort()).toEqual([79, 82]);
  });

  it('becomes the weight of TrainerRoad’s profile when it is the newest, and only then', async () => {
    const world = await syncWorld(database, { connect: ['trainerroad'] });
    const [first, second] = await weighed(world, 81, 82);
    await correct(world, second!.grpid, 80.4);
    await world.sync();
    expect(world.member.rider.weightKg).toBe(80.4);
    await correct(world, first!.grpid, 70);
    await world.sync();
    expect(world.member.rider.weightKg).toBe(80.4);
  });
});

describe('a blood pressure', () => {
  const reading = (world: SyncWorld, systolic: number) => ({
    ...scale,
    date: ago(world, 2 * hours),
    measures: [
      { type: 10, value: systolic, unit: 0 },
      { type: 9, value: 78, unit: 0 },
    ],
  });

  it('that is corrected is replaced, and deleted where it is deleted', async () => {
    const world = await toGarmin();
    const [group] = await world.withings.addGroups(world.userid, [reading(world, 121)]);
    await world.sync();
    const { measures } = reading(world, 131);
    await world.withings.editGroup(world.userid, group!.grpid, { measures });
    await world.sync();
    expect(world.garmin.pressures('robin').map(({ systolic }) => systolic)).toEqual([131]);
    await world.withings.deleteGroup(world.userid, group!.grpid);
    await world.sync('maintenance');
    expect(world.garmin.pressures('robin')).toEqual([]);
  });
});

describe('a weigh-in that is deleted at Withings after it was delivered', () => {
  it('is deleted where we put it, when the notification says where to look', async () => {
    const world = await toGarmin();
    const [, second] = await weighed(world, 81, 82, 83);
    await world.withings.deleteGroup(world.userid, second!.grpid);
    await world.sync('schedule');
    expect(weights(world)).toEqual([81, 82, 83]);
    await world.sync('webhook', { range: { from: second!.date - 1, to: second!.date } });
    expect(weights(world)).toEqual([81, 83]);
    const [, item] = await world.events();
    expect(item).toMatchObject({
      withdrawn: true,
      deliveries: { garmin: { state: 'skipped', reason: 'Withings no longer lists it as yours: it was deleted here' } },
    });
    expect(await world.measurements.pending(world.id)).toEqual([]);
  });

  it('is noticed by the daily comparison when nobody said anything', async () => {
    const world = await toGarmin();
    const [, second] = await weighed(world, 81, 82, 83);
    await world.withings.deleteGroup(world.userid, second!.grpid);
    await world.sync('maintenance');
    expect(weights(world)).toEqual([81, 83]);
  });

  it('stays where another tool had put it', async () => {
    const world = await toGarmin();
    const at = ago(world, days);
    foreign(world, at, 82);
    const [group] = await world.withings.addGroups(world.userid, [{ ...scale, date: at, measures: grams(82_000) }]);
    await world.sync();
    await world.withings.deleteGroup(world.userid, group!.grpid);
    await world.sync('maintenance');
    expect(weights(world)).toEqual([82]);
    expect((await world.events())[0]!.deliveries.garmin!.reason).toMatch(/not written by Weighbridge/);
  });

  it('while nobody knows whether it arrived is looked for, and deleted when it shows', async () => {
    const world = await toGarmin();
    const at = ago(world, hours);
    const [group] = await world.withings.addGroups(world.userid, [{ ...scale, date: at, measures: grams(82_000) }]);
    world.garmin.addFault({ on: 'upload-service', taken: true, answer: 'lost', times: 1 });
    await world.sync().catch(() => undefined);
    expect(weights(world)).toEqual([82]);
    await world.withings.deleteGroup(world.userid, group!.grpid);
    await world.sync('maintenance');
    expect(weights(world)).toEqual([]);
    expect(await world.states('garmin')).toEqual(['skipped']);
  });

  it('makes way for the one before in TrainerRoad’s profile, however long ago that arrived', async () => {
    const world = await syncWorld(database, { connect: ['trainerroad'] });
    const [, second] = await weighed(world, 81, 82);
    expect(world.member.rider.weightKg).toBe(82);
    await world.withings.deleteGroup(world.userid, second!.grpid);
    await world.sync('maintenance');
    expect(world.member.rider.weightKg).toBe(81);
    expect(await world.states('trainerroad')).toEqual(['verified', 'skipped']);
  });

  it('and was the only one stays in TrainerRoad’s profile, and the ledger says so', async () => {
    const world = await syncWorld(database, { connect: ['trainerroad'] });
    const [only] = await weighed(world, 81);
    await world.withings.deleteGroup(world.userid, only!.grpid);
    await world.sync('maintenance');
    expect(world.member.rider.weightKg).toBe(81);
    expect((await world.events())[0]!.deliveries.trainerroad!.reason).toMatch(/TrainerRoad cannot clear/);
  });

  it('and comes back is delivered once more', async () => {
    const world = await toGarmin();
    const [group] = await weighed(world, 82);
    const draft = { ...scale, date: group!.date, measures: grams(82_000), grpid: group!.grpid };
    await world.withings.deleteGroup(world.userid, group!.grpid);
    await world.sync('maintenance');
    await world.withings.addGroups(world.userid, [draft]);
    await world.sync();
    expect(weights(world)).toEqual([82]);
    expect(await world.states('garmin')).toEqual(['verified']);
  });
});

describe('a weigh-in that turns out to be', () => {
  it('of another person is deleted where we put it', async () => {
    const world = await toGarmin();
    const [group] = await weighed(world, 82);
    await world.withings.editGroup(world.userid, group!.grpid, { attrib: 1 });
    await world.sync();
    expect(weights(world)).toEqual([]);
  });

  it('of this person after all is delivered then', async () => {
    const world = await toGarmin();
    const at = ago(world, hours);
    const draft = { ...scale, date: at, measures: grams(82_000), attrib: 1 };
    const [group] = await world.withings.addGroups(world.userid, [draft]);
    await world.sync();
    expect(weights(world)).toEqual([]);
    await world.withings.editGroup(world.userid, group!.grpid, { attrib: 7 });
    await world.sync();
    expect(weights(world)).toEqual([82]);
  });

  it.each([
    ['an hour', hours],
    ['twelve days', 12 * days],
  ])('of another time, %s before, is there and not here', async (_, earlier) => {
    const world = await toGarmin();
    const [group] = await weighed(world, 82);
    const date = group!.date - earlier;
    await world.withings.editGroup(world.userid, group!.grpid, { date });
    await world.sync();
    await world.sync('maintenance');
    expect(world.garmin.weights('robin').map(({ measuredAt }) => measuredAt / 1000)).toEqual([date]);
    expect((await world.events()).filter(({ withdrawn }) => !withdrawn)).toHaveLength(1);
  });
});
