import * as v from 'valibot';
import { RetryError } from '../errors.ts';
import { parseAs } from '../http.ts';
import { measureGroupSchema, type WithingsMeasureGroup } from './measure-group.ts';
import type { Caller } from './transport.ts';

/** Which measures: what was created or modified since a moment, or what was measured within a time. Epoch seconds. */
export type MeasureQuery = { /** Measure types; all of them when absent. */ meastypes?: readonly number[] } & (
  | { /** Whatever its date of measurement. */ lastupdate: number; startdate?: never; enddate?: never }
  | { lastupdate?: never; startdate?: number; enddate?: number }
);

export interface Measures {
  /** In no particular order. */
  groups: WithingsMeasureGroup[];
  /** IANA zone of the person's profile. */
  timezone: string | undefined;
  /** Withings' own time when it began to answer, epoch seconds. */
  updatetime: number | undefined;
}

const call = { service: 'Withings', action: 'getmeas' };

const integerAlsoAsText = v.union([v.number(), v.pipe(v.string(), v.regex(/^\d+$/), v.transform(Number))]);

/** The `body` of a getmeas answer. */
export const measuresPageSchema = v.object({
  measuregrps: v.array(measureGroupSchema),
  timezone: v.nullish(v.string()),
  updatetime: v.nullish(integerAlsoAsText),
  more: v.nullish(v.union([v.number(), v.boolean()])),
  offset: v.nullish(v.number()),
});

/** Observed pages hold 200 to 300 groups: a guard against an answer without end, far above a life's measurements. */
const pagesAtMost = 1000;

/**
 * Measurements (never goals) of one person, all pages.
 *
 * @throws RetryError when an answer lacks its list of groups or the pages do not come to an end: no answer must not
 * look like no measurements.
 * @throws BugError naming the field when a group has no `grpid`, `date` or `measures`.
 */
export async function getmeas(caller: Caller, query: MeasureQuery): Promise<Measures> {
  const groups: WithingsMeasureGroup[] = [];
  let first: Omit<Measures, 'groups'> | undefined;
  let offset = 0;
  for (let pages = 0; pages < pagesAtMost; pages++) {
    const page = pageOf(await caller.call({ path: '/measure', action: call.action, params: paramsOf(query, offset) }));
    groups.push(...page.measuregrps);
    first ??= { timezone: page.timezone ?? undefined, updatetime: page.updatetime ?? undefined };
    if (!page.more) return { groups, ...first };
    const next = page.offset ?? 0;
    if (next <= offset) break;
    offset = next;
  }
  throw new RetryError('Withings announced more pages of getmeas again and again without going on.', call);
}

function paramsOf({ meastypes, lastupdate, startdate, enddate }: MeasureQuery, offset: number): Record<string, string> {
  const params = {
    meastypes: meastypes?.join(','),
    category: 1,
    lastupdate,
    startdate,
    enddate,
    offset: offset || undefined,
  };
  return Object.fromEntries(
    Object.entries(params).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
}

function pageOf(body: unknown): v.InferOutput<typeof measuresPageSchema> {
  if (!v.is(v.object({ measuregrps: v.unknown() }), body)) {
    throw new RetryError('Withings answered getmeas without a list of measure groups.', call);
  }
  return parseAs(measuresPageSchema, body, call);
}
