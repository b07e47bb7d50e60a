import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { BugError, RetryError } from '../../lib/errors.ts';
import { type Deliverable, type EventItem, type LedgerItem, withDeliveries } from '../../lib/ledger.ts';
import { MeasurementStore } from '../../lib/store/measurements.ts';
import { databases } from './databases.ts';
import type { TestDatabase } from './dynalite.ts';
import { exampleLeft, exampleWeighIn } from './examples.ts';

describe.each(databases)('$name', ({ start }) => {
  let database: TestDatabase;
  let store: MeasurementStore;
  let people = 3_000_000;
  let account: string;

  beforeAll(async () => {
    database = await start();
    store = new MeasurementStore(database.documentClient, database.measurementsTable);
  });
  afterAll(() => database.stop());
  beforeEach(() => {
    account = String(people++);
  });

  const noon = Date.parse('2026-11-20T12:00:00Z') / 1000;
  const times = (items: readonly { measuredAt: number }[]) => items.map((item) => item.measuredAt - noon);
  const weighIn = (seconds: number, own: Partial<EventItem> = {}) => exampleWeighIn(account, noon + seconds, own);
  const pending = <Item extends Deliverable>(item: Item) =>
    withDeliveries(item, { garmin: { state: 'pending', at: 1 } });
  const verified = <Item extends Deliverable>(item: Item) =>
    withDeliveries(item, { garmin: { state: 'verified', at: 2 } });

  function withoutGroups({ groups: _stayInTheTable, ...item }: EventItem): Deliverable {
    return item;
  }

  async function allOf(id: string): Promise<LedgerItem[][]> {
    const pages: LedgerItem[][] = [];
    for await (const page of store.all(id)) pages.push(page);
    return pages;
  }

  describe('saving', () => {
    it('a new item stores it as version 1, a known one as the next', async () => {
      const first = await store.save(weighIn(0));
      expect(first).toEqual(weighIn(0, { version: 1 }));
      const second = await store.save({ ...first, fingerprint: 'another' });
      expect(await store.newest(account, 1)).toEqual([second]);
      expect(second).toMatchObject({ version: 2, fingerprint: 'another' });
    });

    it('a new item that is there already is a conflict', async () => {
      await store.save(weighIn(0));
      await expect(store.save(weighIn(0, { fingerprint: 'another' }))).rejects.toThrow(RetryError);
    });

    it('the same again, as after an answer that was lost, is as good as once', async () => {
      const stored = await store.save(weighIn(0));
      expect(await store.save(weighIn(0))).toEqual(stored);
      const changed = await store.save({ ...stored, fingerprint: 'another' });
      expect(await store.save({ ...stored, fingerprint: 'another' })).toEqual(changed);
      expect(await store.newest(account, 2)).toEqual([changed]);
    });

    it('of two at once stores one and tells the other to try again', async () => {
      const first = await store.save(weighIn(0));
      const saved = await Promise.allSettled([store.save(pending(first)), store.save(verified(first))]);
      expect(saved.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    });

    it('does not bring back an item that is gone', async () => {
      const first = await store.save(weighIn(0));
      await store.remove(first);
      await expect(store.save(first)).rejects.toThrow(RetryError);
      expect(await store.newest(account, 1)).toEqual([]);
    });

    it('many returns them in the order given', async () => {
      const items = Array.from({ length: 100 }, (_, index) => weighIn(-index));
      const stored = await store.saveAll(items);
      expect(stored).toEqual(items.map((item) => ({ ...item, version: 1 })));
      expect((await allOf(account)).flat()).toHaveLength(100);
    });

    it('many writes at most sixteen at once', async () => {
      const save = store.save.bind(store);
      let underWay = 0;
      let most = 0;
      const spy = vi.spyOn(store, 'save').mockImplementation(async (item) => {
        most = Math.max(most, ++underWay);
        const stored = await save(item);
        underWay--;
        return stored;
      });
      await store.saveAll(Array.from({ length: 60 }, (_, index) => weighIn(index)));
      spy.mockRestore();
      expect(most).toBe(16);
    });

    it('many with one conflict stores the others, and fails only when no write is under way', async () => {
      const items = Array.from({ length: 40 }, (_, index) => weighIn(index));
      await store.save({ ...items[3]!, fingerprint: 'another' });
      await expect(store.saveAll(items)).rejects.toThrow(RetryError);
      expect((await allOf(account)).flat()).toHaveLength(40);
    });
  });

  describe('removing', () => {
    it('an item that is gone already is fine', async () => {
      await expect(store.remove(weighIn(0, { version: 7 }))).resolves.toBeUndefined();
    });

    it('an item that somebody changed meanwhile is a conflict and keeps it', async () => {
      const first = await store.save(weighIn(0));
      const second = await store.save(first);
      await expect(store.remove(first)).rejects.toThrow(RetryError);
      expect(await store.newest(account, 1)).toEqual([second]);
    });
  });

  describe('reading a span of time', () => {
    it('includes everything of its first and its last second, and nothing of anybody else', async () => {
      const seconds = [-1, 0, 1, 59, 60, 61];
      await store.saveAll(seconds.map((second) => weighIn(second)));
      await store.saveAll([weighIn(60, { device: 'zzz' }), exampleWeighIn(`${account}0`, noon)]);
      await store.save(exampleLeft(account, noon, 4711));
      expect(times(await store.between(account, noon, noon + 60))).toEqual([0, 0, 1, 59, 60, 60]);
      expect(times(await store.eventsBetween(account, noon, noon + 60))).toEqual([0, 1, 59, 60, 60]);
    });
  });

  describe('what is pending', () => {
    it('is exactly what waits for a destination, oldest first by time of measurement', async () => {
      // Received in the other order: the index alone would give the wrong one.
      const late = pending(weighIn(100, { receivedAt: 1_000 }));
      const early = pending(weighIn(-100, { receivedAt: 9_000 }));
      await store.saveAll([late, early, verified(weighIn(0))]);
      await store.save(exampleLeft(account, noon, 4711));
      expect(times(await store.pending(account))).toEqual([-100, 100]);
    });

    it('leaves the index with the last delivery, and comes back into it with the next', async () => {
      const waiting = await store.save(pending(weighIn(0)));
      const arrived = await store.save(verified(waiting));
      expect(await store.pending(account)).toEqual([]);
      expect(await store.newest(account, 1)).toEqual([arrived]);
      const corrected = await store.save(pending(arrived));
      expect(await store.pending(account)).toEqual([withoutGroups(corrected)]);
    });
  });

  describe('noting what delivering has made of an event', () => {
    it('writes its deliveries and nothing else', async () => {
      const stored = await store.save(pending(weighIn(0)));
      const noted = await store.note(verified(withoutGroups(stored)));
      expect(noted).toEqual(withoutGroups(verified({ ...stored, version: 2 })));
      expect(await store.newest(account, 1)).toEqual([verified({ ...stored, version: 2 })]);
    });

    it('keeps what a newer version of the code has written beside it', async () => {
      const stored = await store.save({ ...pending(weighIn(0)), mood: 'fine' });
      await store.note(verified(withoutGroups(stored)));
      expect(await store.newest(account, 1)).toMatchObject([{ mood: 'fine', deliveries: { garmin: { at: 2 } } }]);
    });

    it('takes it out of the pending ones with the last delivery, and puts it back with the next', async () => {
      const waiting = await store.save(pending(weighIn(0)));
      const arrived = await store.note(verified(withoutGroups(waiting)));
      expect(await store.pending(account)).toEqual([]);
      const again = await store.note(pending(arrived));
      expect(await store.pending(account)).toEqual([again]);
    });

    it('the same again, as after an answer that was lost, is as good as once', async () => {
      const stored = await store.save(pending(weighIn(0)));
      const noted = await store.note(verified(stored));
      expect(await store.note(verified(stored))).toEqual(noted);
      expect(await store.newest(account, 1)).toEqual([noted]);
    });

    it('of an event that somebody else has changed or removed is a conflict', async () => {
      const stored = await store.save(pending(weighIn(0)));
      const changed = await store.save({ ...stored, fingerprint: 'another' });
      await expect(store.note(verified(stored))).rejects.toThrow(RetryError);
      expect(await store.newest(account, 1)).toEqual([changed]);
      await store.remove(changed);
      await expect(store.noteAll([verified(changed)])).rejects.toThrow(RetryError);
      expect(await store.newest(account, 1)).toEqual([]);
    });
  });

  describe('more than one page', () => {
    const thick = 'x'.repeat(100_000);

    beforeEach(async () => {
      // 25 items of 100 kB; DynamoDB ends a page at 1 MB.
      await store.saveAll(Array.from({ length: 25 }, (_, index) => pending(weighIn(index, { model: thick }))));
    });

    const inOrder = Array.from({ length: 25 }, (_, index) => index);

    it('is one answer of the reads that promise everything', async () => {
      expect(times(await store.between(account, noon, noon + 1000))).toEqual(inOrder);
      expect(times(await store.pending(account))).toEqual(inOrder);
    });

    it('comes page by page, ascending, when all is asked for', async () => {
      const pages = await allOf(account);
      expect(pages.length).toBeGreaterThan(1);
      expect(times(pages.flat())).toEqual(inOrder);
    });

    it('gives the newest event, whatever was left out since', async () => {
      expect(await store.newestEvent(account)).toMatchObject({ measuredAt: noon + inOrder.at(-1)! });
      const left = Array.from({ length: 30 }, (_, index) => exampleLeft(account, noon + 1_000_000 + index, index));
      await store.saveAll(left);
      expect(await store.newestEvent(account)).toMatchObject({ measuredAt: noon + inOrder.at(-1)! });
      expect(await store.newestEvent('nobody')).toBeUndefined();
    });

    it('gives those whose id begins so, and no other', async () => {
      const [first, second] = [weighIn(-120, { device: 'aa' }), weighIn(-120, { device: 'ab' })];
      await store.saveAll([second, first, weighIn(-60), exampleWeighIn('nobody', noon - 120)]);
      const events = async (beginning: string) =>
        (await store.beginningWith(account, beginning)).map(({ event }) => event);
      expect(await events('2026-11-20T11:58')).toEqual([first.event, second.event]);
      expect(await events(first.event)).toEqual([first.event]);
      expect(await events('2026-11-20T11:5')).toHaveLength(3);
      expect(await events('2026-11-20T12')).toHaveLength(25);
      expect(await events('2027')).toEqual([]);
    });

    it.each([1, 7, 20, 99])('gives the newest %i, newest first', async (limit) => {
      expect(times(await store.newest(account, limit))).toEqual(inOrder.toReversed().slice(0, limit));
    });
  });

  it('gives one item by its id, and nobody else’s', async () => {
    const stored = await store.save(weighIn(0));
    expect(await store.find(account, stored.event)).toEqual(stored);
    expect(await store.find('nobody', stored.event)).toBeUndefined();
    expect(await store.find(account, `${stored.event}x`)).toBeUndefined();
  });

  it('gives what comes before an id, newest first', async () => {
    const items = await store.saveAll([weighIn(0), weighIn(60), weighIn(120)]);
    expect(times(await store.newest(account, 9, items[2]!.event))).toEqual([60, 0]);
    expect(times(await store.newest(account, 1, items[2]!.event))).toEqual([60]);
    expect(await store.newest(account, 9, items[0]!.event)).toEqual([]);
  });

  it('summarizes events without what they were made of', async () => {
    const group = { grpid: 1, attrib: 0, date: noon, created: noon, modified: noon, category: 1 };
    const groups = [{ ...group, deviceid: null, model: null, measures: [] }];
    const some = withDeliveries(weighIn(0, { groups, values: { weightKg: 71.3, fatPercent: 18, bmi: 22 } }), {
      garmin: { state: 'verified', at: 2, file: 'fit/1', remoteId: '7' },
      intervals: { state: 'pending', at: 2, reason: 'busy' },
    });
    const pressure = weighIn(60, {
      event: `${weighIn(60).event}p`,
      kind: 'bloodPressure',
      values: { systolicMmHg: 120, diastolicMmHg: 80 },
      held: 'a reason',
    });
    await store.saveAll([some, pressure, exampleLeft(account, noon + 30, 5), weighIn(999)]);
    const first = {
      event: some.event,
      measuredAt: noon,
      kind: 'weight',
      values: { weightKg: 71.3, fatPercent: 18 },
      deliveries: { garmin: { state: 'verified' }, intervals: { state: 'pending' } },
    };
    const second = {
      event: pressure.event,
      measuredAt: noon + 60,
      kind: 'bloodPressure',
      values: { systolicMmHg: 120, diastolicMmHg: 80 },
      deliveries: {},
      held: 'a reason',
    };
    expect(await store.summaries(account, noon, noon + 60)).toEqual([first, second]);
    const intervals = { state: 'pending', reason: 'busy' };
    const waits = { ...first, deliveries: { ...first.deliveries, intervals } };
    expect(await store.pendingSummaries(account)).toEqual([waits]);
  });

  it('every read is consistent', async () => {
    const send = vi.spyOn(database.documentClient, 'send');
    await store.between(account, 0, 1);
    await store.eventsBetween(account, 0, 1);
    await store.pending(account);
    await store.newest(account, 1);
    await allOf(account);
    const inputs = send.mock.calls.map(([command]) => (command instanceof QueryCommand ? command.input : undefined));
    send.mockRestore();
    expect(inputs.map((input) => input?.ConsistentRead)).toEqual([true, true, true, true, true]);
  });

  it('an item that no version of the code has written is an error, not a measurement', async () => {
    const strange = { ...weighIn(0), kind: 'temperature' };
    await database.documentClient.send(new PutCommand({ TableName: database.measurementsTable, Item: strange }));
    await expect(store.newest(account, 1)).rejects.toThrow(BugError);
  });
});
