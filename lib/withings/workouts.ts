import * as v from 'valibot';
import { type ListCall, pagesOf } from './lists.ts';
import type { Pages } from './pages.ts';
import { type DayQuery, dayQueryParams } from './queries.ts';
import { dataWith, type FieldsOf, modified, number, numberOrNull, object, textOrNull } from './rows.ts';
import type { Caller } from './transport.ts';
import { bodyTemperatureFields, heartRateFields, heartZoneFields } from './vital-fields.ts';

const workoutFields = {
  /** Kilocalories burned by being active. */
  calories: number,
  /** 0 to 100 as the person put it, 0 when they did not. */
  intensity: number,
  /** 0 to 100, entered by hand. */
  manual_intensity: number,
  /** Metres, entered by hand. */
  manual_distance: number,
  /** Kilocalories, entered by hand. */
  manual_calories: number,
  /** Seconds that the person paused. */
  pause_duration: number,
  /** Seconds of pause that the device found by itself, when swimming. */
  algo_pause_duration: number,
  /** Average oxygen saturation of the blood, percent. */
  spo2_average: number,
  /** Steps; not when swimming. */
  steps: number,
  /** Metres; not when swimming. */
  distance: number,
  /** Floors climbed; not when swimming. */
  elevation: number,
  /** Laps of a swimmer. */
  pool_laps: number,
  /** Strokes of a swimmer. */
  strokes: number,
  /** Length of the pool, metres. */
  pool_length: number,
};

const fields = { ...workoutFields, ...heartRateFields, ...heartZoneFields, ...bodyTemperatureFields };

const workout = {
  /** Stays the same when the workout is edited. */
  id: v.number(),
  /** The sport: `workoutCategories`. */
  category: v.number(),
  /** IANA zone of this workout. */
  timezone: textOrNull,
  /** Device model by number: `models`. */
  model: numberOrNull,
  /** How it came to be this person's: `attribs`. */
  attrib: numberOrNull,
  /** Epoch seconds. */
  startdate: v.number(),
  /** Epoch seconds. */
  enddate: v.number(),
  /** `YYYY-MM-DD` in `timezone`. */
  date: textOrNull,
  /** When it last changed, epoch seconds; 0 where an answer from before 2016 does not say. */
  modified,
  /** Public hash of the device; null for a phone. */
  deviceid: textOrNull,
};

export type WorkoutFields = FieldsOf<
  typeof workoutFields & typeof heartRateFields & typeof heartZoneFields & typeof bodyTemperatureFields
>;
export type WorkoutField = keyof WorkoutFields;

/** One workout. `data` has of the fields what the sport and the device know; a multi-sport workout has none. */
export type Workout<Field extends WorkoutField = WorkoutField> = FieldsOf<typeof workout> & {
  data: Pick<Partial<WorkoutFields>, Field>;
};

export type WorkoutQuery<Field extends WorkoutField = WorkoutField> = DayQuery<Field>;

const workouts: ListCall<Workout> = {
  path: '/v2/measure',
  action: 'getworkouts',
  list: 'series',
  row: object({ ...workout, data: dataWith(fields) }),
};

/**
 * Workouts, in no particular order.
 *
 * @throws RejectedError, RetryError, BugError as every list: see `pagesOf`.
 */
export function getWorkouts<const Field extends WorkoutField = WorkoutField>(
  caller: Caller,
  options: WorkoutQuery<Field>,
): Pages<Workout<Field>> {
  return pagesOf<Workout<Field>>(caller, workouts, () => dayQueryParams(workouts.action, options, fields));
}
