import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OpenAccount } from '../../lib/store/open-account.ts';
import { surveyBackfill } from '../../lib/sync/backfill.ts';
import { startDynalite, type TestDatabase } from '../store/dynalite.ts';
import { ago, type SyncWorld, syncWorld, weights } from './world.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await startDynalite();
});
afterAll(() => database.stop());

const days = 86_400;
const everything = { from: 0, to: 4_000_000_000 };

async function delivered(connect: ('garmin' | 'trainerroad')[] = ['garmin']): Promise<SyncWorld> {
  const world = await syncWorld(database, { connect });
  const drafts = [5, 4, 3, 2, 1].map((day) => ({
    date: ago(world, day * days),
    measures: [{ type: 1, value: 80_000 + day * 100, unit: -3 }],
    ...{ deviceid: 'd'.repeat(40), modelid: 5, model: 'Body+' },
  }));
  await world.withings.addGroups(world.userid, drafts);
  await world.sync();
  return world;
}

const entries = (world: SyncWorld) => world.garmin.account('robin').weights;

async function survey(world: SyncWorld, name: 'garmin' | 'trainerroad' = 'garmin', span = everything) {
  const destination = await world.context.openDestination(name, new OpenAccount(world.accounts, await world.account()));
  return surveyBackfill(world.id, span, destination, world);
}

describe('a dry run', () => {
  it('counts what is there, what is missing, and what is other', async () => {
    const world = await delivered();
    entries(world).splice(0, 2);
    entries(world)[0]!.weightKg = 90;
    expect(await survey(world)).toEqual({ toSend: 2, different: 1, alreadyThere: 2, notForIt: {} });
  });

  it('of a span speaks of that span', async () => {
    const world = await delivered();
    const span = { from: ago(world, 3.5 * days), to: ago(world, 0) };
    expect(await survey(world, 'garmin', span)).toMatchObject({ alreadyThere: 3, toSend: 0 });
  });

  it('says what a destination leaves out, and why', async () => {
    const world = await delivered(['trainerroad']);
    const { alreadyThere, notForIt } = await survey(world, 'trainerroad');
    expect(alreadyThere).toBe(1);
    expect(Object.values(notForIt)).toEqual([4]);
  });

  it('changes nothing', async () => {
    const world = await delivered();
    entries(world).splice(0, 2);
    const before = await world.events();
    await survey(world);
    expect(await world.events()).toEqual(before);
    expect(entries(world)).toHaveLength(3);
  });
});

describe('a backfill', () => {
  const backfill = (world: SyncWorld, options = {}) => world.sync('backfill', { range: everything, ...options });

  it('sends what is missing, and nothing twice', async () => {
    const world = await delivered();
    entries(world).splice(1, 2);
    await backfill(world);
    expect(weights(world)).toEqual([80.5, 80.4, 80.3, 80.2, 80.1]);
    expect(await world.states('garmin')).toEqual(Array(5).fill('verified'));
    expect(world.garmin.uploads('robin')).toHaveLength(2);
  });

  it('of what is all there writes nothing to Garmin', async () => {
    const world = await delivered();
    await backfill(world);
    expect(world.garmin.uploads('robin')).toHaveLength(1);
  });

  it('leaves what we wrote ours, so that a later correction replaces it', async () => {
    const world = await delivered();
    await backfill(world);
    const group = world.withings.state.people.find(({ userid }) => userid === world.userid)!.groups[0]!;
    await world.withings.editGroup(world.userid, group.grpid, { measures: [{ type: 1, value: 77_000, unit: -3 }] });
    await world.sync();
    expect(weights(world)).toEqual([77, 80.4, 80.3, 80.2, 80.1]);
  });

  it('goes on where time ran out, and ends', async () => {
    const world = await delivered();
    entries(world).splice(0, 5);
    expect(await backfill(world, { timeMs: -1 })).toBe('continue');
    expect(entries(world)).toHaveLength(0);
    await world.sync('continue');
    expect(weights(world)).toEqual([80.5, 80.4, 80.3, 80.2, 80.1]);
  });

  it('tries what was refused once more', async () => {
    const world = await delivered();
    const [item] = await world.events();
    await world.measurements.save({ ...item!, deliveries: { garmin: { state: 'failed', at: 0, reason: 'refused' } } });
    await backfill(world);
    expect(await world.states('garmin')).toEqual(Array(5).fill('verified'));
    expect(entries(world)).toHaveLength(5);
  });

  it('of a span with nothing in it does nothing', async () => {
    const world = await delivered();
    expect(await world.sync('backfill', { range: { from: 1, to: 2 } })).toBe('done');
    expect(weights(world)).toHaveLength(5);
  });
});
