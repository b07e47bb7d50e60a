import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canBeHeldBack, holdOnRequest, isOutlier, release } from '../../lib/sync/outliers.ts';
import { startDynalite, type TestDatabase } from '../store/dynalite.ts';
import { ago, type SyncWorld, syncWorld, weights } from './world.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await startDynalite();
});
afterAll(() => database.stop());

const hours = 3600;
const days = 24 * hours;

describe('a weight is an outlier', () => {
  it.each([
    ['like the others', 81, [80, 81, 82], false],
    ['just within ten percent', 88, [80, 80, 80], false],
    ['just beyond', 88.1, [80, 80, 80], true],
    ['lighter', 71.9, [80, 80, 80], true],
    ['with too few to compare', 40, [80, 80], false],
    ['beside one that was odd itself', 81, [80, 40, 82, 81], false],
    ['half way between an even number', 80, [70, 70, 90, 90], false],
  ])('%s', (_, weightKg, recent, expected) => {
    expect(isOutlier(weightKg, recent, 10)).toBe(expected);
  });

  it('never, when the guard is off', () => {
    expect(isOutlier(20, [80, 80, 80], 0)).toBe(false);
  });
});

describe('a weigh-in far from the trend', () => {
  const at = (world: SyncWorld, secondsAgo: number, kg: number) => ({
    date: ago(world, secondsAgo),
    measures: [{ type: 1, value: kg * 1000, unit: -3 }],
    ...{ deviceid: 'd'.repeat(40), modelid: 5, model: 'Body+' },
  });

  async function settled(settings = {}): Promise<SyncWorld> {
    const world = await syncWorld(database, { connect: ['garmin', 'trainerroad'] });
    await world.accounts.change(await world.account(), (account) => ({ ...account, settings }));
    await world.withings.addGroups(
      world.userid,
      [4, 3, 2].map((day) => at(world, day * days, 80 + day / 10)),
    );
    await world.sync();
    return world;
  }
  const child = async (world: SyncWorld) => {
    const [group] = await world.withings.addGroups(world.userid, [at(world, hours, 21)]);
    await world.sync();
    return group!;
  };

  it('is held for a look: nothing is sent, and the reason is told', async () => {
    const world = await settled();
    await child(world);
    expect(weights(world)).toEqual([80.4, 80.3, 80.2]);
    expect(world.member.rider.weightKg).toBe(80.2);
    const held = (await world.events()).at(-1)!;
    expect(held).toMatchObject({ held: expect.stringContaining('far from your recent weights') });
    expect(Object.values(held.deliveries).map(({ state }) => state)).toEqual(['skipped', 'skipped']);
    expect(await world.measurements.pending(world.id)).toEqual([]);
  });

  it('and released goes everywhere, and is not held again', async () => {
    const world = await settled();
    const group = await child(world);
    const held = (await world.events()).at(-1)!;
    await world.measurements.save(release(held, world.clock.now()));
    await world.sync();
    expect(weights(world)).toEqual([80.4, 80.3, 80.2, 21]);
    expect(world.member.rider.weightKg).toBe(21);
    await world.withings.editGroup(world.userid, group.grpid, { measures: at(world, 0, 22).measures });
    await world.sync();
    expect(weights(world).at(-1)).toBe(22);
  });

  it('and corrected at Withings goes by itself', async () => {
    const world = await settled();
    const group = await child(world);
    await world.withings.editGroup(world.userid, group.grpid, { measures: at(world, 0, 80.1).measures });
    await world.sync();
    expect(weights(world)).toEqual([80.4, 80.3, 80.2, 80.1]);
    expect((await world.events()).at(-1)).not.toHaveProperty('held');
  });

  it('and deleted at Withings is gone', async () => {
    const world = await settled();
    const group = await child(world);
    await world.withings.deleteGroup(world.userid, group.grpid);
    await world.sync('maintenance');
    expect(await world.events()).toHaveLength(3);
  });

  it('does not become the trend for the next one', async () => {
    const world = await settled();
    await child(world);
    await world.withings.addGroups(world.userid, [at(world, 600, 80.5), at(world, 300, 21.1)]);
    await world.sync();
    expect(weights(world)).toEqual([80.4, 80.3, 80.2, 80.5]);
  });

  it('is sent when the guard is off, or wide enough', async () => {
    for (const outlierPercent of [0, 80]) {
      const world = await settled({ outlierPercent });
      await child(world);
      expect(weights(world).at(-1)).toBe(21);
    }
  });

  it('of long ago is sent: a first sync brings years, and nobody looks at them', async () => {
    const world = await settled();
    await world.withings.addGroups(world.userid, [at(world, 16 * days, 21)]);
    await world.sync();
    expect(weights(world)).toContain(21);
  });

  it('waits as well for a destination that is connected later', async () => {
    const world = await syncWorld(database, { connect: ['trainerroad'] });
    await world.withings.addGroups(
      world.userid,
      [4, 3, 2].map((day) => at(world, day * days, 80)),
    );
    await world.sync();
    await child(world);
    await world.connectGarmin();
    await world.sync();
    expect(weights(world)).toEqual([80, 80, 80]);
  });
});

describe('a weigh-in that its owner holds', () => {
  const weighed = { measures: [{ type: 1, value: 80_000, unit: -3 }], ...{ deviceid: 'd'.repeat(40), model: 'Body+' } };

  async function held(): Promise<{ world: SyncWorld; grpid: number }> {
    const world = await syncWorld(database, { connect: ['garmin', 'trainerroad'] });
    await world.sync();
    const garmin = { ...(await world.account()).connections.garmin! };
    await world.accounts.change(await world.account(), (account) => ({
      ...account,
      connections: { garmin: { ...garmin, paused: true } },
    }));
    const [group] = await world.withings.addGroups(world.userid, [{ date: ago(world, hours), ...weighed }]);
    await world.sync();
    const item = (await world.events()).at(-1)!;
    expect(canBeHeldBack(item)).toBe(true);
    await world.measurements.save(holdOnRequest(item, world.clock.now()));
    await world.accounts.change(await world.account(), (account) => ({ ...account, connections: { garmin } }));
    return { world, grpid: group!.grpid };
  }

  it('goes nowhere until it is released, also when it is corrected meanwhile', async () => {
    const { world, grpid } = await held();
    await world.sync();
    expect(weights(world)).toEqual([]);
    await world.withings.editGroup(world.userid, grpid, { measures: [{ type: 1, value: 81_000, unit: -3 }] });
    await world.sync();
    expect(weights(world)).toEqual([]);
    const item = (await world.events()).at(-1)!;
    expect(item).toMatchObject({ held: 'you asked to hold it', values: { weightKg: 81 } });
    expect(await world.measurements.pending(world.id)).toEqual([]);
    await world.measurements.save(release(item, world.clock.now()));
    await world.sync();
    expect(weights(world)).toEqual([81]);
  });

  it('cannot be held any more once it has been written somewhere', async () => {
    const world = await syncWorld(database, { connect: ['garmin'] });
    await world.withings.addGroups(world.userid, [{ date: ago(world, hours), ...weighed }]);
    await world.sync();
    expect(canBeHeldBack((await world.events()).at(-1)!)).toBe(false);
  });
});
