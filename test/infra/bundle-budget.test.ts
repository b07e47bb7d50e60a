import { describe, expect, it } from 'vitest';
import { bundleBudgetKb } from './bundle-budget.ts';
import { bundleOf, bytesOf, functionNames, startBytesOf } from './bundles.ts';

/** So that a sentence more on a page is nobody's business, and a package more is. */
const allowance = 1.05;
/** What has become so much smaller is to stay so. */
const shrunk = 0.95;

it('each function has a budget', () => {
  expect(Object.keys(bundleBudgetKb).sort()).toEqual(functionNames);
});

describe.each(functionNames)('the bundle of %s', (name) => {
  const budgetKb = bundleBudgetKb[name] ?? { all: 0, start: 0 };
  const bundle = bundleOf(name);
  const kb = { all: bytesOf(bundle) / 1000, start: startBytesOf(bundle) / 1000 };

  it('is not larger than it was: `npm run bench -- --only bundle-size` shows its parts', () => {
    expect(kb.all).toBeLessThanOrEqual(budgetKb.all * allowance);
  });

  it('loads no more at the start than it did: what is imported late somewhere may be imported at once elsewhere', () => {
    expect(kb.start).toBeLessThanOrEqual(budgetKb.start * allowance);
  });

  it.each(['all', 'start'] as const)(
    'is not much smaller than its budget: lower “%s” in bundle-budget.json',
    (part) => {
      expect(kb[part]).toBeGreaterThanOrEqual(budgetKb[part] * shrunk);
    },
  );
});
