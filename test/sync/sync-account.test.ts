import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RetryError } from '../../lib/errors.ts';
import { syncAccount } from '../../lib/sync/sync-account.ts';
import { startDynalite, type TestDatabase } from '../store/dynalite.ts';
import { ago, syncWorld, weights } from './world.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await startDynalite();
});
afterAll(() => database.stop());

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

describe('a sync', () => {
  it('carries a weigh-in in several parts to Garmin and TrainerRoad, once, and proves it', async () => {
    const world = await syncWorld(database);
    await world.withings.addWeighIn(world.userid, { weightKg: 82.134, at: ago(world, 600) });
    expect(await world.sync('webhook')).toBe('done');

    expect(weights(world)).toEqual([82.13]);
    expect(world.member.rider.weightKg).toBe(82.1);
    const [item] = await world.events();
    expect(item).toMatchObject({
      kind: 'weight',
      values: { weightKg: 82.134 },
      deliveries: {
        garmin: { state: 'verified', attempts: 1, remoteId: expect.any(String) },
        trainerroad: { state: 'verified' },
      },
    });
    expect(item).not.toHaveProperty('pendingSince');
    expect(world.files.has(item!.deliveries.garmin!.file!)).toBe(true);
  });

  it('puts the weigh-in at the second it was measured', async () => {
    const world = await syncWorld(database);
    const at = ago(world, 5 * 86_400);
    await world.withings.addWeighIn(world.userid, { weightKg: 80.5, at });
    await world.sync();
    expect(world.garmin.weights('robin')[0]!.measuredAt).toBe(at * 1000);
  });

  it('carries blood pressure to Garmin, and says why TrainerRoad gets none', async () => {
    const world = await syncWorld(database);
    await world.withings.addGroups(world.userid, [pressure(ago(world, 600))]);
    await world.sync();
    expect(world.garmin.pressures('robin')).toMatchObject([{ systolic: 121, diastolic: 78, pulse: 61 }]);
    const [item] = await world.events();
    expect(item?.deliveries.trainerroad).toMatchObject({ state: 'skipped', reason: expect.stringMatching(/.+/) });
  });

  it('that finds nothing new costs one call to Withings, none to Garmin or TrainerRoad, and one write', async () => {
    const world = await syncWorld(database);
    await world.withings.addWeighIn(world.userid, { weightKg: 82.1 });
    await world.sync();
    const before = { ...world.withings.calls };
    const others = { garmin: world.garmin.calls, trainerroad: world.trainerroad.calls };
    const { version } = await world.account();

    await world.sync();
    expect(world.withings.calls).toEqual({ ...before, getmeas: before.getmeas! + 1 });
    expect({ garmin: world.garmin.calls, trainerroad: world.trainerroad.calls }).toEqual(others);
    expect((await world.account()).version).toBe(version + 1);
  });

  it('finds what a scale delivers weeks late', async () => {
    const world = await syncWorld(database);
    await world.withings.addWeighIn(world.userid, { weightKg: 82.1 });
    await world.sync();
    await world.withings.addWeighIn(world.userid, { weightKg: 84.4, at: ago(world, 40 * 86_400) });
    await world.sync();
    expect(weights(world)).toEqual([84.4, 82.1]);
  });

  it('joins a part that arrives in a later answer to the event it belongs to', async () => {
    const world = await syncWorld(database);
    const at = ago(world, 600);
    const device = { deviceid: 'd'.repeat(40), modelid: 6, model: 'Body Cardio' };
    await world.withings.addGroups(world.userid, [
      { date: at, measures: [{ type: 11, value: 58, unit: 0 }], ...device },
    ]);
    await world.sync();
    expect(await world.events()).toEqual([]);
    await world.withings.addGroups(world.userid, [
      { date: at, measures: [{ type: 1, value: 82134, unit: -3 }], ...device },
    ]);
    await world.sync();

    const ledger = (await Array.fromAsync(world.measurements.all(world.id))).flat();
    expect(ledger).toHaveLength(1);
    expect(ledger[0]!.groups).toHaveLength(2);
    expect(weights(world)).toEqual([82.13]);
  });

  it('delivers an ambiguous weigh-in when it is confirmed, and not before', async () => {
    const world = await syncWorld(database);
    const [group] = await world.withings.addGroups(world.userid, [
      { date: ago(world, 600), measures: [{ type: 1, value: 61_000, unit: -3 }], attrib: 1, deviceid: 'e'.repeat(40) },
    ]);
    await world.sync();
    expect(weights(world)).toEqual([]);
    const [left] = (await Array.fromAsync(world.measurements.all(world.id))).flat();
    expect(left).toMatchObject({ kind: 'left', reason: 'ambiguous' });

    await world.withings.editGroup(world.userid, group!.grpid, { attrib: 0 });
    await world.sync();
    expect(weights(world)).toEqual([61]);
    expect((await Array.fromAsync(world.measurements.all(world.id))).flat()).toHaveLength(1);
  });

  it('knows the BMI from the height, also when the height comes last', async () => {
    const world = await syncWorld(database);
    await world.withings.addWeighIn(world.userid, { weightKg: 81, at: ago(world, 600) });
    await world.withings.addGroups(world.userid, [
      { date: ago(world, 900 * 86_400), measures: [{ type: 4, value: 180, unit: -2 }], attrib: 2 },
    ]);
    await world.sync();
    expect(world.garmin.weights('robin')[0]!.composition.bmi).toBe(25);
  });

  it('is not repeated for a message that was sent before the last one began to read', async () => {
    const world = await syncWorld(database);
    await world.sync();
    const message = { account: world.id, reason: 'webhook' as const };
    const earlier = { message, sentAt: world.clock.now() - 60_000, deadline: world.clock.now() + 60_000 };
    expect(await syncAccount(earlier, world.context)).toBe('satisfied');
  });

  it('that ran out of time satisfies nothing that was asked before it', async () => {
    const world = await syncWorld(database);
    await world.withings.addWeighIn(world.userid, { weightKg: 82.1 });
    expect(await world.sync('schedule', { timeMs: -1 })).toBe('continue');
    const message = { account: world.id, reason: 'webhook' as const };
    const earlier = { message, sentAt: world.clock.now() - 60_000, deadline: world.clock.now() + 60_000 };
    expect(await syncAccount(earlier, world.context)).toBe('done');
    expect(weights(world)).toEqual([82.1]);
  });

  it('of an account that is gone ends quietly', async () => {
    const world = await syncWorld(database);
    const message = { account: 'nobody', reason: 'schedule' as const };
    expect(await syncAccount({ message, sentAt: 0, deadline: 0 }, world.context)).toBe('gone');
  });
});

describe('nothing is sent twice', () => {
  it('when another tool had put the weigh-in there already', async () => {
    const world = await syncWorld(database);
    const at = ago(world, 600);
    await world.withings.addWeighIn(world.userid, { weightKg: 82.134, at });
    await world.sync();
    const other = await syncWorld(database);
    other.garmin.state.accounts.robin!.weights = structuredClone(world.garmin.weights('robin'));
    await other.withings.addWeighIn(other.userid, { weightKg: 82.134, at });
    await other.sync();
    expect(other.garmin.calls['upload-service']).toBe(0);
    expect(await other.states('garmin')).toEqual(['verified']);
  });

  it('when the answer to the upload was lost', async () => {
    const world = await syncWorld(database);
    await world.withings.addWeighIn(world.userid, { weightKg: 82.134 });
    world.garmin.addFault({ on: 'upload-service', taken: true, answer: 'lost', times: 1 });
    await expect(world.sync()).rejects.toThrow(RetryError);
    expect(await world.states('garmin')).toEqual(['sending']);
    await world.sync();
    expect(weights(world)).toEqual([82.13]);
    expect(await world.states('garmin')).toEqual(['verified']);
  });

  it('when the upload was lost on the way there it waits, reads again, and is sent again only then', async () => {
    const world = await syncWorld(database);
    await world.withings.addWeighIn(world.userid, { weightKg: 82.134 });
    world.garmin.addFault({ on: 'upload-service', taken: false, answer: 'lost', times: 1 });
    await expect(world.sync()).rejects.toThrow(RetryError);
    await expect(world.sync()).rejects.toThrow(/cannot be seen there yet/);
    expect(world.garmin.calls['upload-service']).toBe(1);
    await world.pass(600);
    await world.sync();
    expect(weights(world)).toEqual([82.13]);
    expect(world.garmin.calls['upload-service']).toBe(2);
  });

  it('when Garmin takes a while to show it', async () => {
    const world = await syncWorld(database);
    await world.withings.addWeighIn(world.userid, { weightKg: 82.134 });
    world.garmin.turn({ newEntries: { afterSeconds: 90 } });
    await expect(world.sync()).rejects.toMatchObject({ waitSeconds: 60 });
    await world.pass(100);
    await world.sync();
    expect(weights(world)).toEqual([82.13]);
    expect(await world.states('garmin')).toEqual(['verified']);
  });

  it('and two weigh-ins of the same weight within a minute are two', async () => {
    const world = await syncWorld(database);
    const at = ago(world, 600);
    await world.withings.addWeighIn(world.userid, { weightKg: 82.13, at: at + 40 });
    await world.sync();
    await world.withings.addWeighIn(world.userid, { weightKg: 82.13, at });
    await world.sync();
    expect(world.garmin.weights('robin').map(({ measuredAt }) => measuredAt)).toEqual([at * 1000, (at + 40) * 1000]);
  });
});

describe('a long history', () => {
  it('goes in files of at most 200 and stops in time to go on later', async () => {
    const world = await syncWorld(database, { connect: ['garmin'] });
    const device = { deviceid: 'd'.repeat(40), modelid: 5, model: 'Body+' };
    const groups = Array.from({ length: 450 }, (_, day) => ({
      date: ago(world, day * 86_400 + 600),
      measures: [{ type: 1, value: 80_000 + day * 7, unit: -3 }],
      ...device,
    }));
    await world.withings.addGroups(world.userid, groups);
    expect(await world.sync('connect', { timeMs: 0 })).toBe('continue');
    expect(await world.sync('continue')).toBe('done');
    expect(world.garmin.uploads('robin').map(({ records }) => records)).toEqual([50, 200, 200]);
    expect(new Set(await world.states('garmin'))).toEqual(new Set(['verified']));
    expect(world.garmin.weights('robin')).toHaveLength(450);
  });

  it('reaches a destination that is connected later', async () => {
    const world = await syncWorld(database, { connect: ['trainerroad'] });
    await world.withings.addWeighIn(world.userid, { weightKg: 82.1, at: ago(world, 86_400) });
    await world.withings.addWeighIn(world.userid, { weightKg: 81.9 });
    await world.sync();
    expect(await world.states('trainerroad')).toEqual(['skipped', 'verified']);
    await world.connectGarmin();
    await world.sync();
    expect(await world.states('garmin')).toEqual(['verified', 'verified']);
    expect(weights(world)).toEqual([82.1, 81.9]);
  });
});

describe('maintenance', () => {
  it('goes on when Withings cannot reach the address, and says so', async () => {
    const world = await syncWorld(database);
    world.turnAwayNotifications();
    expect(await world.sync('maintenance')).toBe('done');
    expect((await world.account()).withings).toMatchObject({
      status: 'connected',
      problem: expect.stringContaining('cannot notify this address'),
    });
  });

  it('subscribes again what Withings has forgotten, and keeps the destinations’ sign-ins alive', async () => {
    const world = await syncWorld(database);
    await world.sync();
    expect(world.withings.calls).toMatchObject({ list: 1, subscribe: 2 });
    await world.sync();
    expect(world.withings.calls).toMatchObject({ list: 1, subscribe: 2 });

    const calls = world.garmin.calls;
    world.withings.state.people[0]!.subscriptions = [];
    await world.sync('maintenance');
    expect(world.garmin.calls['userprofile-service']).toBe(calls['userprofile-service'] + 1);
    expect(world.withings.calls).toMatchObject({ list: 2, subscribe: 4 });
    expect(world.withings.state.people[0]!.subscriptions).toHaveLength(2);
  });
});
