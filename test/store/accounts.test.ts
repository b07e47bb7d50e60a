import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Account } from '../../lib/account.ts';
import { BugError, RetryError } from '../../lib/errors.ts';
import { AccountStore } from '../../lib/store/accounts.ts';
import { OpenAccount } from '../../lib/store/open-account.ts';
import { ShortLivedStore } from '../../lib/store/short-lived.ts';
import { VirtualClock } from '../virtual-clock.ts';
import { databases } from './databases.ts';
import type { TestDatabase } from './dynalite.ts';
import { exampleAccount } from './examples.ts';

describe.each(databases)('$name', ({ start }) => {
  let database: TestDatabase;
  let store: AccountStore;
  let people = 2_000_000;
  let account: Account;

  beforeAll(async () => {
    database = await start();
    store = new AccountStore(database.documentClient, database.accountsTable);
  });
  afterAll(() => database.stop());
  beforeEach(async () => {
    account = exampleAccount({ account: String(people++) });
    await store.create(account);
  });

  const putRaw = (item: object) =>
    database.documentClient.send(new PutCommand({ TableName: database.accountsTable, Item: { ...item } }));
  const named = (name: string) => (current: Account) => ({ ...current, name });
  const counted = (current: Account) => named(`${current.name ?? ''}+`)(current);

  describe('an account', () => {
    it('is read back as it was created, as version 1', async () => {
      expect(await store.get(account.account)).toEqual(account);
    });

    it('is undefined when there is none', async () => {
      expect(await store.get('nobody')).toBeUndefined();
    });

    it('is created once, also by two at once', async () => {
      const newcomer = exampleAccount({ account: String(people++) });
      const created = await Promise.all([store.create(newcomer), store.create(newcomer)]);
      expect(created.toSorted()).toEqual([false, true]);
    });

    it('keeps nothing that is undefined', async () => {
      const withings = { ...account.withings, problem: undefined } as unknown as Account['withings'];
      await store.save({ ...account, withings });
      expect(await store.get(account.account)).toEqual({ ...account, version: 2 });
    });

    it('keeps what only a newer version of the code knows', async () => {
      await putRaw({ ...account, favouriteColour: 'green', withings: { ...account.withings, scale: 'Body' } });
      await store.change((await store.get(account.account))!, named('Ada'));
      expect(await store.get(account.account)).toMatchObject({
        name: 'Ada',
        favouriteColour: 'green',
        withings: { scale: 'Body' },
      });
    });

    it('in an unknown shape is an error that names the field and not its value', async () => {
      await putRaw({ ...account, timeZone: 987_654 });
      const failure = await store.get(account.account).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(BugError);
      expect(String(failure)).toContain('timeZone');
      expect(String(failure)).not.toContain('987');
    });
  });

  describe('saving', () => {
    it('raises the version by one', async () => {
      expect(await store.save(named('Ada')(account))).toEqual({ ...account, name: 'Ada', version: 2 });
      expect(await store.get(account.account)).toEqual({ ...account, name: 'Ada', version: 2 });
    });

    it('of two at once stores one and tells the other', async () => {
      const saved = await Promise.all([store.save(named('Ada')(account)), store.save(named('Bob')(account))]);
      const [winner] = saved.filter((copy) => copy !== undefined);
      expect(saved.filter((copy) => copy === undefined)).toHaveLength(1);
      expect(await store.get(account.account)).toEqual(winner);
    });

    it('does not bring back an account that is gone', async () => {
      const gone = exampleAccount({ account: 'gone' });
      expect(await store.save(gone)).toBeUndefined();
      expect(await store.get('gone')).toBeUndefined();
    });
  });

  describe('changing', () => {
    it('loses nothing of what others change at once', async () => {
      await Promise.all([1, 2, 3, 4].map(() => store.change(account, counted)));
      expect(await store.get(account.account)).toMatchObject({ name: '++++', version: 5 });
    });

    it('gives up after five conflicts in a row, and says that it can be tried again', async () => {
      let asked = 0;
      const overtaken = new AccountStore(database.documentClient, database.accountsTable);
      const save = overtaken.save.bind(overtaken);
      overtaken.save = async (changed) => {
        asked += 1;
        await store.change(changed, counted);
        return save(changed);
      };
      await expect(overtaken.change(account, named('Ada'))).rejects.toThrow(RetryError);
      expect(asked).toBe(5);
      expect(await store.get(account.account)).toMatchObject({ version: 6 });
    });

    it('an account that is gone is a bug', async () => {
      await expect(store.change(exampleAccount({ account: 'gone' }), named('Ada'))).rejects.toThrow(BugError);
    });
  });

  describe('an open account', () => {
    it('shows the newest copy that it has seen', async () => {
      const open = new OpenAccount(store, account);
      await open.change(named('Ada'));
      expect(open.current).toMatchObject({ name: 'Ada', version: 2 });
      await store.change(account, named('Bob'));
      expect(open.current).toMatchObject({ name: 'Ada' });
      expect(await open.reload()).toMatchObject({ name: 'Bob', version: 3 });
      expect(open.current).toMatchObject({ name: 'Bob', version: 3 });
    });

    it('never goes back to an older copy when answers overtake each other', async () => {
      let release = () => {};
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      const slow = new AccountStore(database.documentClient, database.accountsTable);
      const get = slow.get.bind(slow);
      slow.get = async (id) => {
        const old = await get(id);
        await held;
        return old;
      };
      const open = new OpenAccount(slow, account);
      const reloading = open.reload();
      // The slow answer is already on its way when the change happens.
      await new Promise(setImmediate);
      await open.change(named('Ada'));
      release();
      await reloading;
      expect(open.current).toMatchObject({ name: 'Ada', version: 2 });
    });

    it('changes at the expected version only, and then holds a fresh copy', async () => {
      const open = new OpenAccount(store, account);
      expect(await open.changeAt(1, named('Ada'))).toBe(true);
      expect(await open.changeAt(1, named('Bob'))).toBe(false);
      await store.change(account, named('Eve'));
      expect(await open.changeAt(2, named('Bob'))).toBe(false);
      expect(open.current).toMatchObject({ name: 'Eve', version: 3 });
      expect(await store.get(account.account)).toMatchObject({ name: 'Eve', version: 3 });
    });
  });

  describe('a look that found nothing', () => {
    const lastSync = { startedAt: 1_000, finishedAt: 2_000, settled: true } as const;
    const look = { startedAt: 5_000, finishedAt: 6_000 };

    it('is seen with the account, whose own item stays as it is', async () => {
      const synced = await store.change(account, (current) => ({ ...current, lastSync }));
      await store.noteLook(account.account, look);
      expect(await store.get(account.account)).toEqual(synced);
      expect(await store.getWithLastLook(account.account)).toEqual({ ...synced, lastSync: { ...lastSync, ...look } });
    });

    it('covers nothing: a message about a time that the sync before it covered still waits for a sync', async () => {
      const covered = { from: 100, to: 200 };
      await store.change(account, (current) => ({ ...current, lastSync: { ...lastSync, covered } }));
      await store.noteLook(account.account, look);
      expect((await store.getWithLastLook(account.account))?.lastSync).toStrictEqual({ ...lastSync, ...look });
      expect((await store.get(account.account))?.lastSync).toMatchObject({ covered });
    });

    it('is seen with each of many accounts', async () => {
      const synced = await store.change(account, (current) => ({ ...current, lastSync }));
      const other = exampleAccount({ account: 'somebody-else', lastSync });
      await store.noteLook(account.account, look);
      expect(await store.withLastLooks([other, synced])).toEqual([
        other,
        { ...synced, lastSync: { ...lastSync, ...look } },
      ]);
      expect(await store.withLastLooks([])).toEqual([]);
    });

    it('goes with the account', async () => {
      const synced = await store.change(account, (current) => ({ ...current, lastSync }));
      await store.noteLook(account.account, look);
      await store.remove(account.account);
      expect(await store.withLastLooks([synced])).toEqual([synced]);
    });

    it('says nothing any more after a later sync', async () => {
      await store.noteLook(account.account, look);
      const later = { ...lastSync, startedAt: 7_000, finishedAt: 8_000 };
      await store.change(account, (current) => ({ ...current, lastSync: later }));
      expect((await store.getWithLastLook(account.account))?.lastSync).toEqual(later);
    });

    it('is no account, and makes none', async () => {
      await store.noteLook('nobody', look);
      expect(await store.getWithLastLook('nobody')).toBeUndefined();
      const found = await Array.fromAsync(store.scan(0, 1));
      expect(found.flatMap(({ ids }) => ids).filter((id) => id.startsWith('look#'))).toEqual([]);
    });
  });

  describe('looking at everybody', () => {
    const ids = ['3000001', '3000002', '3000003', '3000004'];
    let everybody: TestDatabase;
    let fresh: AccountStore;
    beforeAll(async () => {
      everybody = await start();
      fresh = new AccountStore(everybody.documentClient, everybody.accountsTable);
      for (const id of ids) await fresh.create(exampleAccount({ account: id, paused: true, owner: true }));
      const shortLived = new ShortLivedStore(everybody.documentClient, everybody.accountsTable, new VirtualClock());
      await shortLived.put('invite', 'xyz', {}, 4_000_000_000_000);
    });
    afterAll(() => everybody.stop());

    it('finds whole accounts, paused or not, and nothing that lives for a short while', async () => {
      const found = (await Array.fromAsync(fresh.everybody())).flat();
      expect(found.map((each) => each.account).toSorted()).toEqual(ids);
      expect(found).toContainEqual(exampleAccount({ account: '3000001', paused: true, owner: true }));
    });

    it('goes on behind an account', async () => {
      const found = (await Array.fromAsync(fresh.everybody())).flat();
      expect((await Array.fromAsync(fresh.everybody(found[1]!.account))).flat()).toEqual(found.slice(2));
    });
  });

  describe('removing', () => {
    it('deletes whoever is there, and is fine with who is gone', async () => {
      await store.remove(account.account);
      expect(await store.get(account.account)).toBeUndefined();
      await store.remove(account.account);
    });
  });

  describe('scanning', () => {
    const scanned = async (segments: number) => {
      const found: string[][] = [];
      for (let segment = 0; segment < segments; segment++) {
        const ids: string[] = [];
        for await (const page of store.scan(segment, segments)) ids.push(...page.ids);
        found.push(ids);
      }
      return found;
    };

    it('finds each account in exactly one segment, over all pages, and nothing that is short-lived', async () => {
      // 30 accounts of 60 kB are more than one page, which ends at 1 MB.
      const many = Array.from({ length: 30 }, (_, index) => `scan-${index}`);
      const recent = 'x'.repeat(60_000);
      for (const id of many) {
        await store.create(exampleAccount({ account: id, withings: { ...account.withings, recent } }));
      }
      const clock = new VirtualClock();
      const shortLived = new ShortLivedStore(database.documentClient, database.accountsTable, clock);
      await shortLived.put('invite', 'abc', {}, clock.now() + 60_000);

      const found = (await scanned(4)).flat();
      expect(found.filter((id) => id.startsWith('scan-')).toSorted()).toEqual(many.toSorted());
      expect(new Set(found).size).toBe(found.length);
      expect(found).not.toContain('invite#abc');
      expect((await scanned(1))[0]!.toSorted()).toEqual(found.toSorted());
    });
  });
});
