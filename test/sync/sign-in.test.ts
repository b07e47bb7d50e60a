import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signIn } from '../../lib/sync/sign-in.ts';
import type { WithingsTokens } from '../../lib/withings/oauth.ts';
import { startDynalite, type TestDatabase } from '../store/dynalite.ts';
import { QueueInMemory } from './queue-in-memory.ts';
import { syncWorld } from './world.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await startDynalite();
});
afterAll(() => database.stop());

/** The engine's world, and the way back into it without an invite. */
async function door() {
  const world = await syncWorld(database);
  const { accounts, seal } = world;
  const sqs = new QueueInMemory(world.clock);
  const enter = (tokens: WithingsTokens) => signIn(tokens, { accounts, seal, queue: sqs.queue });
  const stored = async () => {
    const { account, withings } = await world.account();
    return seal.open(withings.credentials.sealed, account, 'withings');
  };
  /** The person takes back their consent, and a sync notices. */
  const revoke = async () => {
    await world.withings.disconnect(world.userid);
    await world.sync();
    return world.account();
  };
  return { world, sqs, enter, stored, revoke };
}

describe('signing in', () => {
  it('recognises a person by their user id, and keeps their newest consent without a sync', async () => {
    const { world, sqs, enter, stored } = await door();
    const before = await world.account();
    const tokens = await world.consent(world.userid);
    const account = await enter(tokens);
    expect(account).toEqual({
      ...before,
      version: before.version + 1,
      withings: { ...before.withings, credentials: { sealed: expect.any(String) } },
    });
    expect(await world.account()).toEqual(account);
    expect(await stored()).toEqual(tokens);
    expect(sqs.messages).toEqual([]);
  });

  it('tells nothing to a stranger, and keeps nothing of them', async () => {
    const { world, sqs, enter } = await door();
    const { userid } = world.withings.addPerson({ name: 'Kim', timezone: 'UTC', userid: world.userid + 500_000 });
    expect(await enter(await world.consent(userid))).toBeUndefined();
    expect(await world.accounts.get(String(userid))).toBeUndefined();
    expect(sqs.messages).toEqual([]);
  });

  it('does not let a consent with permissions left out replace one that has them', async () => {
    const { world, enter } = await door();
    const before = await world.account();
    const tokens = { ...(await world.consent(world.userid)), scope: 'user.activity' };
    expect(await enter(tokens)).toEqual(before);
    expect(await world.account()).toEqual(before);
  });
});

describe('signing in after the consent was revoked', () => {
  it('mends the connection where it was, and has it synced and notified again', async () => {
    const { world, sqs, enter, revoke } = await door();
    await world.withings.addWeighIn(world.userid, { weightKg: 82.1 });
    await world.sync();
    const before = await revoke();
    expect(before.withings).toMatchObject({ status: 'reauthorize', cursor: expect.any(Number) });

    await enter(await world.consent(world.userid));
    const after = await world.account();
    expect(after.withings).toMatchObject({ status: 'connected', cursor: before.withings.cursor });
    expect(after.withings).not.toHaveProperty('problem');
    expect(after).toMatchObject({ connections: before.connections, connectedAt: before.connectedAt });
    expect(sqs.messages).toEqual([{ account: String(world.userid), reason: 'connect' }]);

    await world.withings.addWeighIn(world.userid, { weightKg: 81.9 });
    await world.sync('connect');
    expect(await world.states('garmin')).toEqual(['verified', 'verified']);
    const person = world.withings.state.people.find(({ userid }) => userid === world.userid);
    expect(person?.subscriptions.map(({ appli }) => appli)).toEqual([1, 4]);
  });

  it('without the permission to read measurements mends nothing, and lets the person in all the same', async () => {
    const { world, sqs, enter, revoke } = await door();
    const before = await revoke();
    expect(await enter({ ...(await world.consent(world.userid)), scope: 'user.info,user.activity' })).toEqual(before);
    expect(sqs.messages).toEqual([]);
  });

  it('with less than before, but the measurements, mends it to that', async () => {
    const { world, enter, revoke } = await door();
    await revoke();
    const account = await enter({ ...(await world.consent(world.userid)), scope: 'user.metrics' });
    expect(account?.withings).toMatchObject({ status: 'connected', scope: 'user.metrics' });
  });
});
