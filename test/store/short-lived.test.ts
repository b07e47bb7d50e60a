import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ShortLivedStore } from '../../lib/store/short-lived.ts';
import { VirtualClock } from '../virtual-clock.ts';
import { databases } from './databases.ts';
import type { TestDatabase } from './dynalite.ts';

describe.each(databases)('$name', ({ start }) => {
  let database: TestDatabase;
  let clock: VirtualClock;
  let store: ShortLivedStore;

  beforeAll(async () => {
    database = await start();
  });
  afterAll(() => database.stop());
  beforeEach(async () => {
    clock = new VirtualClock();
    store = new ShortLivedStore(database.documentClient, database.accountsTable, clock);
    await store.put('invite', 'abc', { for: 'Ada' }, clock.now() + 60_000);
  });

  const stored = async (key: string) => {
    const get = new GetCommand({ TableName: database.accountsTable, Key: { account: key } });
    return (await database.documentClient.send(get)).Item;
  };

  it('peeking shows the value and leaves it there', async () => {
    expect(await store.peek('invite', 'abc')).toEqual({ for: 'Ada' });
    expect(await store.peek('invite', 'abc')).toEqual({ for: 'Ada' });
  });

  it('taking gives the value once', async () => {
    expect(await store.take('invite', 'abc')).toEqual({ for: 'Ada' });
    expect(await store.take('invite', 'abc')).toBeUndefined();
    expect(await store.peek('invite', 'abc')).toBeUndefined();
  });

  it('of many who take it at once exactly one gets it', async () => {
    const taken = await Promise.all(Array.from({ length: 20 }, () => store.take('invite', 'abc')));
    expect(taken.filter((value) => value !== undefined)).toEqual([{ for: 'Ada' }]);
  });

  it('kinds do not open each other’s items', async () => {
    expect(await store.peek('state', 'abc')).toBeUndefined();
    expect(await store.take('state', 'abc')).toBeUndefined();
    expect(await store.peek('invite', 'abc')).toEqual({ for: 'Ada' });
  });

  it.each([
    { after: 59_000, value: { for: 'Ada' } },
    { after: 60_000, value: undefined },
    { after: 3_600_000, value: undefined },
  ])('$after ms after the put it is $value, although DynamoDB has not swept it', async ({ after, value }) => {
    await clock.advance(after);
    expect(await stored('invite#abc')).toBeDefined();
    expect(await store.peek('invite', 'abc')).toEqual(value);
    expect(await store.take('invite', 'abc')).toEqual(value);
  });

  it('DynamoDB is told in epoch seconds when to sweep it', async () => {
    expect(await stored('invite#abc')).toMatchObject({ ttl: clock.now() / 1000 + 60 });
  });

  it('of many who claim an id at once exactly one has it, and nobody after', async () => {
    const claim = () => store.claim('state', 'xyz', clock.now() + 60_000);
    const claimed = await Promise.all(Array.from({ length: 20 }, claim));
    expect(claimed.filter(Boolean)).toHaveLength(1);
    await clock.advance(30_000);
    expect(await claim()).toBe(false);
    expect((await stored('state#xyz'))?.ttl).toBeGreaterThan(clock.now() / 1000 + 30);
  });

  describe('an entry', () => {
    const set = (key: string, value: unknown) => store.setEntry('invite', 'map', { of: 'entries', key, value });
    beforeEach(() => store.put('invite', 'map', { entries: { a: 1 }, name: 'Ada' }, clock.now() + 60_000));

    it('is set beside the others, also by many at once', async () => {
      const keys = Array.from({ length: 20 }, (_, index) => `key ${index}`);
      expect(await Promise.all(keys.map((key) => set(key, { of: key })))).toEqual(keys.map(() => true));
      const entries = { a: 1, ...Object.fromEntries(keys.map((key) => [key, { of: key }])) };
      expect(await store.take('invite', 'map')).toEqual({ entries, name: 'Ada' });
    });

    it('is not set in what has been taken, and does not bring it back', async () => {
      await store.take('invite', 'map');
      expect(await set('b', 2)).toBe(false);
      expect(await stored('invite#map')).toBeUndefined();
    });

    it('is not set in what has expired, and does not make it last longer', async () => {
      const before = await stored('invite#map');
      await clock.advance(60_000);
      expect(await set('b', 2)).toBe(false);
      expect(await stored('invite#map')).toEqual(before);
    });
  });
});
