import * as v from 'valibot';
import type { RemoteEntry } from '../destination.ts';
import { deliveredValues } from '../fingerprint.ts';
import { parseAs } from '../http.ts';
import type { ConnectApi } from './connect-api.ts';
import type { DaySpan } from './day-spans.ts';
import { entryId } from './entry-id.ts';
import { isSameMinute } from './same-minute.ts';

const call = { service: 'Garmin', action: 'reading blood pressures back' };

/** `2026-11-20T06:30:00.0`: UTC although it does not say so, with a fraction of any length or none. */
const timestampSchema = v.pipe(
  v.string(),
  v.transform((text) => Date.parse(text.endsWith('Z') ? text : `${text}Z`)),
  v.number('a time'),
);

/** `version` identifies the measurement. */
const measurementSchema = v.object({
  version: v.nullish(v.union([v.number(), v.string()])),
  systolic: v.nullish(v.number()),
  diastolic: v.nullish(v.number()),
  measurementTimestampGMT: timestampSchema,
});

const rangeSchema = v.object({
  measurementSummaries: v.nullable(v.array(v.object({ measurements: v.array(measurementSchema) }))),
});

/** Every blood pressure that Garmin shows for these days. */
export async function readBloodPressures(api: ConnectApi, { start, end }: DaySpan): Promise<RemoteEntry[]> {
  const path = `/bloodpressure-service/bloodpressure/range/${start}/${end}?includeAll=true`;
  const body = await api.get(path, call.action);
  return parseBloodPressures(body);
}

export function parseBloodPressures(body: unknown): RemoteEntry[] {
  const { measurementSummaries } = parseAs(rangeSchema, body, call);
  return (measurementSummaries ?? []).flatMap((day) => day.measurements).map(bloodPressureEntry);
}

function bloodPressureEntry(measurement: v.InferOutput<typeof measurementSchema>): RemoteEntry {
  const { version, systolic, diastolic, measurementTimestampGMT: timestampMs } = measurement;
  return {
    id: entryId(timestampMs, version),
    measuredAt: timestampMs / 1000,
    holds: (event) => {
      if (event.kind !== 'bloodPressure' || !isSameMinute(event.measuredAt, timestampMs)) return false;
      const { systolicMmHg, diastolicMmHg } = deliveredValues(event);
      return systolic === systolicMmHg && diastolic === diastolicMmHg;
    },
  };
}
