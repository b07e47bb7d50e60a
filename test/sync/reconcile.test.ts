import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compare } from '../../lib/sync/reconcile.ts';
import { syncAccount } from '../../lib/sync/sync-account.ts';
import type { SyncContext } from '../../lib/sync/sync-context.ts';
import { group, thursday } from '../groups.ts';
import { startDynalite, type TestDatabase } from '../store/dynalite.ts';
import { ago, type SyncWorld, syncWorld, weights } from './world.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await startDynalite();
});
afterAll(() => database.stop());

const days = 86_400;
const weight = (grpid: number, own: object = {}) => group([[1, 80_000, -3]], { grpid, ...own });

describe('what Withings lists and what the ledger has', () => {
  const one = weight(1);
  const two = weight(2, { date: thursday + days });

  it('agree', () => {
    expect(compare([one, two], [two, one])).toEqual({ arrived: [], vanished: [] });
  });

  it('differ in what is new, what is other, and what is gone', () => {
    const edited = { ...two, modified: two.modified + 60 };
    expect(compare([one, two], [edited, weight(3)])).toEqual({ arrived: [edited, weight(3)], vanished: [one] });
  });

  it('differ in what moved: gone from the old time, and named with the new', () => {
    const moved = { ...one, date: thursday + 60 };
    expect(compare([one, two], [moved, two])).toEqual({ arrived: [moved], vanished: [one] });
    expect(compare([one, moved, two], [moved, two])).toEqual({ arrived: [moved], vanished: [one] });
  });
});

describe('when most of a month is suddenly not there', () => {
  async function monthDelivered(): Promise<SyncWorld> {
    const world = await syncWorld(database, { connect: ['garmin'] });
    const drafts = Array.from({ length: 20 }, (_, index) => ({
      date: ago(world, (index + 1) * days),
      measures: [{ type: 1, value: 80_000 + index * 10, unit: -3 }],
      ...{ deviceid: 'd'.repeat(40), modelid: 5, model: 'Body+' },
    }));
    await world.withings.addGroups(world.userid, drafts);
    await world.sync();
    return world;
  }
  const forget = (world: SyncWorld, count: number) =>
    world.withings.state.people.find(({ userid }) => userid === world.userid)!.groups.splice(0, count);

  it('it is not believed at once, nor when it is the same an hour later', async () => {
    const world = await monthDelivered();
    forget(world, 12);
    await world.sync('maintenance');
    await world.pass(3600);
    await world.sync('maintenance');
    expect(weights(world)).toHaveLength(20);
  });

  it('it is believed when it is still so the next day', async () => {
    const world = await monthDelivered();
    forget(world, 12);
    await world.sync('maintenance');
    await world.pass(days);
    await world.sync('maintenance');
    expect(weights(world)).toHaveLength(8);
    expect((await world.account()).withings).not.toHaveProperty('doubt');
  });

  it('and comes back, nothing ever happened', async () => {
    const world = await monthDelivered();
    const forgotten = forget(world, 12);
    await world.sync('maintenance');
    world.withings.state.people.find(({ userid }) => userid === world.userid)!.groups.push(...forgotten);
    await world.pass(days);
    await world.sync('maintenance');
    await world.pass(days);
    forget(world, 12);
    await world.sync('maintenance');
    expect(weights(world)).toHaveLength(20);
  });

  it('four of twenty are believed at once', async () => {
    const world = await monthDelivered();
    forget(world, 4);
    await world.sync('maintenance');
    expect(weights(world)).toHaveLength(16);
  });
});

it('what one list lacks and the next one has, because pages shifted while they were read, is not gone', async () => {
  const world = await syncWorld(database, { connect: ['garmin'] });
  await world.withings.addWeighIn(world.userid, { weightKg: 82 });
  await world.sync();
  let isFirst = true;
  const openWithings: SyncContext['openWithings'] = async (open) => {
    const withings = await world.context.openWithings(open);
    return {
      ...withings,
      getmeas: async (query) => {
        const answer = await withings.getmeas(query);
        if (query.startdate === undefined || !isFirst) return answer;
        isFirst = false;
        return { ...answer, groups: [] };
      },
    };
  };
  const now = world.clock.now();
  const message = { account: world.id, reason: 'maintenance' as const };
  await syncAccount({ message, sentAt: now, deadline: now + 60_000 }, { ...world.context, openWithings });
  expect(isFirst).toBe(false);
  expect(await world.states('garmin')).toEqual(['verified']);
  expect(weights(world)).toEqual([82]);
});

it('a day on which nothing is gone costs one call more, and no write', async () => {
  const world = await syncWorld(database, { connect: ['garmin'] });
  await world.withings.addWeighIn(world.userid, { weightKg: 82 });
  await world.sync();
  const before = { ...world.withings.state.calls };
  const [item] = await world.events();
  await world.sync('maintenance');
  expect(world.withings.state.calls.getmeas! - before.getmeas!).toBe(2);
  expect((await world.events())[0]!.version).toBe(item!.version);
});

describe('a notification', () => {
  it('of something new is answered by one call', async () => {
    const world = await syncWorld(database, { connect: ['garmin'] });
    await world.sync();
    const [first] = await world.withings.addWeighIn(world.userid, { weightKg: 82 });
    const before = world.withings.state.calls.getmeas!;
    await world.sync('webhook', { range: { from: first!.date - 1, to: first!.date } });
    expect(world.withings.state.calls.getmeas! - before).toBe(1);
  });

  it('is satisfied by a later sync that saw its time, and not by one that asked only for what is new', async () => {
    const world = await syncWorld(database, { connect: ['garmin'] });
    const [first] = await world.withings.addWeighIn(world.userid, { weightKg: 82 });
    await world.sync();
    const range = { from: first!.date - 1, to: first!.date };
    const sentAt = world.clock.now();
    await world.pass(10);
    await world.sync('schedule');
    expect(await world.syncSentAt(sentAt, { range })).toBe('done');
    expect(await world.syncSentAt(sentAt, { range })).toBe('satisfied');
  });
});
