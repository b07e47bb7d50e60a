import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ReauthorizeError, RejectedError, RetryError } from '../../lib/errors.ts';
import type { GroupDraft } from '../../lib/sandbox/withings/devices.ts';
import { syncAccount } from '../../lib/sync/sync-account.ts';
import type { SyncContext } from '../../lib/sync/sync-context.ts';
import { startDynalite, type TestDatabase } from '../store/dynalite.ts';
import { ago, type SyncWorld, syncWorld, weights } from './world.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await startDynalite();
});
afterAll(() => database.stop());

const hours = 3600;
const days = 24 * hours;
const weight = (date: number, grams: number, more: Partial<GroupDraft> = {}): GroupDraft => ({
  date,
  measures: [{ type: 1, value: grams, unit: -3 }],
  deviceid: 'd'.repeat(40),
  modelid: 5,
  model: 'Body+',
  ...more,
});
/** A sync that may fail; what it does is looked at afterwards. */
const attempt = (world: SyncWorld) => world.sync().catch(() => undefined);
const toGarmin = () => syncWorld(database, { connect: ['garmin'] });

describe('a measurement survives', () => {
  it('an upload service that fails for hours, however often it was tried', async () => {
    const world = await toGarmin();
    await world.withings.addWeighIn(world.userid, { weightKg: 82.1 });
    world.garmin.addFault({ on: 'upload-service', taken: false, answer: 503 });
    for (let times = 0; times < 12; times++) {
      await attempt(world);
      await world.pass(700);
    }
    expect((await world.events())[0]!.deliveries.garmin).toMatchObject({
      state: 'sending',
      reason: expect.stringContaining('Garmin failed'),
    });
    world.garmin.state.faults.length = 0;
    await world.pass(3 * hours);
    await world.sync();
    expect(weights(world)).toEqual([82.1]);
    expect(await world.states('garmin')).toEqual(['verified']);
  });

  it('a profile page of TrainerRoad that cannot be written for hours', async () => {
    const world = await syncWorld(database, { connect: ['trainerroad'] });
    await world.withings.addWeighIn(world.userid, { weightKg: 82.1 });
    world.trainerroad.addFault({ on: 'PUT /app/api/profile/rider-information', taken: false, answer: 503 });
    for (let times = 0; times < 8; times++) {
      await attempt(world);
      await world.pass(3 * hours);
    }
    world.trainerroad.state.faults.length = 0;
    await world.sync();
    expect(world.member.rider.weightKg).toBe(82.1);
  });

  it('the company of one that Garmin refuses, also when Garmin fails half way through the halving', async () => {
    const world = await toGarmin();
    const sixteen = Array.from({ length: 16 }, (_, hour) =>
      weight(ago(world, (20 - hour) * hours), 80_000 + hour * 100),
    );
    await world.withings.addGroups(world.userid, sixteen);
    let outage = true;
    const refusing: SyncContext['openDestination'] = async (name, open) => {
      const destination = await world.context.openDestination(name, open);
      return {
        ...destination,
        write: async (events, file) => {
          const culprit = events.some(({ values }) => 'weightKg' in values && values.weightKg === 80.7);
          if (culprit && outage && events.length <= 2) {
            throw new RetryError('Garmin failed.', { service: 'Garmin', outcomeUnknown: true });
          }
          if (culprit) throw new RejectedError('Garmin does not take this file.', { service: 'Garmin' });
          return destination.write(events, file);
        },
      };
    };
    const context = { ...world.context, openDestination: refusing };
    for (let times = 0; times < 6; times++) {
      const message = { account: world.id, reason: 'schedule' as const };
      const now = world.clock.now();
      await syncAccount({ message, sentAt: now, deadline: now + 120_000 }, context).catch(() => undefined);
      await world.pass(3 * hours);
      outage = false;
    }
    const states = await world.states('garmin');
    expect(states.filter((state) => state === 'failed')).toHaveLength(1);
    expect(states.filter((state) => state === 'verified')).toHaveLength(15);
    expect(weights(world)).toHaveLength(15);
  });

  it.each([
    ['milliseconds for seconds', 1_763_000_000_000],
    ['long before Christ', -46_000_000_000],
    ['the beginning of Unix', 0],
    ['1985', 480_000_000],
    ['2150', 5_680_000_000],
  ])('the neighbour with an impossible date: %s', async (_name, date) => {
    const world = await toGarmin();
    await world.withings.addGroups(world.userid, [weight(date, 81_000), weight(ago(world, 600), 82_000)]);
    await world.sync();
    expect(weights(world)).toEqual([82]);
    expect(await world.states('garmin')).toContain('failed');
  });

  it('a measure of an unknown type that no computer can count', async () => {
    const world = await toGarmin();
    const measures = [
      { type: 1, value: 82_000, unit: -3 },
      { type: 999, value: 2 ** 60, unit: 0 },
    ];
    await world.withings.addGroups(world.userid, [weight(ago(world, 600), 0, { measures })]);
    await world.sync();
    expect(weights(world)).toEqual([82]);
  });

  it('a row that Withings dates into the future: what comes after it arrives too', async () => {
    const world = await toGarmin();
    await world.withings.addGroups(world.userid, [weight(ago(world, 600), 82_000)]);
    world.withings.state.people[0]!.groups[0]!.modified = ago(world, -400 * days);
    await world.sync();
    await world.pass(days);
    await world.withings.addGroups(world.userid, [weight(ago(world, 600), 81_000)]);
    await world.sync();
    expect(weights(world)).toEqual([82, 81]);
  });

  it('a row that Withings shows hours after it was modified, by the daily look further back', async () => {
    const world = await toGarmin();
    await world.withings.addGroups(world.userid, [weight(ago(world, 600), 82_000)]);
    await world.sync();
    await world.withings.addGroups(world.userid, [
      weight(ago(world, 9 * hours), 81_000, { created: ago(world, 8 * hours) }),
    ]);
    await world.sync('maintenance');
    expect(weights(world)).toEqual([81, 82]);
  });

  it('such a row of long before the month that is compared every day', async () => {
    const world = await toGarmin();
    await world.withings.addGroups(world.userid, [weight(ago(world, 600), 82_000)]);
    await world.sync();
    const late = weight(ago(world, 40 * days), 81_000, { created: ago(world, 8 * hours) });
    await world.withings.addGroups(world.userid, [late]);
    await world.sync('maintenance');
    expect(weights(world)).toEqual([81, 82]);
  });

  it.each(['', 'Mars/Olympus'])('a profile whose time zone is “%s”', async (timezone) => {
    const world = await toGarmin();
    world.withings.state.people[0]!.timezone = timezone;
    await world.withings.addGroups(world.userid, [weight(ago(world, 600), 82_000)]);
    await world.sync();
    expect(weights(world)).toEqual([82]);
  });

  it('a weigh-in of next year at TrainerRoad', async () => {
    const world = await syncWorld(database, { connect: ['trainerroad'] });
    await world.withings.addGroups(world.userid, [weight(ago(world, -365 * days), 99_000)]);
    await world.sync();
    await world.withings.addGroups(world.userid, [weight(ago(world, 600), 82_000)]);
    await world.sync();
    expect(world.member.rider.weightKg).toBe(82);
  });

  it('a blood pressure that says on which arm', async () => {
    const world = await toGarmin();
    const measures = [9, 10, 11].map((type) => ({ type, value: 60 + type * 5, unit: 0, position: 3 }));
    await world.withings.addGroups(world.userid, [weight(ago(world, 600), 0, { measures })]);
    await world.sync();
    expect(world.garmin.pressures('robin')).toMatchObject([{ systolic: 110, diastolic: 105, pulse: 115 }]);
  });
});

describe('one weigh-in stays one', () => {
  it('when Garmin took it and shows it two hours later', async () => {
    const world = await toGarmin();
    await world.withings.addWeighIn(world.userid, { weightKg: 82.1 });
    world.garmin.turn({ newEntries: { afterSeconds: 2 * hours } });
    for (let times = 0; times < 10; times++) {
      await attempt(world);
      await world.pass(1000);
    }
    expect(weights(world)).toEqual([82.1]);
    expect(await world.states('garmin')).toEqual(['verified']);
  });

  it('when it is corrected while nobody knows whether it arrived', async () => {
    const world = await toGarmin();
    const [group] = await world.withings.addGroups(world.userid, [weight(ago(world, 600), 82_000)]);
    world.garmin.addFault({ on: 'upload-service', taken: true, answer: 'lost', times: 1 });
    await attempt(world);
    await world.withings.editGroup(world.userid, group!.grpid, { measures: [{ type: 1, value: 81_500, unit: -3 }] });
    await attempt(world);
    await world.pass(hours);
    await world.sync();
    expect(weights(world)).toEqual([81.5]);
    const [item] = await world.events();
    expect(item!.deliveries.garmin!.fingerprint).toBe(item!.fingerprint);
  });

  it('when Garmin gives the entries of one file the same key', async () => {
    const world = await toGarmin();
    const three = [3, 2, 1].map((day) => weight(ago(world, day * days), 79_000 + day * 1000));
    await world.withings.addGroups(world.userid, three);
    const openDestination: SyncContext['openDestination'] = async (name, open) => {
      const destination = await world.context.openDestination(name, open);
      return {
        ...destination,
        write: async (events, file) => {
          await destination.write(events, file);
          for (const entry of world.garmin.state.accounts.robin!.weights) entry.samplePk = 1_763_000_000_000;
        },
      };
    };
    const message = { account: world.id, reason: 'schedule' as const };
    const now = world.clock.now();
    await syncAccount({ message, sentAt: now, deadline: now + 60_000 }, { ...world.context, openDestination });
    expect(await world.states('garmin')).toEqual(['verified', 'verified', 'verified']);
    expect(weights(world)).toEqual([82, 81, 80]);
  });

  it('beside its twin that is there already: one entry never proves two', async () => {
    const other = await toGarmin();
    const at = ago(other, 600);
    await other.withings.addGroups(other.userid, [weight(at, 82_000)]);
    await other.sync();
    const world = await toGarmin();
    world.garmin.state.accounts.robin!.weights = structuredClone(other.garmin.weights('robin'));
    world.garmin.turn({ newEntries: 'never' });
    const twin = weight(at + 30, 82_000, { deviceid: 'e'.repeat(40) });
    await world.withings.addGroups(world.userid, [weight(at, 82_000), twin]);
    await expect(world.sync()).rejects.toThrow(RetryError);
    expect(await world.states('garmin')).toEqual(['verified', 'sending']);
  });

  it('when three syncs of its account overlap', async () => {
    const world = await toGarmin();
    const many = Array.from({ length: 30 }, (_, hour) => weight(ago(world, hour * hours + 600), 80_000 + hour * 100));
    await world.withings.addGroups(world.userid, many);
    const message = { account: world.id, reason: 'schedule' as const };
    const one = () => {
      const now = world.clock.now();
      return syncAccount({ message, sentAt: now, deadline: now + 120_000 }, world.context).catch(() => undefined);
    };
    for (let times = 0; times < 3; times++) {
      await Promise.all([one(), one(), one()]);
      await world.pass(3 * hours);
    }
    expect(weights(world)).toHaveLength(30);
    expect(new Set(await world.states('garmin'))).toEqual(new Set(['verified']));
  });
});

describe('a connection', () => {
  it('that was made anew during a failing sync stays connected', async () => {
    const world = await toGarmin();
    await world.withings.addWeighIn(world.userid, { weightKg: 82.1 });
    const openDestination: SyncContext['openDestination'] = async (name, open) => ({
      ...(await world.context.openDestination(name, open)),
      read: async () => {
        await world.connectGarmin();
        throw new ReauthorizeError('Garmin refused the refresh token.', { service: 'Garmin' });
      },
    });
    const message = { account: world.id, reason: 'schedule' as const };
    const now = world.clock.now();
    await syncAccount({ message, sentAt: now, deadline: now + 60_000 }, { ...world.context, openDestination });
    expect((await world.account()).connections.garmin?.status).toBe('connected');
  });

  it('to Withings that was made anew during a failing sync stays connected', async () => {
    const world = await toGarmin();
    const openWithings: SyncContext['openWithings'] = async (open) => ({
      ...(await world.context.openWithings(open)),
      getmeas: async () => {
        await world.connectWithings();
        throw new ReauthorizeError('Withings refused the refresh token.', { service: 'Withings' });
      },
    });
    const message = { account: world.id, reason: 'schedule' as const };
    const now = world.clock.now();
    await syncAccount({ message, sentAt: now, deadline: now + 60_000 }, { ...world.context, openWithings });
    expect((await world.account()).withings.status).toBe('connected');
  });

  it.each([277, 304])('to Withings is not given up because notifications are refused (status %d)', async (status) => {
    const world = await syncWorld(database);
    for (const action of ['list', 'subscribe']) world.withings.plan({ kind: 'status', status, action, times: 9 });
    expect(await world.sync('maintenance')).toBe('done');
    expect((await world.account()).withings).toMatchObject({ status: 'connected', notifications: 'refused' });
  });
});
