import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LedgerItem } from '../../lib/ledger.ts';
import { OpenAccount } from '../../lib/store/open-account.ts';
import { receive } from '../../lib/sync/receive.ts';
import { group } from '../groups.ts';
import { startDynalite, type TestDatabase } from '../store/dynalite.ts';
import { type SyncWorld, syncWorld } from './world.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await startDynalite();
});
afterAll(() => database.stop());

const scale = { deviceid: 'd'.repeat(40), modelid: 5, model: 'Body+' };
const weight = (date: number, grams: number) => ({ date, measures: [{ type: 1, value: grams, unit: -3 }], ...scale });
const ledger = async ({ measurements, id }: SyncWorld): Promise<LedgerItem[]> =>
  (await Array.fromAsync(measurements.all(id))).flat();

describe('receiving', () => {
  it('goes on past a group whose date is impossible, and knows it again when it changes', async () => {
    const world = await syncWorld(database, { connect: ['garmin'] });
    const now = Math.floor(world.clock.now() / 1000);
    const [lost] = await world.withings.addGroups(world.userid, [
      { ...weight(1e15, 80_000), created: now },
      weight(now - 600, 81_000),
    ]);
    expect(await world.sync()).toBe('done');
    expect(await world.states('garmin')).toEqual(['verified']);
    expect(await ledger(world)).toMatchObject([{ kind: 'left', reason: 'impossibleDate', measuredAt: 0 }, {}]);
    await world.withings.editGroup(world.userid, lost!.grpid, { attrib: 2 });
    expect(await world.sync()).toBe('done');
    expect(await ledger(world)).toMatchObject([{ kind: 'left', groups: [{ attrib: 2 }], version: 2 }, {}]);
  });

  it('moves the cursor to the newest change, however old what changed is', async () => {
    const world = await syncWorld(database);
    const now = Math.floor(world.clock.now() / 1000);
    await world.withings.addGroups(world.userid, [weight(now - 400 * 86_400, 84_000)]);
    await world.sync();
    const { cursor } = (await world.account()).withings;
    expect(cursor).toBe(world.withings.state.people[0]!.groups[0]!.modified);
    expect(cursor).toBeLessThan(now + 60);
    await world.sync();
    expect((await world.account()).withings.cursor).toBe(cursor);
  });

  it('notices what becomes visible late, within ten minutes behind the cursor', async () => {
    const world = await syncWorld(database, { connect: [] });
    const now = Math.floor(world.clock.now() / 1000);
    await world.withings.addGroups(world.userid, [{ ...weight(now - 60, 81_000), created: now - 30 }]);
    await world.sync();
    await world.withings.addGroups(world.userid, [{ ...weight(now - 700, 82_000), created: now - 620 }]);
    await world.sync();
    expect((await world.events()).map(({ values }) => values)).toMatchObject([{ weightKg: 82 }, { weightKg: 81 }]);
  });

  it('of what stands exactly at the edge of the overlap happens once, whether Withings counts the edge in or not', async () => {
    const world = await syncWorld(database, { connect: [] });
    const at = Math.floor(world.clock.now() / 1000);
    const groups = [at - 600, at].map((modified) => group([[1, 80_000, -3]], { date: modified, modified }));
    const withings = { getmeas: async () => ({ groups, timezone: 'Europe/Berlin', updatetime: undefined }) };
    const open = new OpenAccount(world.accounts, await world.account());
    const counts = [];
    for (let times = 0; times < 3; times++) counts.push((await receive({ ...world.context, open, withings })).length);
    expect(counts).toEqual([2, 0, 0]);
  });

  it('of a thousand groups stored in one second finds nothing new the next time', async () => {
    const world = await syncWorld(database, { connect: [] });
    const at = Math.floor(world.clock.now() / 1000);
    const groups = Array.from({ length: 1000 }, (_, day) =>
      group([[1, 80_000 + day, -3]], { date: at - day * 86_400, modified: at }),
    );
    const withings = { getmeas: async () => ({ groups, timezone: 'Europe/Berlin', updatetime: undefined }) };
    const open = new OpenAccount(world.accounts, await world.account());
    expect(await receive({ ...world.context, open, withings })).toHaveLength(1000);
    const { version } = await world.account();
    expect(await receive({ ...world.context, open, withings })).toHaveLength(0);
    expect((await world.account()).version).toBe(version);
  });

  it('takes the time zone of the profile, also when nothing was measured', async () => {
    const world = await syncWorld(database);
    await world.sync();
    expect((await world.account()).timeZone).toBe('Europe/Berlin');
    world.withings.state.people[0]!.timezone = 'America/Bogota';
    await world.sync();
    expect(await world.account()).toMatchObject({ timeZone: 'America/Bogota', withings: { cursor: 0 } });
  });

  it('keeps the newest height, and a cursor for an account without measurements', async () => {
    const world = await syncWorld(database);
    const now = Math.floor(world.clock.now() / 1000);
    const height = (date: number, cm: number) => ({ date, measures: [{ type: 4, value: cm, unit: -2 }], attrib: 2 });
    await world.withings.addGroups(world.userid, [height(now - 86_400, 181), height(now - 900 * 86_400, 180)]);
    await world.sync();
    expect((await world.account()).height).toEqual({ heightM: 1.81, date: now - 86_400 });
  });
});
