import type { Measure, MeasureGroup } from '../lib/measurement.ts';

/** A Thursday morning, 2026-11-19T06:30:00Z. */
export const thursday = 1_795_069_800;

let lastId = 5_000_000_000;

/** An invented measure group; measures are given as `[type, value, unit, position?]`. */
export function group(
  measures: readonly (readonly [type: number, value: number, unit: number, position?: number])[],
  fields: Partial<MeasureGroup> = {},
): MeasureGroup {
  const date = fields.date ?? thursday;
  return {
    grpid: ++lastId,
    attrib: 0,
    date,
    created: date + 60,
    modified: date + 60,
    category: 1,
    deviceid: 'a'.repeat(40),
    model: 'Body Scan',
    measures: measures.map(
      ([type, value, unit, position]): Measure => ({
        type,
        value,
        unit,
        ...(position !== undefined && { position }),
      }),
    ),
    ...fields,
  };
}
