import { readFileSync } from 'node:fs';
import * as v from 'valibot';

/**
 * How large each function's bundle was when somebody last looked, kB, and how much of it was loaded at the start; lower
 * it when one has become smaller.
 */
export const bundleBudgetKb: Readonly<Record<string, { all: number; start: number }>> = v.parse(
  v.record(v.string(), v.object({ all: v.number(), start: v.number() })),
  JSON.parse(readFileSync(new URL('./bundle-budget.json', import.meta.url), 'utf8')),
);

/**
 * No bundle may ever be larger, kB: what wakes up in time to answer a scale. The pages need every store and every
 * destination, S3's client alone has 100 kB, and the charts and the export have another 100 kB; nobody's scale waits for
 * them.
 */
const limitsKb: Readonly<Record<string, number>> = { webhook: 350, web: 800 };

export const bundleLimitKb = (name: string): number => limitsKb[name] ?? 600;
