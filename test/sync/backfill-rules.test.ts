import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OpenAccount } from '../../lib/store/open-account.ts';
import { requeue, surveyBackfill } from '../../lib/sync/backfill.ts';
import { startDynalite, type TestDatabase } from '../store/dynalite.ts';
import { ago, syncWorld, weights } from './world.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await startDynalite();
});
afterAll(() => database.stop());

const days = 86_400;

async function weighed(connect: ('garmin' | 'trainerroad')[], ...kilograms: number[]) {
  const world = await syncWorld(database, { connect });
  const add = (kg: number, daysAgo: number) =>
    world.withings.addGroups(world.userid, [
      {
        date: ago(world, daysAgo * days),
        measures: [{ type: 1, value: kg * 1000, unit: -3 }],
        ...{ deviceid: 'd'.repeat(40), modelid: 5, model: 'Body+' },
      },
    ]);
  for (const [index, kg] of kilograms.entries()) {
    await add(kg, kilograms.length - index);
    await world.sync();
  }
  return world;
}

describe('a backfill and the rules of a destination:', () => {
  it('of a span that ends before the newest weigh-in would send nothing to a profile that has one weight', async () => {
    const world = await weighed(['trainerroad'], 81, 82);
    const span = { from: ago(world, 3 * days), to: ago(world, 1.5 * days) };
    const destination = await world.context.openDestination(
      'trainerroad',
      new OpenAccount(world.accounts, await world.account()),
    );
    const survey = await surveyBackfill(world.id, span, destination, world);
    expect(survey).toMatchObject({ toSend: 0, different: 0 });
  });

  it('keeps the record of what arrived at a profile before a newer one took its place', async () => {
    const world = await weighed(['trainerroad'], 81, 82);
    const [before] = await world.events();
    expect(before!.deliveries.trainerroad).toMatchObject({ state: 'verified', file: expect.any(String) });
    await world.sync('backfill', { range: { from: 0, to: ago(world, 0) } });
    const [after] = await world.events();
    const { file, sentAt } = before!.deliveries.trainerroad!;
    expect(after!.deliveries.trainerroad).toMatchObject({ state: 'skipped', file, sentAt });
  });

  it('leaves alone what was settled since it was asked for: a message that comes again does not begin anew', async () => {
    const world = await weighed(['garmin'], 81);
    const span = { from: 0, to: ago(world, 0) };
    const [item] = await world.events();
    const { at } = item!.deliveries.garmin!;
    expect(await requeue(world.id, span, { settledBefore: at }, world)).toBe(0);
    expect(await requeue(world.id, span, { settledBefore: at + 1 }, world)).toBe(1);
  });

  it('sends what its survey says it would, also what a rule kept out before', async () => {
    const world = await weighed(['garmin'], 81);
    const [item] = await world.events();
    world.garmin.account('robin').weights = [];
    // As a setting leaves it that was changed since.
    await world.measurements.save({
      ...item!,
      deliveries: { garmin: { state: 'skipped', at: 1, reason: 'switched off' } },
    });
    const span = { from: 0, to: ago(world, 0) };
    const destination = await world.context.openDestination(
      'garmin',
      new OpenAccount(world.accounts, await world.account()),
    );
    const { toSend } = await surveyBackfill(world.id, span, destination, world);
    expect(await requeue(world.id, span, { settledBefore: world.clock.now() }, world)).toBe(toSend);
    await world.sync();
    expect(weights(world)).toEqual([81]);
  });
});
