import * as v from 'valibot';
import type { Measure, MeasureGroup } from '../measurement.ts';
import { models } from './vocabulary/models.ts';

/** A measure group as Withings sent it, in one shape whatever the age of the answer. */
export interface WithingsMeasureGroup extends MeasureGroup {
  /** Number of the device model, null for what was entered by hand. */
  modelid: number | null;
}

const measureSchema = v.pipe(
  v.object({ type: v.number(), value: v.number(), unit: v.number(), position: v.nullish(v.number()) }),
  v.transform(({ position, ...measure }): Measure => (position == null ? measure : { ...measure, position })),
);

/**
 * Values are integers; one beyond what a number can carry exactly is nothing that anybody measured, and no store
 * would keep it.
 */
const withoutUncountable = (measures: Measure[]): Measure[] =>
  measures.filter(({ value, unit }) => Number.isSafeInteger(value) && Math.abs(unit) <= 30);

/** Only what every answer since 2012 has is required: the rest has a value that means "not said". */
export const saidOfGroup = v.object({
  date: v.number(),
  attrib: v.nullish(v.number(), 0),
  category: v.nullish(v.number(), 1),
  created: v.nullish(v.number()),
  modified: v.nullish(v.number()),
  deviceid: v.nullish(v.string()),
  hash_deviceid: v.nullish(v.string()),
  model: v.nullish(v.string()),
  // Captured answers say `modelid`, the documentation says `model_id`.
  modelid: v.nullish(v.number()),
  model_id: v.nullish(v.number()),
});

/** What an answer may have called otherwise or left out. */
export function inOneShape(group: v.InferOutput<typeof saidOfGroup>) {
  const created = group.created ?? group.date;
  const modelid = group.modelid ?? group.model_id ?? null;
  return {
    created,
    modified: group.modified ?? created,
    deviceid: group.deviceid || group.hash_deviceid || null,
    modelid,
    model: group.model || (modelid !== null && models.get(modelid)?.name) || null,
  };
}

export const measureGroupSchema = v.pipe(
  v.object({
    ...saidOfGroup.entries,
    grpid: v.pipe(v.number(), v.safeInteger()),
    measures: v.pipe(v.array(measureSchema), v.transform(withoutUncountable)),
  }),
  v.transform((group): WithingsMeasureGroup => {
    const { grpid, attrib, date, category, measures } = group;
    return { grpid, attrib, date, category, measures, ...inOneShape(group) };
  }),
);
