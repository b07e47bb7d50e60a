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

/** The counts of this test's day, by slice. */
async function counts(): Promise<Record<string, number>> {
  const prefix = `budget#withings#${new Date(clock.now()).toISOString().slice(0, 10)}T`;
  const { Items = [] } = await database.documentClient.send(
    new ScanCommand({ TableName: database.accountsTable, ConsistentRead: true }),
  );
  const today = Items.filter(({ account }) => account.startsWith(prefix));
  return Object.fromEntries(today.map(({ account, calls }) => [account.slice(prefix.length), calls]));
}

describe('the calls of all processes', () => {
  it('are not counted as long as a process makes two within a minute', async () => {
    const budget = processBudget();
    for (let minute = 0; minute < 3; minute++) {
      expect(await allowed(budget, 2)).toBe(2);
      clock.advance({ minutes: 1 });
    }
    expect(await counts()).toEqual({});
  });

  it('are counted three at a time from the third on', async () => {
    const budget = processBudget();
    for (const [calls, counted] of [
      [3, 3],
      [2, 3],
      [1, 6],
    ] as const) {
      expect(await allowed(budget, calls)).toBe(calls);
      expect(await counts()).toEqual({ '07:00:20': counted });
    }
  });

  it('end at 15 counted ones in ten seconds', async () => {
    const [greedy, late] = [processBudget(), processBudget()];
    expect(await allowed(greedy, 200)).toBe(17);
    expect(await allowed(late, 10)).toBe(2);
    expect(await counts()).toEqual({ '07:00:20': 15 });
  });

  it('are refused with a wait into the next ten seconds, and there they are allowed', async () => {
    await allowed(processBudget(), 200);
    const waits = [0, 0.5, 0.999].map(async (random) => {
      const budget = processBudget({ random: () => random });
      await allowed(budget, 2);
      return refusalOf(budget);
    });
    const refusals = await Promise.all(waits);
    expect(refusals).toMatchObject([{ waitSeconds: 10 }, { waitSeconds: 11 }, { waitSeconds: 11 }]);
    expect(refusals[0]).toBeInstanceOf(RetryError);
    expect(String(refusals[0])).toMatch(/goes on by itself/);
    clock.advance({ seconds: 10 });
    expect(await allowed(processBudget(), 10)).toBe(10);
    expect(await counts()).toEqual({ '07:00:20': 15, '07:00:30': 9 });
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

  it('of five processes are never more than 120 in any minute, whatever they ask for and when', async () => {
    const rounds = fc.array(
      fc.record({ who: fc.nat(4), calls: fc.integer({ min: 1, max: 40 }), pauseMs: fc.nat(7_000) }),
      { minLength: 10, maxLength: 30 },
    );
    await fc.assert(
      fc.asyncProperty(rounds, async (work) => {
        newDay();
        const running = Array.from({ length: 5 }, () => processBudget());
        const calls: { at: number; calls: number }[] = [];
        for (const { who, calls: wanted, pauseMs } of work) {
          calls.push({ at: clock.now(), calls: await allowed(running[who]!, wanted) });
          await clock.sleep(pauseMs);
        }
        for (const { at } of calls) {
          const within = calls.filter((one) => one.at >= at && one.at < at + 60_000);
          expect(within.reduce((sum, one) => sum + one.calls, 0)).toBeLessThanOrEqual(115);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('are never more than 15 counted in one item, with clocks some seconds apart', async () => {
    const skews = fc.array(fc.integer({ min: -8_000, max: 8_000 }), { minLength: 2, maxLength: 6 });
    const rounds = fc.array(
      fc.record({ who: fc.nat(), calls: fc.integer({ min: 1, max: 40 }), pauseMs: fc.nat(9_000) }),
      { minLength: 4, maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(skews, rounds, async (apart, work) => {
        newDay();
        const running = apart.map((skewMs) => processBudget({ now: () => clock.now() + skewMs }));
        const asked: Promise<number>[] = [];
        for (const { who, calls, pauseMs } of work) {
          asked.push(allowed(running[who % running.length]!, calls));
          await clock.sleep(pauseMs);
        }
        await Promise.all(asked);
        expect(Math.max(0, ...Object.values(await counts()))).toBeLessThanOrEqual(15);
      }),
      { numRuns: 20 },
    );
  });
});

it('is no account: a scan leaves the counts out', async () => {
  await allowed(processBudget(), 3);
  const found = await Array.fromAsync(new AccountStore(database.documentClient, database.accountsTable).scan(0, 1));
  expect(found.flatMap(({ ids }) => ids)).toEqual([]);
});

describe('waiting for a turn', () => {
  const useUp = async () => void (await allowed(processBudget(), 200));
  const waiting = (meanwhile = async () => {}) => {
    const sleep = async (ms: number) => {
      await clock.sleep(ms);
      await meanwhile();
    };
    return new CallBudget(database.documentClient, database.accountsTable, { now: () => clock.now(), sleep }, () => 0);
  };

  it('goes on in the next ten seconds', async () => {
    await useUp();
    const budget = waiting();
    for (let calls = 0; calls < 3; calls++) await budget.takeInTurn();
    expect(clock.sleeps).toEqual([10_000]);
  });

  it('has an end when others are always faster', async () => {
    await useUp();
    const budget = waiting(useUp);
    // A process may always make its two calls a minute, so it takes more than those to wait in vain.
    const takes = await Promise.allSettled(Array.from({ length: 20 }, () => budget.takeInTurn()));
    expect(takes.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(0);
  });
});
