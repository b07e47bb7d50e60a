import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connection } from '../../lib/account.ts';
import { BugError } from '../../lib/errors.ts';
import { connectAccount } from '../../lib/sync/connect-account.ts';
import { type Invite, sealedFor } from '../../lib/web/invites.ts';
import { startDynalite, type TestDatabase } from '../store/dynalite.ts';
import { QueueInMemory } from './queue-in-memory.ts';
import { syncWorld } from './world.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await startDynalite();
});
afterAll(() => database.stop());

const credentials = { username: 'robin', password: 'invented' };

/** The engine's world, and the way into it by an invite. */
async function door() {
  const world = await syncWorld(database);
  const { accounts, seal, clock, context } = world;
  const sqs = new QueueInMemory(clock);
  const { log, openWithings } = context;
  const connectContext = { accounts, seal, clock, log, openWithings, queue: sqs.queue };
  const connect = async (userid: number, invite: Omit<Invite, 'expiresAt'> = { id: 'invite-1' }) =>
    connectAccount(await world.consent(userid), { ...invite, expiresAt: clock.now() }, connectContext);
  /** TrainerRoad's sign-in, as an invite carries it. */
  const carried = async (id: string) => ({
    trainerroad: { sealed: await seal.seal(credentials, sealedFor(id), 'trainerroad') },
  });
  const newcomer = () => {
    const { userid } = world.withings.addPerson({
      name: 'Kim',
      timezone: 'America/Bogota',
      userid: world.userid + 500_000,
    });
    return userid;
  };
  return { world, sqs, connect, carried, newcomer };
}

describe('connecting', () => {
  it('stores a new person, asks for notifications and queues the first sync', async () => {
    const { world, sqs, connect, newcomer } = await door();
    const userid = newcomer();
    const account = await connect(userid, { id: 'invite-1', name: 'Kim' });
    expect(account).toEqual(await world.accounts.get(String(userid)));
    expect(account).toMatchObject({
      account: String(userid),
      name: 'Kim',
      connectedAt: expect.any(Number),
      withings: { status: 'connected', scope: expect.stringContaining('user.metrics') },
      connections: {},
    });
    expect(world.withings.calls).toMatchObject({ list: 1, subscribe: 2 });
    expect(sqs.messages).toEqual([{ account: String(userid), reason: 'connect' }]);
  });

  it('makes the owner of whoever comes with the owner’s link, first time or again, and of nobody else', async () => {
    const { world, connect, newcomer } = await door();
    const [first, second] = [newcomer(), world.userid];
    expect(await connect(first, { id: 'invite-1', name: 'Kim' })).not.toHaveProperty('owner');
    expect(await connect(first, { id: 'invite-2', owner: true })).toMatchObject({ name: 'Kim', owner: true });
    expect(await connect(first, { id: 'invite-3', name: 'Kim' })).toMatchObject({ owner: true });
    await world.connectWithings();
    expect(await connect(second, { id: 'invite-4', owner: true })).toMatchObject({ owner: true });
    expect(await world.account()).toMatchObject({ owner: true });
  });

  it('waits while the same person is being removed', async () => {
    const { world, connect, sqs } = await door();
    await world.accounts.change(await world.account(), (account) => ({ ...account, leaving: true }));
    await expect(connect(world.userid)).rejects.toMatchObject({ kind: 'retry' });
    expect(sqs.messages).toEqual([]);
  });

  it('keeps no token readable', async () => {
    const { world, connect, newcomer } = await door();
    const account = await connect(newcomer());
    const person = world.withings.state.people.find(({ userid }) => String(userid) === account.account);
    const stored = JSON.stringify(account);
    expect(person!.grants.length).toBeGreaterThan(0);
    for (const { accessToken, refreshToken } of person!.grants) {
      expect(stored.includes(accessToken) || stored.includes(refreshToken)).toBe(false);
    }
  });

  it('seals what the invite carried anew, for this account alone', async () => {
    const { world, connect, carried, newcomer } = await door();
    const { account, connections } = await connect(newcomer(), {
      id: 'invite-1',
      connections: await carried('invite-1'),
    });
    expect(connections.trainerroad).toMatchObject({ status: 'connected', enrolled: false });
    const { sealed } = connections.trainerroad!.credentials;
    expect(await world.seal.open(sealed, account, 'trainerroad')).toEqual(credentials);
    await expect(world.seal.open(sealed, sealedFor('invite-1'), 'trainerroad')).rejects.toThrow(BugError);
  });

  it('refuses credentials of another invite, and stores nothing', async () => {
    const { world, sqs, connect, carried, newcomer } = await door();
    const userid = newcomer();
    const invite = { id: 'invite-2', connections: await carried('invite-1') };
    await expect(connect(userid, invite)).rejects.toThrow(BugError);
    expect(await world.accounts.get(String(userid))).toBeUndefined();
    expect(sqs.messages).toEqual([]);
  });

  it('goes on when Withings will not notify, and says so in the log', async () => {
    const { world, sqs, connect, newcomer } = await door();
    world.turnAwayNotifications();
    const account = await connect(newcomer());
    expect(account.withings.status).toBe('connected');
    expect(sqs.messages).toHaveLength(1);
    expect(world.logged).toMatchObject([{ message: 'Withings does not notify', vendor: 'Withings' }]);
  });
});

describe('connecting again', () => {
  it('mends a connection that was lost, and keeps everything else', async () => {
    const { world, connect } = await door();
    await world.withings.addWeighIn(world.userid, { weightKg: 82.1 });
    await world.sync();
    await world.withings.disconnect(world.userid);
    await world.sync();
    const before = await world.account();
    expect(before.withings).toMatchObject({ status: 'reauthorize', problem: expect.any(String) });

    await connect(world.userid);
    const after = await world.account();
    expect(after.withings).toMatchObject({ status: 'connected', cursor: before.withings.cursor });
    expect(after.withings).not.toHaveProperty('problem');
    expect(after).toMatchObject({
      connections: before.connections,
      connectedAt: before.connectedAt,
      timeZone: before.timeZone,
    });

    await world.withings.addWeighIn(world.userid, { weightKg: 81.9 });
    await world.sync('connect');
    expect(await world.states('garmin')).toEqual(['verified', 'verified']);
    expect(world.garmin.weights('robin')).toHaveLength(2);
  });

  it('with a new sign-in mends a destination, which still knows what it was given', async () => {
    const { world, connect, carried } = await door();
    await world.withings.addWeighIn(world.userid, { weightKg: 82.1 });
    await world.sync();
    const lost: Partial<Connection> = { status: 'reauthorize', problem: 'Sign in again.' };
    await world.accounts.change(await world.account(), (known) => ({
      ...known,
      connections: { ...known.connections, trainerroad: { ...known.connections.trainerroad!, ...lost } },
    }));
    const { lastVerifiedAt } = (await world.account()).connections.trainerroad!;

    await connect(world.userid, { id: 'invite-1', connections: await carried('invite-1') });
    const { garmin, trainerroad } = (await world.account()).connections;
    expect(garmin).toMatchObject({ status: 'connected', enrolled: true });
    expect(trainerroad).toMatchObject({ status: 'connected', lastVerifiedAt });
    expect(trainerroad).not.toHaveProperty('problem');

    const yesterday = Math.floor(world.clock.now() / 1000) - 86_400;
    await world.withings.addWeighIn(world.userid, { weightKg: 84.4, at: yesterday });
    await world.sync('connect');
    expect(world.member.rider.weightKg).toBe(82.1);
    expect(await world.states('trainerroad')).toEqual(['skipped', 'verified']);
  });

  it('with an account elsewhere goes there, and no longer where the last one was', async () => {
    const { world, connect } = await door();
    const sealed = await world.seal.seal(credentials, sealedFor('invite-1'), 'garmin');
    const garmin = async () => (await world.account()).connections.garmin;
    await connect(world.userid, { id: 'invite-1', connections: { garmin: { sealed, domain: 'garmin.cn' } } });
    expect(await garmin()).toMatchObject({ status: 'connected', domain: 'garmin.cn' });
    await connect(world.userid, { id: 'invite-1', connections: { garmin: { sealed } } });
    expect(await garmin()).not.toHaveProperty('domain');
  });
});
