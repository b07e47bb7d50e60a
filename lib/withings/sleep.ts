import * as v from 'valibot';
import { parseAs } from '../http.ts';
import { partOf } from './lists.ts';
import { numberOrNull } from './rows.ts';
import { joinSegments, type SleepField, type SleepSegment, segmentFields, segmentSchema } from './sleep-segments.ts';
import type { Caller } from './transport.ts';
import { type SpanQuery, windowParams } from './windows.ts';

/** How the person slept, stretch by stretch. */
export interface Sleep<Field extends SleepField = SleepField> {
  /** In no particular order. */
  series: SleepSegment<Field>[];
  /** Kind of device: `sleepDevices`. */
  model: number | null;
}

export type SleepQuery<Field extends SleepField = SleepField> = SpanQuery<Field>;

const action = 'get';

const sleepSchema = v.object({ series: v.array(segmentSchema), model: numberOrNull });

/**
 * The states of sleep within a time, with samples only of the fields that are asked for. Withings answers 24 hours for
 * sure: a longer range takes as many calls as it has days, one after the other.
 *
 * @throws RejectedError when the options cannot be sent, with what to change.
 * @throws RetryError when it may succeed later, also when the answer has no series.
 */
export async function getSleep<const Field extends SleepField = never>(
  caller: Caller,
  options: SleepQuery<Field>,
): Promise<Sleep<Field>> {
  let series: SleepSegment[] = [];
  let model: number | null = null;
  for (const params of windowParams(action, options, segmentFields)) {
    const body = await caller.call({ path: '/v2/sleep', action, params });
    partOf(body, 'series', action);
    const window = parseAs(sleepSchema, body, { service: 'Withings', action });
    series = joinSegments(series, window.series, params.startdate);
    model ??= window.model;
  }
  return { series, model };
}
