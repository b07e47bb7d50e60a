import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDynalite, type TestDatabase } from '../store/dynalite.ts';
import { syncWorld, weights } from './world.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await startDynalite();
});
afterAll(() => database.stop());

const hours = 3600;
const days = 24 * hours;
const toGarmin = () => syncWorld(database, { connect: ['garmin'] });

describe('a sign-in to Garmin', () => {
  it('outlives a hundred days in which nobody steps on the scale', async () => {
    const world = await toGarmin();
    await world.sync();
    for (let day = 0; day < 100; day++) {
      await world.pass(days);
      await world.sync('maintenance');
    }
    await world.withings.addWeighIn(world.userid, { weightKg: 82.1 });
    await world.sync('webhook');
    expect(weights(world)).toEqual([82.1]);
  });

  it('tells until when it lasts, which is a month from the last maintenance', async () => {
    const world = await toGarmin();
    await world.sync('maintenance');
    await world.pass(2 * days);
    await world.sync('maintenance');
    const { credentialsEndAt = 0 } = (await world.account()).connections.garmin!;
    expect((credentialsEndAt - world.clock.now()) / 1000).toBeCloseTo(30 * days, -3);
  });

  it('is renewed ahead of its end although its access token would live on', async () => {
    const world = await toGarmin();
    world.garmin.turn({ accessTokenSeconds: 90 * days });
    await world.sync('maintenance');
    for (let day = 0; day < 45; day++) {
      await world.pass(days);
      await world.sync('maintenance');
    }
    const { credentialsEndAt = 0 } = (await world.account()).connections.garmin!;
    expect(credentialsEndAt - world.clock.now()).toBeGreaterThan(19 * days * 1000);
  });
});

describe('an account in the EU that has not consented to uploads', () => {
  async function withoutConsent() {
    const world = await toGarmin();
    world.garmin.account('robin').uploadConsent = false;
    await world.withings.addWeighIn(world.userid, { weightKg: 82.1 });
    await world.sync();
    return world;
  }

  it('is told which switch to turn, and everything waits', async () => {
    const world = await withoutConsent();
    const { garmin } = (await world.account()).connections;
    expect(garmin).toMatchObject({ status: 'connected', needsOwner: true });
    expect(garmin!.problem).toMatch(/Switch on “Device Upload”/);
    expect(await world.states('garmin')).toEqual(['pending']);
  });

  it('is not asked again for hours, and served by itself once the switch is turned', async () => {
    const world = await withoutConsent();
    const before = world.garmin.calls;
    await world.sync();
    expect(world.garmin.calls).toEqual(before);

    world.garmin.account('robin').uploadConsent = true;
    await world.pass(3 * hours);
    await world.sync();
    expect(weights(world)).toEqual([82.1]);
    const { garmin } = (await world.account()).connections;
    expect(garmin).not.toHaveProperty('needsOwner');
    expect(garmin).not.toHaveProperty('problem');
  });

  it('stays signed in however long the switch takes', async () => {
    const world = await withoutConsent();
    for (let day = 0; day < 40; day++) {
      await world.pass(days);
      await world.sync('maintenance');
    }
    world.garmin.account('robin').uploadConsent = true;
    await world.pass(days);
    await world.sync();
    expect(weights(world)).toEqual([82.1]);
  });
});
