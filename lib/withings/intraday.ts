import * as v from 'valibot';
import { parseAs } from '../http.ts';
import { partOf } from './lists.ts';
import { checkNames } from './options.ts';
import { type DataFields, dataFieldsParam, type Params } from './queries.ts';
import { byNumber, type FieldsOf, number, numberOrNull, objectWith, textOrNull } from './rows.ts';
import type { Caller } from './transport.ts';
import { type SpanQuery, windowParams } from './windows.ts';

const fields = {
  /** Steps. */
  steps: number,
  /** Floors climbed. */
  elevation: number,
  /** Kilocalories burned by being active. */
  calories: number,
  /** Metres. */
  distance: number,
  /** Strokes of a swimmer. */
  stroke: number,
  /** Laps of a swimmer. */
  pool_lap: number,
  /** Seconds that the entry covers. */
  duration: number,
  /** Beats a minute. */
  heart_rate: number,
  /** Oxygen saturation of the blood measured automatically, percent. */
  spo2_auto: number,
  /** Root mean square of the differences between heartbeats, milliseconds. */
  rmssd: number,
  /** Standard deviation of the time between heartbeats, milliseconds. */
  sdnn1: number,
  /** How good the heart rate variability could be measured, as a code. */
  hrv_quality: number,
  /** Degrees Celsius. */
  core_body_temperature: number,
  /** Breaths a minute. */
  rr: number,
  /** Movements of the chest a minute. */
  chest_movement_rate: number,
};

const source = {
  /** Public hash of the device; null for a phone. */
  deviceid: textOrNull,
  /** Name of the device model. */
  model: textOrNull,
  /** Device model by number: `models`. */
  model_id: numberOrNull,
};

export type IntradayFields = FieldsOf<typeof fields>;
export type IntradayField = keyof IntradayFields;

/** What one sensor counted from one moment on: steps or a heart rate, rarely both. */
export type IntradayActivity<Field extends IntradayField = IntradayField> = FieldsOf<typeof source> &
  Pick<Partial<IntradayFields>, Field>;

/** By the epoch second in which the entry begins, in ascending order. */
export type IntradaySeries<Field extends IntradayField = IntradayField> = Record<string, IntradayActivity<Field>>;

/** Within a time, or the latest data when absent. */
export type IntradayQuery<Field extends IntradayField = IntradayField> =
  | SpanQuery<Field>
  | ({ startdate?: never; enddate?: never } & DataFields<Field>);

const action = 'getintradayactivity';

const seriesSchema = v.object({ series: byNumber(objectWith(source, fields)) });

/**
 * Activity by the minute. Withings answers 24 hours at a time: a longer range takes as many calls as it has days, one
 * after the other.
 *
 * @throws RejectedError when the options cannot be sent, with what to change.
 * @throws RetryError when it may succeed later, also when the answer has no series.
 */
export async function getIntradayActivity<const Field extends IntradayField = IntradayField>(
  caller: Caller,
  options: IntradayQuery<Field> = {},
): Promise<IntradaySeries<Field>> {
  const whole: IntradaySeries<Field> = {};
  for (const params of callsFor(options)) {
    const series = partOf(await caller.call({ path: '/v2/measure', action, params }), 'series', action);
    Object.assign(whole, parseAs(seriesSchema, { series }, { service: 'Withings', action }).series);
  }
  return whole;
}

function callsFor(options: IntradayQuery): Params[] {
  if (options.startdate !== undefined || options.enddate !== undefined) return windowParams(action, options, fields);
  checkNames(action, options, ['startdate', 'enddate', 'dataFields']);
  return [dataFieldsParam(action, options, fields)];
}
