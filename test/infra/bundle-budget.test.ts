import { describe, expect, it } from 'vitest';
import { bundleBudgetKb } from './bundle-budget.ts';
import { bundleOf, bytesOf, functionNames } from './bundles.ts';

/** So that a sentence more on a page is nobody's business, and a package more is. */
const allowance = 1.05;
/** What has become so much smaller is to stay so. */
const shrunk = 0.95;

it('each function has a budget', () => {
  expect(Object.keys(bundleBudgetKb).sort()).toEqual(functionNames);
});

describe.each(functionNames)('the bundle of %s', (name) => {
  const budgetKb = bundleBudgetKb[name] ?? 0;
  const kb = bytesOf(bundleOf(name)) / 1000;

  it('is not larger than it was: `npm run bench -- --only bundle-size` shows its parts', () => {
    expect(kb).toBeLessThanOrEqual(budgetKb * allowance);
  });

  it('is not much smaller than its budget: lower that in bundle-budget.json', () => {
    expect(kb).toBeGreaterThanOrEqual(budgetKb * shrunk);
  });
});
