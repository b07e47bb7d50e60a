import { randomBytes } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Account, Vendor } from '../../lib/account.ts';
import { BugError, ReauthorizeError } from '../../lib/errors.ts';
import { accountTokens } from '../../lib/store/account-tokens.ts';
import { AccountStore } from '../../lib/store/accounts.ts';
import { OpenAccount } from '../../lib/store/open-account.ts';
import { Seal } from '../../lib/store/seal.ts';
import { TokenKeeper } from '../../lib/tokens.ts';
import { startDynalite, type TestDatabase } from './dynalite.ts';
import { exampleAccount } from './examples.ts';

const schema = v.object({ accessToken: v.string() });
const seal = new Seal(randomBytes(32));
let database: TestDatabase;
let accounts: AccountStore;
let people = 4_000_000;
let account: Account;

beforeAll(async () => {
  database = await startDynalite();
  accounts = new AccountStore(database.documentClient, database.accountsTable);
});
afterAll(() => database.stop());
beforeEach(async () => {
  const id = String(people++);
  const sealed = async (vendor: Vendor) => ({ sealed: await seal.seal({ accessToken: `${vendor}-1` }, id, vendor) });
  const withings = { status: 'connected', scope: 'user.metrics', credentials: await sealed('withings') } as const;
  const garmin = { status: 'connected', enrolled: true, credentials: await sealed('garmin') } as const;
  account = exampleAccount({ account: id, withings, connections: { garmin } });
  await accounts.create(account);
});

const tokensOf = (vendor: Vendor, open = new OpenAccount(accounts, account)) =>
  accountTokens(open, vendor, seal, schema);
const stored = async () => (await accounts.get(account.account))!;

describe.each(['withings', 'garmin'] as const)('the %s tokens', (vendor) => {
  it('come from the copy in hand first, and from the table ever after', async () => {
    const get = vi.spyOn(accounts, 'get');
    const tokens = tokensOf(vendor);
    expect(await tokens.load()).toEqual({ record: { tokens: { accessToken: `${vendor}-1` } }, version: 1 });
    expect(get).not.toHaveBeenCalled();

    await accounts.change(account, (current) => ({ ...current, name: 'Ada' }));
    expect(await tokens.load()).toMatchObject({ version: 2 });
    expect(get).toHaveBeenCalledTimes(1);
    get.mockRestore();
  });

  it('are stored sealed, and nothing else changes', async () => {
    const tokens = tokensOf(vendor);
    expect(await tokens.save({ tokens: { accessToken: 'new' }, refreshingUntil: 4711 }, 1)).toBe(true);
    expect(JSON.stringify(await stored())).not.toContain('"new"');
    expect(await tokens.load()).toEqual({
      record: { tokens: { accessToken: 'new' }, refreshingUntil: 4711 },
      version: 2,
    });
    expect(await tokens.save({ tokens: { accessToken: 'newer' } }, 2)).toBe(true);
    expect(await tokens.load()).toEqual({ record: { tokens: { accessToken: 'newer' } }, version: 3 });

    const withoutCredentials = ({ withings, connections, ...rest }: Account) => ({
      ...rest,
      version: 0,
      withings: { ...withings, credentials: undefined },
      garmin: { ...connections.garmin, credentials: undefined },
    });
    expect(withoutCredentials(await stored())).toEqual(withoutCredentials(account));
  });

  it('are not stored over somebody else’s change, of which the next load knows', async () => {
    const open = new OpenAccount(accounts, account);
    const tokens = tokensOf(vendor, open);
    await accounts.change(account, (current) => ({ ...current, name: 'Ada' }));
    expect(await tokens.save({ tokens: { accessToken: 'new' } }, 1)).toBe(false);
    expect(open.current).toMatchObject({ name: 'Ada', version: 2 });
    expect(await tokens.load()).toEqual({ record: { tokens: { accessToken: `${vendor}-1` } }, version: 2 });
  });

  it('in an unknown shape are an error that shows nothing of them', async () => {
    const tokens = accountTokens(new OpenAccount(accounts, account), vendor, seal, v.object({ cookie: v.string() }));
    const failure = await tokens.load().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(BugError);
    expect(String(failure)).toContain('cookie');
    expect(String(failure)).not.toContain(`${vendor}-1`);
  });
});

it('tokens of a destination that is not connected ask for a connection', async () => {
  await expect(tokensOf('trainerroad').load()).rejects.toThrow(ReauthorizeError);
});

it('tokens of a connection that was taken away are not stored', async () => {
  const tokens = tokensOf('garmin');
  await tokens.load();
  await accounts.change(account, (current) => ({ ...current, connections: {} }));
  expect(await tokens.save({ tokens: { accessToken: 'new' } }, 1)).toBe(false);
  expect((await stored()).connections).toEqual({});
  await expect(tokens.load()).rejects.toThrow(ReauthorizeError);
});

it('tokens sealed for one vendor do not open as another’s', async () => {
  const swapped = {
    ...account,
    withings: { ...account.withings, credentials: account.connections.garmin!.credentials },
  };
  await expect(tokensOf('withings', new OpenAccount(accounts, swapped)).load()).rejects.toThrow(BugError);
});

it('50 callers in two processes refresh once, while the account is being changed for other reasons', async () => {
  // Time stands still and a nap is one turn of the event loop: a lease never expires while the database is at work.
  const clock = { now: () => 0, sleep: () => setImmediate() };
  let refreshes = 0;
  const process = () =>
    new TokenKeeper(tokensOf('garmin'), {
      service: 'Garmin',
      clock,
      isExpiring: ({ accessToken }) => accessToken === 'garmin-1',
      refresh: async () => ({ accessToken: `garmin-${++refreshes + 1}` }),
    });
  const processes = [process(), process()];
  const callers = Array.from({ length: 50 }, (_, index) => processes[index % 2]!.current());
  const others = [1, 2, 3].map((visit) => accounts.change(account, (current) => ({ ...current, name: `${visit}` })));
  const [tokens] = await Promise.all([Promise.all(callers), Promise.all(others)]);
  expect(refreshes).toBe(1);
  expect(new Set(tokens.map(({ accessToken }) => accessToken))).toEqual(new Set(['garmin-2']));
  const { record } = await tokensOf('garmin', new OpenAccount(accounts, await stored())).load();
  expect(record).toEqual({ tokens: { accessToken: 'garmin-2' } });
});
