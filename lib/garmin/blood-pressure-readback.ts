import * as v from 'valibot';
import type { RemoteEntry } from '../destination.ts';
import { deliveredValues } from '../fingerprint.ts';
import { parseAs } from '../http.ts';
import type { ConnectApi } from './connect-api.ts';
import type { DaySpan } from './day-spans.ts';
import { entryId, sharedKeys } from './entry-id.ts';
import { isSameMinute } from './same-minute.ts';

const call = { service: 'Garmin', action: 'reading blood pressures back' };

/** `2026-11-20T06:30:00.0`: UTC although it does not say so, with a fraction of any length or none. */
const timestampSchema = v.pipe(
  v.string(),
  v.transform((text) => Date.parse(text.endsWith('Z') ? text : `${text}Z`)),
  v.number('a time'),
);

/** `version` identifies the measurement among those of its local day. */
const measurementSchema = v.object({
  version: v.nullish(v.union([v.number(), v.string()])),
  systolic: v.nullish(v.number()),
  diastolic: v.nullish(v.number()),
  measurementTimestampGMT: timestampSchema,
  measurementTimestampLocal: v.nullish(v.string()),
});

const rangeSchema = v.object({
  measurementSummaries: v.nullable(v.array(v.object({ measurements: v.array(measurementSchema) }))),
});

/** Every blood pressure that Garmin shows for these days. */
export async function readBloodPressures(api: ConnectApi, { start, end }: DaySpan): Promise<RemoteEntry[]> {
  const path = `/bloodpressure-service/bloodpressure/range/${start}/${end}?includeAll=true`;
  const body = await api.get(path, call.action);
  return parseBloodPressures(body, (path) => api.delete(path, 'deleting a blood pressure'));
}

/** @param remove deletes what is at a path */
export function parseBloodPressures(body: unknown, remove: (path: string) => Promise<void>): RemoteEntry[] {
  const { measurementSummaries } = parseAs(rangeSchema, body, call);
  const measurements = (measurementSummaries ?? []).flatMap((day) => day.measurements);
  const shared = sharedKeys(measurements.map(({ version }) => version));
  return measurements.map((measurement) => {
    const isShared = measurement.version != null && shared.has(measurement.version);
    return bloodPressureEntry(measurement, isShared ? undefined : remove);
  });
}

function bloodPressureEntry(
  measurement: v.InferOutput<typeof measurementSchema>,
  remove: ((path: string) => Promise<void>) | undefined,
): RemoteEntry {
  const { version, systolic, diastolic, measurementTimestampGMT: timestampMs, measurementTimestampLocal } = measurement;
  const day = (measurementTimestampLocal ?? new Date(timestampMs).toISOString()).slice(0, 10);
  return {
    id: entryId(timestampMs, version),
    measuredAt: timestampMs / 1000,
    holds: (event) => {
      if (event.kind !== 'bloodPressure' || !isSameMinute(event.measuredAt, timestampMs)) return false;
      const { systolicMmHg, diastolicMmHg } = deliveredValues(event);
      return systolic === systolicMmHg && diastolic === diastolicMmHg;
    },
    ...(version && remove && { remove: () => remove(`/bloodpressure-service/bloodpressure/${day}/${version}`) }),
  };
}
