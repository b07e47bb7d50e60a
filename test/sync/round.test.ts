import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { syncAccount } from '../../lib/sync/sync-account.ts';
import type { SyncContext } from '../../lib/sync/sync-context.ts';
import type { SyncMessage } from '../../lib/sync-message.ts';
import { startDynalite, type TestDatabase } from '../store/dynalite.ts';
import { ago, type SyncWorld, syncWorld, weights } from './world.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await startDynalite();
});
afterAll(() => database.stop());

/** Somebody whose one weigh-in has arrived. */
async function settledWorld(): Promise<SyncWorld> {
  const world = await syncWorld(database);
  await weighIn(world, 80);
  await world.sync('connect');
  expect((await world.account()).lastSync).toMatchObject({ settled: true });
  return world;
}

const weighIn = (world: SyncWorld, weightKg: number) =>
  world.withings.addWeighIn(world.userid, { weightKg, at: ago(world, 30) });

/** As the timetable asks for it, a little after the last sync. */
async function round(world: SyncWorld, context: Partial<SyncContext> = {}) {
  await world.pass(1_000);
  const message: SyncMessage = { account: world.id, reason: 'schedule', scheduledAt: '2026-11-20T09:00:00Z' };
  const now = world.clock.now();
  return syncAccount({ message, sentAt: now, deadline: now + 120_000 }, { ...world.context, ...context });
}

describe('a round of the timetable', () => {
  it('that finds nothing new leaves the account as it is, asks nothing of the ledger, and notes when it looked', async () => {
    const world = await settledWorld();
    const before = await world.account();
    const pending = () => Promise.reject(new Error('The ledger was asked.'));
    const measurements = Object.create(world.measurements, { pending: { value: pending } });
    expect(await round(world, { measurements })).toBe('done');
    expect(await world.account()).toEqual(before);
    const seen = await world.accounts.getWithLastLook(world.id);
    expect(seen?.lastSync).toMatchObject({ startedAt: world.clock.now(), finishedAt: world.clock.now() });
    expect(seen).toMatchObject({ version: before.version, withings: before.withings });
  });

  it('carries what Withings did not tell of', async () => {
    const world = await settledWorld();
    await weighIn(world, 81);
    await round(world);
    expect(weights(world)).toEqual([80, 81]);
  });

  it('carries what an earlier sync left behind that died when it had received it', async () => {
    const world = await settledWorld();
    await weighIn(world, 81);
    const measurements = Object.create(world.measurements, {
      pending: { value: () => Promise.reject(new Error('The process died.')) },
    });
    await expect(round(world, { measurements })).rejects.toThrow('died');
    expect(weights(world)).toEqual([80]);
    await round(world);
    expect(weights(world)).toEqual([80, 81]);
  });

  it('tries again what a destination could not take before', async () => {
    const world = await settledWorld();
    await weighIn(world, 81);
    world.garmin.addFault({ on: 'upload-service', taken: false, answer: 503, times: 1 });
    await expect(world.sync('webhook')).rejects.toThrow('Garmin');
    expect((await world.account()).lastSync).not.toHaveProperty('settled');
    await world.pass(1_200);
    await round(world);
    expect(weights(world)).toEqual([80, 81]);
  });

  it('serves a destination that was connected since', async () => {
    const world = await settledWorld();
    await world.accounts.change(await world.account(), ({ connections, ...account }) => ({
      ...account,
      connections: { ...connections, garmin: { ...connections.garmin!, enrolled: false } },
    }));
    await round(world);
    expect((await world.account()).connections.garmin).toMatchObject({ enrolled: true });
  });
});
