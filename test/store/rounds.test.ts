import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccountStore } from '../../lib/store/accounts.ts';
import { Rounds } from '../../lib/store/rounds.ts';
import { VirtualClock } from '../virtual-clock.ts';
import { databases } from './databases.ts';
import type { TestDatabase } from './dynalite.ts';

describe.each(databases)('$name', ({ start }) => {
  let database: TestDatabase;
  let clock: VirtualClock;
  let rounds: Rounds;

  beforeAll(async () => {
    database = await start();
    clock = new VirtualClock();
    rounds = new Rounds(database.documentClient, database.accountsTable, clock);
  });
  afterAll(() => database.stop());

  const note = (scheduledAt: string, accounts: number) => rounds.note({ reason: 'schedule', scheduledAt, accounts });
  const tick = (hours: number) => new Date(clock.now() + hours * 3_600_000).toISOString();

  it('what the timetable did adds up over a month, each round once', async () => {
    expect(await rounds.month(clock.now())).toEqual({});
    await note(tick(0), 3);
    await note(tick(3), 4);
    await note(tick(3), 4);
    await note(tick(0), 3);
    const schedule = { rounds: 2, asked: 7, lastAt: clock.now(), lastAccounts: 4 };
    expect(await rounds.month(clock.now())).toEqual({ schedule });
    await rounds.note({ reason: 'maintenance', scheduledAt: tick(0), accounts: 4 });
    expect(await rounds.month(clock.now())).toEqual({
      schedule,
      maintenance: { rounds: 1, asked: 4, lastAt: clock.now(), lastAccounts: 4 },
    });
  });

  it('another month begins at nothing', async () => {
    const nextMonth = clock.now() + 32 * 24 * 3_600_000;
    expect(await rounds.month(nextMonth)).toEqual({});
  });

  it('is no account: whoever is asked for, these are not', async () => {
    const accounts = new AccountStore(database.documentClient, database.accountsTable);
    expect(await Array.fromAsync(accounts.scan(0, 1))).toEqual([{ ids: [] }]);
    expect((await Array.fromAsync(accounts.everybody())).flat()).toEqual([]);
  });
});
