import { describe, expect, it } from 'vitest';
import type { DestinationName } from '../../lib/destination.ts';
import { keepCredentials } from '../../lib/sync/keep-credentials.ts';
import { disconnect } from '../../lib/sync/switch-connection.ts';
import { syncAccount } from '../../lib/sync/sync-account.ts';
import type { SyncContext } from '../../lib/sync/sync-context.ts';
import { memoryDatabase } from '../store/memory-database.ts';
import { ago, type SyncWorld, syncWorld, weights } from './world.ts';

const day = 86_400;
const queue = { send: async () => {} };
const scale = { deviceid: 'd'.repeat(40), modelid: 5, model: 'Body+' };
const grams = (kg: number) => [{ type: 1, value: kg * 1000, unit: -3 }];

/** Weigh-ins of the days before, oldest first, delivered. */
async function weighed(destination: DestinationName, ...kilograms: number[]) {
  const world = await syncWorld(memoryDatabase(), { connect: [destination] });
  const drafts = kilograms.map((kg, index) => ({
    ...scale,
    date: ago(world, (kilograms.length - index) * day),
    measures: grams(kg),
  }));
  const groups = await world.withings.addGroups(world.userid, drafts);
  await world.sync();
  return { world, groups };
}

const atTheOther = ({ garmin }: SyncWorld) => garmin.weights('robin, once more').map(({ weightKg }) => weightKg);

describe('another Garmin account that is connected', () => {
  it('gets everything, and the one before keeps what it has', async () => {
    const { world } = await weighed('garmin', 81, 82, 83);
    await world.connectGarmin('to another account');
    await world.sync('connect');
    expect(atTheOther(world)).toEqual([81, 82, 83]);
    expect(weights(world)).toEqual([81, 82, 83]);
    expect(await world.states('garmin')).toEqual(['verified', 'verified', 'verified']);
  });

  it('is read first: what is there already is not sent, and is not ours', async () => {
    const { world, groups } = await weighed('garmin', 81, 82, 83);
    await world.connectGarmin('to another account');
    world.garmin.account('robin, once more').weights.push(...structuredClone(world.garmin.weights('robin').slice(1)));
    await world.sync('connect');
    expect(atTheOther(world).sort()).toEqual([81, 82, 83]);

    await world.withings.editGroup(world.userid, groups[0]!.grpid, { measures: grams(80) });
    await world.withings.editGroup(world.userid, groups[1]!.grpid, { measures: grams(79) });
    await world.sync();
    expect(atTheOther(world).sort()).toEqual([79, 80, 82, 83]);
    expect(weights(world)).toEqual([81, 82, 83]);
  });

  it('gets what is corrected and deleted from then on, and the one before does not', async () => {
    const { world, groups } = await weighed('garmin', 81, 82, 83);
    await world.connectGarmin('to another account');
    await world.sync('connect');
    await world.withings.editGroup(world.userid, groups[0]!.grpid, { measures: grams(80) });
    await world.withings.deleteGroup(world.userid, groups[1]!.grpid);
    await world.sync('maintenance');
    expect(atTheOther(world).sort()).toEqual([80, 83]);
    expect(weights(world)).toEqual([81, 82, 83]);
  });

  it('gets at once what was on its way to the one before', async () => {
    const { world } = await weighed('garmin', 81);
    world.garmin.addFault({ on: 'upload-service', taken: false, answer: 'lost', times: 1 });
    await world.withings.addWeighIn(world.userid, { weightKg: 80 });
    await world.sync().catch(() => undefined);
    expect(await world.states('garmin')).toEqual(['verified', 'sending']);
    await world.connectGarmin('to another account');
    await world.sync('connect');
    expect(atTheOther(world)).toEqual([81, 80]);
  });

  it('gets nothing that was deleted at Withings before, nor waits for it', async () => {
    const { world, groups } = await weighed('garmin', 81, 82);
    world.garmin.addFault({ on: 'weight-service', taken: false, answer: 503, times: 9 });
    await world.withings.deleteGroup(world.userid, groups[0]!.grpid);
    await world.sync('maintenance').catch(() => undefined);
    world.garmin.state.faults.length = 0;
    await world.connectGarmin('to another account');
    await world.sync('connect');
    expect(atTheOther(world)).toEqual([82]);
    expect(await world.states('garmin')).toEqual(['skipped', 'verified']);
    expect((await world.events())[0]!.deliveries.garmin!.reason).toMatch(/in the account that was connected before$/);
    expect(await world.measurements.pending(world.id)).toEqual([]);
  });

  it('is known to be another one also when the one before was disconnected first', async () => {
    const { world } = await weighed('garmin', 81, 82);
    await disconnect(await world.account(), 'garmin', { ...world, queue });
    await world.connectGarmin('to another account');
    await world.sync('connect');
    expect(atTheOther(world)).toEqual([81, 82]);
  });

  it('gets nothing of what is held for a look', async () => {
    const { world } = await weighed('garmin', 81, 82, 81, 60);
    expect(weights(world)).toEqual([81, 82, 81]);
    await world.connectGarmin('to another account');
    await world.sync('connect');
    expect(atTheOther(world)).toEqual([81, 82, 81]);
    expect((await world.states('garmin')).at(-1)).toBe('skipped');
  });

  it('while another sign-in is being asked whose it is, is asked itself', async () => {
    const { world } = await weighed('garmin', 81);
    await world.connectGarmin('with a new sign-in');
    const openDestination: SyncContext['openDestination'] = async (name, open) => {
      const destination = await world.context.openDestination(name, open);
      return {
        ...destination,
        checkHealth: async () => {
          const health = await destination.checkHealth();
          await world.connectGarmin('to another account');
          return health;
        },
      };
    };
    const message = { account: world.id, reason: 'connect' as const };
    const now = world.clock.now();
    await syncAccount({ message, sentAt: now, deadline: now + 60_000 }, { ...world.context, openDestination });
    expect(atTheOther(world)).toEqual([]);
    await world.sync('connect');
    expect(atTheOther(world)).toEqual([81]);
  });

  it('while a sync is under way gets nothing from that one, which knows the other account only', async () => {
    const { world } = await weighed('garmin', 81);
    await world.withings.addWeighIn(world.userid, { weightKg: 80 });
    const openDestination: SyncContext['openDestination'] = async (name, open) => {
      const destination = await world.context.openDestination(name, open);
      return {
        ...destination,
        read: async (events) => {
          const entries = await destination.read(events);
          await world.connectGarmin('to another account');
          return entries;
        },
      };
    };
    const message = { account: world.id, reason: 'schedule' as const };
    const now = world.clock.now();
    const sync = syncAccount({ message, sentAt: now, deadline: now + 60_000 }, { ...world.context, openDestination });
    await expect(sync).rejects.toThrow('signed in to garmin anew meanwhile');
    expect([...weights(world), ...atTheOther(world)]).toEqual([81]);
    await world.sync('connect');
    expect(atTheOther(world)).toEqual([81, 80]);
  });
});

describe('the same account with a new sign-in', () => {
  it('of Garmin costs one call, and nothing is read or sent again', async () => {
    const { world } = await weighed('garmin', 81, 82);
    const before = world.garmin.calls;
    const items = await world.events();
    await world.connectGarmin('with a new sign-in');
    await world.sync('connect');
    const profile = before['userprofile-service'] + 1;
    expect(world.garmin.calls).toEqual({ ...before, 'userprofile-service': profile });
    expect(await world.events()).toEqual(items);
    expect((await world.account()).connections.garmin).not.toHaveProperty('newSince');
  });

  it('that is refused is marked like any other, and asked again when it is made anew', async () => {
    const { world } = await weighed('garmin', 81);
    world.garmin.account('robin').accessTokens = {};
    world.garmin.account('robin').refreshTokens = {};
    await world.connectGarmin('with the first sign-in');
    await world.withings.addWeighIn(world.userid, { weightKg: 80 });
    await world.sync('connect');
    expect((await world.account()).connections.garmin).toMatchObject({ status: 'reauthorize' });
    await world.connectGarmin('with a new sign-in');
    await world.sync('connect');
    expect(weights(world)).toEqual([81, 80]);
  });

  it('of intervals.icu, with another key, leaves by itself what somebody changed there by hand', async () => {
    const { world } = await weighed('intervals', 81, 82);
    const [first] = Object.values(world.athlete.wellness);
    first!.fields.weight = 77;
    world.athlete.apiKey = 'another key of the same athlete';
    await keepCredentials(
      await world.account(),
      'intervals',
      { credentials: { apiKey: world.athlete.apiKey } },
      { ...world, queue },
    );
    await world.sync('connect');
    expect(Object.values(world.athlete.wellness).map(({ fields }) => fields.weight)).toEqual([77, 82]);
  });
});

it('another athlete of intervals.icu gets every day', async () => {
  const { world } = await weighed('intervals', 81, 82);
  const other = world.intervals.addAthlete({ name: 'other', apiKey: 'key of the other' });
  const credentials = { apiKey: other.apiKey };
  await keepCredentials(await world.account(), 'intervals', { credentials }, { ...world, queue });
  await world.sync('connect');
  expect(Object.values(other.wellness).map(({ fields }) => fields.weight)).toEqual([81, 82]);
});

it('another member of TrainerRoad gets the newest weight', async () => {
  const { world } = await weighed('trainerroad', 81, 82);
  const other = world.trainerroad.addMember({ username: 'other', password: 'invented too' });
  const credentials = { username: 'other', password: 'invented too' };
  await keepCredentials(await world.account(), 'trainerroad', { credentials }, { ...world, queue });
  await world.sync('connect');
  expect(other.rider.weightKg).toBe(82);
});

it('an account that was connected before anybody asked whose it is, is asked about by the daily maintenance', async () => {
  const { world } = await weighed('garmin', 81);
  await world.accounts.change(await world.account(), ({ deliveredTo: _unknown, ...account }) => account);
  await world.sync('maintenance');
  await world.connectGarmin('to another account');
  await world.sync('connect');
  expect(atTheOther(world)).toEqual([81]);
});
