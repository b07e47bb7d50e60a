import { afterAll, beforeAll, expect, it } from 'vitest';
import { BudgetUse } from '../../lib/store/budget-use.ts';
import { CallBudget } from '../../lib/store/call-budget.ts';
import { VirtualClock } from '../virtual-clock.ts';
import { startDynalite, type TestDatabase } from './dynalite.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await startDynalite();
});
afterAll(() => database.stop());

it('tells of each of the last ten minutes how many calls were counted', async () => {
  const { documentClient, accountsTable } = database;
  const clock = new VirtualClock();
  const use = new BudgetUse(documentClient, accountsTable);
  expect(await use.lastMinutes(clock.now())).toEqual(Array.from({ length: 10 }, () => 0));
  // Each process makes two calls that nobody counts; the third is counted with two more.
  for (const minutesAgo of [2, 0, 0]) {
    const then = new VirtualClock(clock.now() - minutesAgo * 60_000);
    const budget = new CallBudget(documentClient, accountsTable, then, () => 0);
    for (let call = 0; call < 3; call++) await budget.take();
  }
  expect((await use.lastMinutes(clock.now())).slice(0, 4)).toEqual([6, 0, 3, 0]);
});
