import * as v from 'valibot';
import { decimal } from '../decimal.ts';
import { parseAs } from '../http.ts';
import { partOf } from './lists.ts';
import { inOneShape, saidOfGroup } from './measure-group.ts';
import { checkNames, listParam, type TimeRange, timeRangeParams } from './options.ts';
import { Pages } from './pages.ts';
import type { Caller } from './transport.ts';

/** One value. `value * 10^unit` is in the unit of its type (see `measureTypes`), and `decimal` has worked it out. */
export interface UserMeasure {
  type: number;
  value: number;
  unit: number;
  /** Exact in decimal: 80.094 for value 80094 and unit -3, where a product would be 80.09400000000001. */
  decimal: number;
  /** Which part of the body, see `positions`; absent when it is the whole. */
  position?: number;
}

/** What was measured at one moment; one session on a scale may be several groups. Times are epoch seconds. */
export interface UserMeasureGroup {
  grpid: number;
  /** How sure it is that this is the person, see `attribs`. */
  attrib: number;
  date: number;
  created: number;
  /** The largest of these is where the next `lastupdate` begins; what was changed in that second may come twice. */
  modified: number;
  /** 1 measured, 2 a goal. */
  category: number;
  /** Null when it was entered by hand. */
  deviceid: string | null;
  modelid: number | null;
  /** The name Withings gave, or else the one of `modelid`. */
  model: string | null;
  measures: UserMeasure[];
}

export type MeasureOptions = TimeRange & {
  /** Which types (see `measureTypes`); all of them when absent. */
  meastypes?: readonly number[] | undefined;
  /** 1 what was measured (if absent), 2 goals. */
  category?: 1 | 2 | undefined;
};

/** What each page says beside its groups. */
export interface MeasurePage {
  /** IANA zone of the person's profile, which may not be where it was measured. */
  timezone: string | undefined;
  /** Withings' own time when it began to answer, epoch seconds. */
  updatetime: number | undefined;
}

const measureSchema = v.pipe(
  v.looseObject({ type: v.number(), value: v.number(), unit: v.number(), position: v.nullish(v.number()) }),
  v.transform(({ position, ...measure }): UserMeasure => {
    const { value, unit } = measure;
    return { ...measure, decimal: decimal(value, unit), ...(position != null && { position }) };
  }),
);

const groupSchema = v.pipe(
  v.looseObject({ ...saidOfGroup.entries, grpid: v.number(), measures: v.array(measureSchema) }),
  v.transform((group): UserMeasureGroup => ({ ...group, ...inOneShape(group) })),
);

const pageSchema = v.object({
  measuregrps: v.array(groupSchema),
  timezone: v.nullish(v.string()),
  updatetime: v.nullish(v.union([v.number(), v.pipe(v.string(), v.regex(/^\d+$/), v.transform(Number))])),
  more: v.nullish(v.union([v.number(), v.boolean()])),
  offset: v.nullish(v.number()),
});

const call = { service: 'Withings', action: 'getmeas' };

/**
 * A person's measures (scope user.metrics), in no particular order: of a time, or created or changed since a moment,
 * or all. Unlike `getmeas`, which feeds the sync, it keeps everything as Withings sent it.
 *
 * @throws RejectedError when the options cannot be sent, RetryError when an answer has no groups at all
 */
export function getUserMeasures(caller: Caller, options: MeasureOptions = {}): Pages<UserMeasureGroup, MeasurePage> {
  return new Pages(async (offset) => {
    const params = { ...paramsOf(options), ...(offset > 0 && { offset }) };
    const body = await caller.call({ path: '/measure', action: call.action, params });
    partOf(body, 'measuregrps', call.action);
    const page = parseAs(pageSchema, body, call);
    return {
      items: page.measuregrps,
      more: Boolean(page.more),
      offset: page.offset ?? 0,
      timezone: page.timezone ?? undefined,
      updatetime: page.updatetime ?? undefined,
    };
  }, call);
}

function paramsOf(options: MeasureOptions): Record<string, string | number> {
  const { action } = call;
  checkNames(action, options, ['startdate', 'enddate', 'lastupdate', 'meastypes', 'category']);
  const { meastypes, category = 1 } = options;
  return {
    ...timeRangeParams(action, options),
    ...(meastypes && { meastypes: listParam(action, 'meastypes', meastypes) }),
    category,
  };
}
