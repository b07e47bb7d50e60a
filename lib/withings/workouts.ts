import * as v from 'valibot';
import { type ListCall, pagesOf } from './lists.ts';
import type { Pages } from './pages.ts';
import { type DayQuery, dayQueryParams } from './queries.ts';
import { dataWith, type FieldsOf, modified, number, numberOrNull, object, text, textOrNull } from './rows.ts';
import type { Caller } from './transport.ts';

const fields = {
  /** Kilocalories burned by being active. */
  calories: number,
  /** 0 to 100 as the person put it, 0 when they did not. */
  intensity: number,
  /** The same, entered by hand. */
  manual_intensity: number,
  /** Metres, entered by hand. */
  manual_distance: number,
  /** Kilocalories, entered by hand. */
  manual_calories: number,
  /** Beats a minute. */
  hr_average: number,
  /** Beats a minute. */
  hr_min: number,
  /** Beats a minute. */
  hr_max: number,
  /** Seconds in the light zone of heart rate. */
  hr_zone_0: number,
  /** Seconds in the moderate zone of heart rate. */
  hr_zone_1: number,
  /** Seconds in the intense zone of heart rate. */
  hr_zone_2: number,
  /** Seconds in the maximal zone of heart rate. */
  hr_zone_3: number,
  /** Seconds that the person paused. */
  pause_duration: number,
  /** Seconds of pause that the device found by itself, when swimming. */
  algo_pause_duration: number,
  /** Average oxygen saturation of the blood, percent. */
  spo2_average: number,
  /** Degrees Celsius. */
  core_body_temperature_avg: number,
  /** Degrees Celsius. */
  core_body_temperature_min: number,
  /** Degrees Celsius. */
  core_body_temperature_max: number,
  /** `unknown`, `usual` or `elevated`. */
  core_body_temperature_status: text,
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

const workout = {
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
  modified,
  /** Public hash of the device; null for a phone. */
  deviceid: textOrNull,
};

export type WorkoutFields = FieldsOf<typeof fields>;
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
