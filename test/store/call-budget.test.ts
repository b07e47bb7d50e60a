import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RetryError } from '../../lib/errors.ts';
import { AccountStore } from '../../lib/store/accounts.ts';
import { CallBudget } from '../../lib/store/call-budget.ts';
import { FlowingClock } from '../flowing-clock.ts';
import { startDynalite, type TestDatabase } from './dynalite.ts';

let database: TestDatabase;
let clock: FlowingClock;
/** Each test has a day of its own. */
let day = 0;

beforeAll(async () => {
  database = await startDynalite();
});
afterAll(() => database.stop());
beforeEach(() => newDay());

function newDay(): void {
  day += 1;
  clock = new FlowingClock(Date.UTC(2027, 0, day, 7, 0, 20));
}

const processBudget = ({ now = () => clock.now(), random = (): number => 0 } = {}) =>
  new CallBudget(database.documentClient, database.accountsTable, { now, sleep: async () => {} }, random);

/** How many of so many calls are allowed, asked for all at once. */
async function allowed(budget: CallBudget, calls: number): Promise<number> {
  const takes = await Promise.allSettled(Array.from({ length: calls }, () => budget.take()));
  return takes.filter(({ status }) => status === 'fulfilled').length;
}

const refusalOf = (budget: CallBudget): Promise<unknown> => budget.take().catch((error: unknown) => error);

/** The counts of this test's day, by minute. */
async function counts(): Promise<Record<string, number>> {
  const prefix = `budget#withings#${new Date(clock.now()).toISOString().slice(0, 10)}T`;
  const { Items = [] } = await database.documentClient.send(
    new ScanCommand({ TableName: database.accountsTable, ConsistentRead: true }),
  );
  const today = Items.filter(({ account }) => account.startsWith(prefix));
  return Object.fromEntries(today.map(({ account, calls }) => [account.slice(prefix.length), calls]));
}

describe('the calls of one minute', () => {
  it('are not counted as long as a process makes two, minute after minute', async () => {
    const budget = processBudget();
    for (let minute = 0; minute < 3; minute++) {
      expect(await allowed(budget, 2)).toBe(2);
      clock.advance({ minutes: 1 });
    }
    expect(await counts()).toEqual({});
  });

  it('are counted five at a time from the third on', async () => {
    const budget = processBudget();
    for (const [calls, counted] of [
      [3, 5],
      [4, 5],
      [1, 10],
    ] as const) {
      expect(await allowed(budget, calls)).toBe(calls);
      expect(await counts()).toEqual({ '07:00': counted });
    }
  });

  it('end at 100 counted ones for all processes together', async () => {
    const [greedy, late] = [processBudget(), processBudget()];
    expect(await allowed(greedy, 200)).toBe(102);
    expect(await allowed(late, 10)).toBe(2);
    expect(await counts()).toEqual({ '07:00': 100 });
  });

  it('are refused with a wait into the next minute, and there they are allowed', async () => {
    await allowed(processBudget(), 200);
    const waits = [0, 0.5, 0.999].map(async (random) => {
      const budget = processBudget({ random: () => random });
      await allowed(budget, 2);
      return refusalOf(budget);
    });
    const refusals = await Promise.all(waits);
    expect(refusals).toMatchObject([{ waitSeconds: 40 }, { waitSeconds: 43 }, { waitSeconds: 45 }]);
    expect(refusals[0]).toBeInstanceOf(RetryError);
    expect(String(refusals[0])).toMatch(/goes on by itself/);
    clock.advance({ seconds: 40 });
    expect(await allowed(processBudget(), 10)).toBe(10);
    expect(await counts()).toEqual({ '07:00': 100, '07:01': 10 });
  });

  it('are asked for no more once they were refused: a refusal costs a write too', async () => {
    const budget = processBudget();
    await allowed(budget, 200);
    const client = database.documentClient.send;
    database.documentClient.send = () => Promise.reject(new Error('asked again'));
    try {
      expect(await refusalOf(budget)).toBeInstanceOf(RetryError);
    } finally {
      database.documentClient.send = client;
    }
  });

  it('never exceed 100 counted, whatever the order, with clocks some seconds apart', async () => {
    const processes = fc.array(fc.record({ skewMs: fc.integer({ min: -8_000, max: 8_000 }) }), {
      minLength: 2,
      maxLength: 6,
    });
    const rounds = fc.array(
      fc.record({ who: fc.nat(), calls: fc.integer({ min: 1, max: 60 }), pauseMs: fc.nat(9_000) }),
      { minLength: 4, maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(processes, rounds, async (skews, work) => {
        newDay();
        const start = clock.now();
        const running = skews.map(({ skewMs }) => ({
          skewMs,
          budget: processBudget({ now: () => clock.now() + skewMs }),
        }));
        const asked: Promise<number>[] = [];
        for (const { who, calls, pauseMs } of work) {
          asked.push(allowed(running[who % running.length]!.budget, calls));
          await clock.sleep(pauseMs);
        }
        const total = (await Promise.all(asked)).reduce((sum, calls) => sum + calls, 0);
        const counted = Object.values(await counts());
        expect(Math.max(0, ...counted)).toBeLessThanOrEqual(100);
        const minutes = Math.ceil((clock.now() - start) / 60_000) + 2;
        const countedInAll = counted.reduce((sum, calls) => sum + calls, 0);
        expect(total).toBeLessThanOrEqual(countedInAll + 2 * running.length * minutes);
      }),
      { numRuns: 20 },
    );
  });
});

it('is no account: a scan leaves the counts out', async () => {
  await allowed(processBudget(), 3);
  const found = await Array.fromAsync(new AccountStore(database.documentClient, database.accountsTable).scan(0, 1));
  expect(found.flat()).toEqual([]);
});

describe('waiting for a turn', () => {
  const waiting = () => new CallBudget(database.documentClient, database.accountsTable, clock, () => 0);
  const useUp = async () => expect(await allowed(processBudget(), 200)).toBe(102);

  it('goes on in the next minute', async () => {
    await useUp();
    const budget = waiting();
    await budget.takeInTurn();
    await budget.takeInTurn();
    const before = clock.now();
    await budget.takeInTurn();
    expect(clock.sleeps).toEqual([40_000]);
    expect(clock.now() - before).toBe(40_000);
  });

  it('has an end', async () => {
    const crowded = {
      ...clock,
      now: () => clock.now(),
      sleep: async (ms: number) => {
        await clock.sleep(ms);
        await useUp();
      },
    };
    await useUp();
    const budget = new CallBudget(database.documentClient, database.accountsTable, crowded, () => 0);
    const takes = Array.from({ length: 9 }, () => budget.takeInTurn());
    const outcomes = await Promise.allSettled(takes);
    expect(outcomes.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(0);
    expect(clock.sleeps.length).toBeGreaterThan(1);
  });
});
