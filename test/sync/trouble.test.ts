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

describe('what never arrives', () => {
  it('is failed with its reason after three files that Garmin took and did not show', async () => {
    const world = await syncWorld(database, { connect: ['garmin'] });
    await world.withings.addWeighIn(world.userid, { weightKg: 82.134 });
    world.garmin.turn({ newEntries: 'never' });
    for (let attempt = 1; attempt <= 3; attempt++) {
      await expect(world.sync()).rejects.toThrow(RetryError);
      await world.pass(25 * 3600);
    }
    expect(await world.sync()).toBe('done');
    expect(world.garmin.calls['upload-service']).toBe(3);
    expect((await world.events())[0]!.deliveries.garmin).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('never appeared'),
    });
  });

  it('because it cannot be encoded does not keep the others', async () => {
    const world = await syncWorld(database, { connect: ['garmin'] });
    const device = { deviceid: 'd'.repeat(40) };
    await world.withings.addGroups(world.userid, [
      { date: ago(world, 900), measures: [{ type: 1, value: 999_000, unit: -3 }], ...device },
      { date: ago(world, 600), measures: [{ type: 1, value: 82_000, unit: -3 }], ...device },
    ]);
    await world.sync();
    expect(await world.states('garmin')).toEqual(['failed', 'verified']);
    expect(weights(world)).toEqual([82]);
  });
});

describe('one destination in trouble', () => {
  it('does not keep the other from being served', async () => {
    const world = await syncWorld(database);
    await world.withings.addWeighIn(world.userid, { weightKg: 82.1 });
    world.garmin.addFault({ on: 'weight-service', taken: false, answer: 503 });
    await expect(world.sync()).rejects.toThrow(RetryError);
    expect(await world.states('garmin')).toEqual(['pending']);
    expect(world.member.rider.weightKg).toBe(82.1);
    expect((await world.account()).connections.garmin?.problem).toMatch(/Garmin/);

    world.garmin.state.faults.length = 0;
    await world.sync();
    expect(await world.states('garmin')).toEqual(['verified']);
    expect((await world.account()).connections.garmin).not.toHaveProperty('problem');
  });

  it('that turns a file away leaves no trace of an attempt: the next one waits for nothing', async () => {
    const world = await syncWorld(database, { connect: ['garmin'] });
    await world.withings.addWeighIn(world.userid, { weightKg: 82.1 });
    world.garmin.addFault({ on: 'upload-service', taken: false, answer: 429, times: 1 });
    await world.sync();
    expect((await world.events())[0]!.deliveries.garmin).toMatchObject({
      state: 'pending',
      attempts: 0,
      reason: expect.stringContaining('Garmin'),
    });
  });

  it('that asks to be left alone is left alone, twice as long each time, and then served', async () => {
    const world = await syncWorld(database, { connect: ['garmin'] });
    await world.withings.addWeighIn(world.userid, { weightKg: 82.1 });
    world.garmin.addFault({ on: 'weight-service', taken: false, answer: 429, times: 2 });
    const blockedFor = async () => ((await world.account()).connections.garmin?.blockedUntil ?? 0) - world.clock.now();

    expect(await world.sync()).toBe('done');
    const first = await blockedFor();
    expect(first).toBe(2 * 3600_000);
    const calls = world.garmin.calls;
    await world.sync();
    expect(world.garmin.calls).toEqual(calls);

    await world.pass(2 * 3600);
    await world.sync();
    expect(await blockedFor()).toBe(4 * 3600_000);
    await world.pass(4 * 3600);
    await world.sync();
    expect(weights(world)).toEqual([82.1]);
    expect((await world.account()).connections.garmin).not.toHaveProperty('blockedUntil');
  });

  it('that refuses its tokens is marked for its owner and not called again; the measurements wait', async () => {
    const world = await syncWorld(database);
    await world.withings.addWeighIn(world.userid, { weightKg: 82.1 });
    world.garmin.state.accounts.robin!.accessTokens = {};
    world.garmin.state.accounts.robin!.refreshTokens = {};
    await world.pass(20 * 3600);
    expect(await world.sync()).toBe('done');
    const connection = (await world.account()).connections.garmin;
    expect(connection).toMatchObject({
      status: 'reauthorize',
      problem: expect.stringContaining('Connect Garmin again'),
    });
    const calls = world.garmin.calls;
    await world.sync();
    expect(world.garmin.calls).toEqual(calls);
    expect(await world.states('garmin')).toEqual(['pending']);
  });
});

describe('Withings in trouble', () => {
  it('does not keep what is in the ledger from being delivered', async () => {
    const world = await syncWorld(database);
    await world.withings.addWeighIn(world.userid, { weightKg: 82.1 });
    world.garmin.addFault({ on: 'weight-service', taken: false, answer: 503, times: 1 });
    await expect(world.sync()).rejects.toThrow(RetryError);
    world.withings.plan({ kind: 'http', httpStatus: 502, times: 10 });
    await expect(world.sync()).rejects.toThrow(/Withings/);
    expect(await world.states('garmin')).toEqual(['verified']);
  });

  it('that revoked the consent is marked for its owner, with what to do', async () => {
    const world = await syncWorld(database);
    await world.withings.disconnect(world.userid);
    expect(await world.sync()).toBe('done');
    expect((await world.account()).withings).toMatchObject({
      status: 'reauthorize',
      problem: expect.stringContaining('Connect Withings again'),
    });
  });

  it('does not move the cursor past what was not stored', async () => {
    const world = await syncWorld(database);
    await world.withings.addWeighIn(world.userid, { weightKg: 82.1 });
    const broken = new Error('the table is on fire');
    const failing = Object.assign(Object.create(world.measurements), {
      saveAll: () => Promise.reject(broken),
      eventsBetween: world.measurements.eventsBetween.bind(world.measurements),
      between: world.measurements.between.bind(world.measurements),
      pending: world.measurements.pending.bind(world.measurements),
      all: world.measurements.all.bind(world.measurements),
    });
    const message = { account: world.id, reason: 'webhook' as const };
    const request = { message, sentAt: world.clock.now(), deadline: world.clock.now() + 60_000 };
    await expect(syncAccount(request, { ...world.context, measurements: failing })).rejects.toThrow(broken);
    expect((await world.account()).withings.cursor).toBeUndefined();
    await world.sync();
    expect(weights(world)).toEqual([82.1]);
  });
});
