import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Account, Connection } from '../../lib/account.ts';
import type { DestinationName } from '../../lib/destination.ts';
import { syncAccount } from '../../lib/sync/sync-account.ts';
import { startDynalite, type TestDatabase } from '../store/dynalite.ts';
import { ago, type SyncWorld, syncWorld } from './world.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await startDynalite();
});
afterAll(() => database.stop());

const day = 86_400;

/** What was told since the last time this was asked. */
const told = ({ mails }: SyncWorld) => mails.splice(0).map(({ subject }) => subject);

async function changed(world: SyncWorld, change: (account: Account) => Account): Promise<void> {
  await world.accounts.change(await world.account(), change);
}

const changedConnection = (world: SyncWorld, name: DestinationName, changes: Partial<Connection>) =>
  changed(world, (account) => {
    const connection = account.connections[name];
    if (!connection) return account;
    return { ...account, connections: { ...account.connections, [name]: { ...connection, ...changes } } };
  });

function endGarminSignIn({ garmin }: SyncWorld): void {
  const account = garmin.state.accounts.robin!;
  account.accessTokens = {};
  account.refreshTokens = {};
}

/** Somebody who lost Garmin with a weigh-in on the way, before the sync that finds it out. */
async function withoutGarmin(): Promise<SyncWorld> {
  const world = await syncWorld(database);
  await world.withings.addWeighIn(world.userid, { weightKg: 82.1 });
  endGarminSignIn(world);
  await world.pass(20 * 3600);
  return world;
}

const garminGone = (world: SyncWorld) => `Garmin Connect has to be connected again: Withings user ${world.id}`;
const garminBack = (world: SyncWorld) => `Well again: Garmin Connect: Withings user ${world.id}`;

describe('a connection that needs a person', () => {
  it('is told in the sync that finds it out, and not again', async () => {
    const world = await withoutGarmin();
    await world.sync();
    expect(world.mails[0]?.text).toContain('Connect Garmin again.');
    expect(told(world)).toEqual([garminGone(world)]);
    for (const reason of ['schedule', 'webhook', 'maintenance'] as const) await world.sync(reason);
    expect(told(world)).toEqual([]);
  });

  it('is told to be well when it was connected anew, once, and anew when it is lost again', async () => {
    const world = await withoutGarmin();
    await world.sync();
    told(world);
    await changedConnection(world, 'garmin', { status: 'connected', blockedUntil: world.clock.now() + 60_000 });
    await world.sync();
    expect(told(world)).toEqual([garminBack(world)]);
    expect(await world.account()).not.toHaveProperty('told');
    await world.sync();
    expect(told(world)).toEqual([]);

    await world.pass(60);
    await world.sync();
    expect(told(world)).toEqual([garminGone(world)]);
  });

  it('costs the sync no write of its own', async () => {
    const world = await syncWorld(database);
    await world.sync();
    await changedConnection(world, 'trainerroad', { needsOwner: true });
    const { version } = await world.account();
    await world.sync();
    expect(told(world)).toEqual([`TrainerRoad needs a person: Withings user ${world.id}`]);
    expect((await world.account()).version).toBe(version + 1);
  });

  it('alarms nobody when it was connected anew while the sync ran', async () => {
    const world = await syncWorld(database);
    await world.sync();
    await changedConnection(world, 'garmin', { status: 'reauthorize' });
    const openWithings: SyncWorld['context']['openWithings'] = async (open) => {
      await changedConnection(world, 'garmin', { status: 'connected' });
      return world.context.openWithings(open);
    };
    const message = { account: world.id, reason: 'schedule' as const };
    await syncAccount(
      { message, sentAt: world.clock.now() + day, deadline: world.clock.now() + 60_000 },
      { ...world.context, openWithings },
    );
    expect(told(world)).toEqual([]);
    expect(await world.account()).not.toHaveProperty('told');
  });

  it('may be Withings itself', async () => {
    const world = await syncWorld(database);
    await world.sync();
    await world.withings.disconnect(world.userid);
    await world.pass(4 * 3600);
    await world.sync();
    expect(told(world)).toEqual([`Withings has to be connected again: Withings user ${world.id}`]);
    await world.connectWithings();
    await world.sync();
    expect(told(world)).toEqual([`Well again: Withings: Withings user ${world.id}`]);
  });
});

describe('while mails do not get away', () => {
  it('the sync goes on, and the mail is tried again at the next one', async () => {
    const world = await withoutGarmin();
    world.refuseMails(true);
    expect(await world.sync()).toBe('done');
    expect(await world.account()).not.toHaveProperty('told');
    expect(world.logged).toContainEqual(
      expect.objectContaining({ message: expect.stringContaining('could not be told'), vendor: 'AWS' }),
    );

    world.refuseMails(false);
    await world.sync();
    expect(told(world)).toEqual([garminGone(world)]);
  });

  it('that something is well again is not forgotten', async () => {
    const world = await syncWorld(database);
    await changed(world, (account) => ({ ...account, told: { garmin: 1 } }));
    world.refuseMails(true);
    await world.sync();
    world.refuseMails(false);
    await world.sync();
    expect(told(world)).toEqual([garminBack(world)]);
  });

  it('nothing counts as told where there is nobody to be told', async () => {
    const world = await withoutGarmin();
    const { mailOwner: _nobody, ...context } = world.context;
    const message = { account: world.id, reason: 'schedule' as const };
    await syncAccount({ message, sentAt: world.clock.now(), deadline: world.clock.now() + 60_000 }, context);
    await world.sync();
    expect(told(world)).toEqual([garminGone(world)]);
  });
});

describe('a sign-in that comes to its end', () => {
  it('is told 7 days before, and well when maintenance has renewed it', async () => {
    const world = await syncWorld(database, { connect: ['garmin'] });
    let credentialsEndAt: number | undefined = world.clock.now() + 8 * day * 1000;
    const openDestination: SyncWorld['context']['openDestination'] = async (name, open) => ({
      ...(await world.context.openDestination(name, open)),
      checkHealth: async () => (credentialsEndAt === undefined ? {} : { credentialsEndAt }),
    });
    const maintain = async () => {
      await world.pass(20);
      const now = world.clock.now();
      const message = { account: world.id, reason: 'maintenance' as const };
      await syncAccount({ message, sentAt: now, deadline: now + 60_000 }, { ...world.context, openDestination });
    };
    await maintain();
    expect(told(world)).toEqual([]);
    await world.pass(day);
    await maintain();
    await maintain();
    expect(told(world)).toEqual([`The sign-in to Garmin Connect ends soon: Withings user ${world.id}`]);
    credentialsEndAt = world.clock.now() + 30 * day * 1000;
    await maintain();
    expect(told(world)).toEqual([`Well again: the sign-in to Garmin Connect: Withings user ${world.id}`]);
    credentialsEndAt = undefined;
    await maintain();
    expect((await world.account()).connections.garmin).not.toHaveProperty('credentialsEndAt');
  });
});

describe('silence', () => {
  /** Robin weighs in while Garmin is down. */
  async function unheard(): Promise<SyncWorld> {
    const world = await syncWorld(database, { connect: ['garmin'] });
    await world.sync();
    world.garmin.addFault({ on: 'weight-service', taken: false, answer: 503 });
    await world.withings.addWeighIn(world.userid, { weightKg: 82.1 });
    await world.sync().catch(() => undefined);
    return world;
  }

  const attempt = async (world: SyncWorld) => {
    await world.sync().catch(() => undefined);
    return told(world);
  };

  it('is told three days after something came in of which nothing was seen to arrive, and when that is over', async () => {
    const world = await unheard();
    await world.pass(2.9 * day);
    expect(await attempt(world)).toEqual([]);
    await world.pass(0.1 * day);
    expect(await attempt(world)).toEqual([`Nothing has arrived since 20 November 2026: Withings user ${world.id}`]);
    expect(await attempt(world)).toEqual([]);

    world.garmin.state.faults.length = 0;
    expect(await attempt(world)).toEqual([`Well again: measurements arrive: Withings user ${world.id}`]);
    expect(await world.account()).not.toHaveProperty('unprovenSince');
  });

  it('counts from the first of several', async () => {
    const world = await unheard();
    const { unprovenSince } = await world.account();
    await world.pass(day);
    await world.withings.addWeighIn(world.userid, { weightKg: 82.0 });
    await attempt(world);
    expect((await world.account()).unprovenSince).toBe(unprovenSince);
  });

  it('is broken by an arrival anywhere', async () => {
    const world = await syncWorld(database);
    world.garmin.addFault({ on: 'weight-service', taken: false, answer: 503 });
    await world.withings.addWeighIn(world.userid, { weightKg: 82.1 });
    await attempt(world);
    await world.pass(4 * day);
    expect(await attempt(world)).toEqual([]);
  });

  it('is also when everything is refused at once', async () => {
    const world = await syncWorld(database, { connect: ['garmin'] });
    await world.withings.addWeighIn(world.userid, { weightKg: 999 });
    await world.sync();
    expect(await world.states('garmin')).toEqual(['failed']);
    expect(await world.account()).toHaveProperty('unprovenSince');
  });

  it('is not when nothing was measured, nor what a destination does not take by rule', async () => {
    const world = await syncWorld(database, { connect: ['trainerroad'] });
    await world.sync();
    const measures = [9, 10, 11].map((type) => ({ type, value: 70 + type, unit: 0 }));
    await world.withings.addGroups(world.userid, [{ date: ago(world, 600), measures, deviceid: 'c'.repeat(40) }]);
    await world.sync();
    expect(await world.states('trainerroad')).toEqual(['skipped']);
    await world.pass(9 * day);
    expect(await attempt(world)).toEqual([]);
    expect(await world.account()).not.toHaveProperty('unprovenSince');
  });
});

describe('the monthly line', () => {
  const allWell = (world: SyncWorld) => `All well: Withings user ${world.id}`;

  async function monthly(): Promise<SyncWorld> {
    const world = await syncWorld(database);
    await changed(world, (account) => ({ ...account, settings: { monthlyNote: true } }));
    await world.withings.addWeighIn(world.userid, { weightKg: 82.1 });
    await world.sync();
    return world;
  }

  it('comes with maintenance, every 30 days', async () => {
    const world = await monthly();
    expect(told(world)).toEqual([]);
    await world.sync('maintenance');
    expect(world.mails[0]?.text).toContain('1 measurement was received');
    expect(world.mails[0]?.text).toContain('1 at Garmin Connect, 1 at TrainerRoad');
    expect(told(world)).toEqual([allWell(world)]);
    await world.pass(29 * day);
    await world.sync('maintenance');
    expect(told(world)).toEqual([]);
    await world.pass(day);
    await world.sync('maintenance');
    expect(told(world)).toEqual([allWell(world)]);
  });

  it('does not come for who has not asked, while anything is wrong, or in a sync that failed', async () => {
    const unasked = await syncWorld(database);
    await unasked.sync('maintenance');
    expect(told(unasked)).toEqual([]);

    const world = await monthly();
    await changedConnection(world, 'trainerroad', { status: 'reauthorize' });
    await world.sync('maintenance');
    await world.sync('maintenance');
    expect(told(world)).toEqual([`TrainerRoad has to be connected again: Withings user ${world.id}`]);

    const failing = await monthly();
    failing.garmin.addFault({ on: 'userprofile-service', taken: false, answer: 503 });
    await failing.sync('maintenance').catch(() => undefined);
    expect(told(failing)).toEqual([]);
  });
});
