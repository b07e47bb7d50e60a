import * as v from 'valibot';
import { type ListCall, pagesOf } from './lists.ts';
import type { Pages } from './pages.ts';
import { type DayQuery, dayQueryParams } from './queries.ts';
import {
  booleanOrNull,
  byNumber,
  dataWith,
  type FieldsOf,
  modified,
  number,
  numberOrNull,
  object,
  textOrNull,
} from './rows.ts';
import type { Caller } from './transport.ts';
import { bodyTemperatureFields, heartRateFields } from './vital-fields.ts';

/** What Withings answers when it is not told what to. */
const fieldsByDefault = {
  /** Seconds awake in bed. */
  wakeupduration: number,
  /** How often the person woke up while in bed. */
  wakeupcount: number,
  /** Seconds until asleep; deprecated by Withings in favour of `sleep_latency`. */
  durationtosleep: number,
  /** Seconds from waking up to getting up; deprecated by Withings in favour of `wakeup_latency`. */
  durationtowakeup: number,
  /** Seconds of light sleep. */
  lightsleepduration: number,
  /** Seconds of deep sleep. */
  deepsleepduration: number,
  /** Seconds of REM sleep. */
  remsleepduration: number,
  /** Seconds in bed. */
  total_timeinbed: number,
  /** Seconds asleep. */
  total_sleep_time: number,
  /** Time asleep to time in bed, 0 to 1. */
  sleep_efficiency: number,
  /** Seconds in bed before falling asleep. */
  sleep_latency: number,
  /** Seconds in bed after waking up. */
  wakeup_latency: number,
  /** Seconds awake after first falling asleep. */
  waso: number,
  /** Phases of REM sleep. */
  nb_rem_episodes: number,
  /** How often the person got out of bed. */
  out_of_bed_count: number,
};

/** Sent as a text of JSON. */
const nightEvents = v.exactOptional(
  v.pipe(v.union([v.pipe(v.string(), v.parseJson()), v.unknown()]), byNumber(v.array(v.number()))),
);

/** What it answers only when it is asked to. */
const fieldsOnRequest = {
  /** Seconds asleep; only for nights from elsewhere, which know no light, deep and REM sleep. */
  asleepduration: number,
  /** Breaths a minute. */
  rr_average: number,
  /** Breaths a minute. */
  rr_min: number,
  /** Breaths a minute. */
  rr_max: number,
  /** Intensity of breathing disturbances, from 0 on (wellness). */
  breathing_disturbances_intensity: number,
  /** Quality of breathing (wellness), as a code. */
  breathing_quality_assessment: number,
  /** Events an hour (medical, in Europe and Australia). -1: not available. */
  apnea_hypopnea_index: number,
  /** Events an hour (medical, in the United States). */
  withings_index: number,
  /** Seconds of snoring. */
  snoring: number,
  /** Phases of snoring. */
  snoringepisodecount: number,
  /** Seconds of breathing sounds. */
  breathing_sounds: number,
  /** Phases of breathing sounds. */
  breathing_sounds_episode_count: number,
  /** 0 to 100. */
  sleep_score: number,
  /** Seconds after `startdate` at which it happened, by the number of the event: `nightEvents`. */
  night_events: nightEvents,
  /** Average movement, 0 to 255. */
  mvt_score_avg: number,
  /** Seconds of movement. */
  mvt_active_duration: number,
  /** Heart rate variability as the night begins, milliseconds. */
  rmssd_start_avg: number,
  /** Heart rate variability as the night ends, milliseconds. */
  rmssd_end_avg: number,
  /** Movements of the chest a minute. */
  chest_movement_rate_average: number,
  /** Movements of the chest a minute. */
  chest_movement_rate_min: number,
  /** Movements of the chest a minute. */
  chest_movement_rate_max: number,
  /** Movements of the chest a minute (wellness). */
  chest_movement_rate_wellness_average: number,
  /** Movements of the chest a minute (wellness). */
  chest_movement_rate_wellness_min: number,
  /** Movements of the chest a minute (wellness). */
  chest_movement_rate_wellness_max: number,
};

const fields = { ...fieldsByDefault, ...fieldsOnRequest, ...heartRateFields, ...bodyTemperatureFields };

const night = {
  /** Stays the same while the night grows. */
  id: v.number(),
  /** IANA zone of this night. */
  timezone: textOrNull,
  /** Kind of device: `sleepDevices`. */
  model: numberOrNull,
  /** Device model by number: `models`. */
  model_id: numberOrNull,
  /** Public hash of the device. */
  hash_deviceid: textOrNull,
  /** Epoch seconds. */
  startdate: v.number(),
  /** Epoch seconds. */
  enddate: v.number(),
  /** `YYYY-MM-DD` of waking up, in `timezone`. */
  date: v.string(),
  /** When Withings first had it, epoch seconds. */
  created: numberOrNull,
  /** When it last changed, epoch seconds; 0 where an answer from before 2016 does not say. */
  modified,
  /** False while the night may still grow. */
  completed: booleanOrNull,
};

export type SleepSummaryFields = FieldsOf<
  typeof fieldsByDefault & typeof fieldsOnRequest & typeof heartRateFields & typeof bodyTemperatureFields
>;
export type SleepSummaryField = keyof SleepSummaryFields;
/** What Withings chooses when nothing is asked for. */
export type SleepSummaryDefaultField = keyof typeof fieldsByDefault;

/** One night or nap: several may share a date, none an `id`. */
export type SleepSummary<Field extends SleepSummaryField = SleepSummaryField> = FieldsOf<typeof night> & {
  data: Pick<Partial<SleepSummaryFields>, Field>;
};

export type SleepSummaryQuery<Field extends SleepSummaryField = SleepSummaryField> = DayQuery<Field>;

const summaries: ListCall<SleepSummary> = {
  path: '/v2/sleep',
  action: 'getsummary',
  list: 'series',
  row: object({ ...night, data: dataWith(fields) }),
};

/**
 * Nights and naps, in no particular order.
 *
 * @throws RejectedError, RetryError, BugError as every list: see `pagesOf`.
 */
export function getSleepSummaries<const Field extends SleepSummaryField = SleepSummaryDefaultField>(
  caller: Caller,
  options: SleepSummaryQuery<Field>,
): Pages<SleepSummary<Field>> {
  return pagesOf<SleepSummary<Field>>(caller, summaries, () => dayQueryParams(summaries.action, options, fields));
}
