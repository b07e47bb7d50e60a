import { readFileSync } from 'node:fs';
import * as v from 'valibot';

/** How large each function's bundle was when somebody last looked, kB; lower it when one has become smaller. */
export const bundleBudgetKb: Readonly<Record<string, number>> = v.parse(
  v.record(v.string(), v.number()),
  JSON.parse(readFileSync(new URL('./bundle-budget.json', import.meta.url), 'utf8')),
);

/** No bundle may ever be larger, kB: what wakes up in time to answer a scale. */
export const bundleLimitKb = (name: string): number => (name === 'webhook' ? 350 : 600);
