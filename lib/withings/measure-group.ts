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

/** Values are integers; one beyond what a number can carry exactly is nothing that anybody measured, and no store would keep it. */
const withoutUncountable = (measures: Measure[]): Measure[] =>
  measures.filter(({ value, unit }) => Number.isSafeInteger(value) && Math.abs(unit) <= 30);

/** Only what every answer since 2012 has is required: the rest has a value that means "not said". */
export const measureGroupSchema = v.pipe(
  v.object({
    grpid: v.pipe(v.number(), v.safeInteger()),
    date: v.number(),
    measures: v.pipe(v.array(measureSchema), v.transform(withoutUncountable)),
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
  }),
  v.transform((group): WithingsMeasureGroup => {
    const { grpid, date, measures, attrib, category } = group;
    const created = group.created ?? date;
    const modelid = group.modelid ?? group.model_id ?? null;
    return {
      grpid,
      attrib,
      date,
      created,
      modified: group.modified ?? created,
      category,
      deviceid: group.deviceid || group.hash_deviceid || null,
      modelid,
      model: group.model || (modelid !== null && models.get(modelid)?.name) || null,
      measures,
    };
  }),
);
