import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resend, sentIn } from '../../lib/sync/resend.ts';
import { thursday } from '../groups.ts';
import { startDynalite, type TestDatabase } from '../store/dynalite.ts';
import { exampleWeighIn } from '../store/examples.ts';
import { ago, type SyncWorld, syncWorld, weights } from './world.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await startDynalite();
});
afterAll(() => database.stop());

const days = 86_400;

/** Weigh-ins of the days before, oldest first, delivered. */
async function weighed(...kilograms: number[]): Promise<SyncWorld> {
  const world = await syncWorld(database, { connect: ['garmin'] });
  const drafts = kilograms.map((kg, index) => ({
    date: ago(world, (kilograms.length - index) * days),
    measures: [{ type: 1, value: kg * 1000, unit: -3 }],
    ...{ deviceid: 'd'.repeat(40), modelid: 5, model: 'Body+' },
  }));
  await world.withings.addGroups(world.userid, drafts);
  await world.sync();
  return world;
}

/** Somebody deletes at Garmin what had arrived. */
function forgetAtGarmin(world: SyncWorld, ...kilograms: number[]): void {
  const account = world.garmin.account('robin');
  account.weights = account.weights.filter(({ weightKg }) => !kilograms.includes(weightKg));
}

describe('resending', () => {
  it('sends what is missing of exactly what was asked for, and nothing that lies between', async () => {
    const world = await weighed(81, 82, 83);
    forgetAtGarmin(world, 81, 82);
    const [first, , third] = await world.events();
    const resent = await resend([first!, third!], world);
    expect(resent.map(({ item, names }) => [item.event, names])).toEqual([
      [first!.event, ['garmin']],
      [third!.event, ['garmin']],
    ]);
    await world.sync();
    expect(weights(world)).toEqual([81, 83]);
    expect(await world.states('garmin')).toEqual(['verified', 'verified', 'verified']);
  });

  it('of what is still there proves it anew and sends nothing', async () => {
    const world = await weighed(81);
    const uploads = world.garmin.uploads('robin').length;
    const [before] = await world.events();
    await resend([before!], world);
    await world.sync();
    expect(world.garmin.uploads('robin')).toHaveLength(uploads);
    const [after] = await world.events();
    expect(after!.deliveries.garmin).toMatchObject({ ...before!.deliveries.garmin, at: expect.any(Number) });
    expect(after!.deliveries.garmin!.at).toBeGreaterThan(before!.deliveries.garmin!.at);
  });

  it('leaves alone what is on its way, held, withdrawn, or not what was asked for', async () => {
    const world = await weighed(81);
    const [item] = await world.events();
    const { garmin } = item!.deliveries;
    const untouched = [
      { ...item!, held: 'far away' },
      { ...item!, withdrawn: true as const },
      { ...item!, deliveries: { garmin: { ...garmin!, state: 'sending' as const } } },
      { ...item!, deliveries: {} },
    ];
    expect(await resend(untouched, world)).toEqual([]);
    expect(await resend([item!], world, ({ file }) => file === 'another')).toEqual([]);
    expect(await world.events()).toEqual([item]);
  });

  it('gives what was refused for good another chance, as if it were new', async () => {
    const world = await weighed();
    const at = 5;
    const failed = exampleWeighIn(world.id, thursday, {
      deliveries: { garmin: { state: 'failed', at, reason: 'no', attempts: 3, accepted: 3, file: 'fit/1' } },
    });
    const [resent] = await resend([await world.measurements.save(failed)], world);
    expect(resent!.item.deliveries.garmin).toEqual({
      state: 'pending',
      at: world.clock.now(),
      attempts: 3,
      file: 'fit/1',
    });
    expect((await world.measurements.pending(world.id)).map(({ event }) => event)).toEqual([failed.event]);
  });

  it('finds what was sent in a file', async () => {
    const world = await weighed(81, 82);
    const [file] = world.files.keys();
    const [first] = await world.events();
    expect((await sentIn(file!, world.id, world.measurements)).map(({ event }) => event)).toContain(first!.event);
    expect(await sentIn(file!, world.id, world.measurements)).toHaveLength(2);
    expect(await sentIn('fit/another', world.id, world.measurements)).toEqual([]);
  });
});
