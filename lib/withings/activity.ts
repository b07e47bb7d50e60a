import * as v from 'valibot';
import { type ListCall, pagesOf } from './lists.ts';
import type { Pages } from './pages.ts';
import { type DayQuery, dayQueryParams } from './queries.ts';
import { booleanOrNull, type FieldsOf, modified, number, numberOrNull, objectWith, textOrNull } from './rows.ts';
import type { Caller } from './transport.ts';
import { heartRateFields, heartZoneFields } from './vital-fields.ts';

const activityFields = {
  /** Steps taken. */
  steps: number,
  /** Metres. */
  distance: number,
  /** Floors climbed, not metres. */
  elevation: number,
  /** Seconds of light activity. */
  soft: number,
  /** Seconds of moderate activity. */
  moderate: number,
  /** Seconds of intense activity. */
  intense: number,
  /** Seconds of moderate and intense activity together. */
  active: number,
  /** Kilocalories burned by being active. */
  calories: number,
  /** Kilocalories burned in all, by being alive as well. */
  totalcalories: number,
};

const fields = { ...activityFields, ...heartRateFields, ...heartZoneFields };

const day = {
  /** `YYYY-MM-DD` in the person's calendar. */
  date: v.string(),
  /** IANA zone at the end of that day. */
  timezone: textOrNull,
  /** Public hash of the device; null for a phone. */
  deviceid: textOrNull,
  /** The same as `deviceid`. */
  hash_deviceid: textOrNull,
  /** Whose device counted: `brands`. */
  brand: numberOrNull,
  /** Whether a tracker counted, and not a phone. */
  is_tracker: booleanOrNull,
  /** Device model by number: `models`; -1 when Withings does not know. */
  modelid: numberOrNull,
  /** Its name; null when Withings does not know. */
  model: textOrNull,
  /** When it last changed, epoch seconds; 0 where an answer from before 2016 does not say. */
  modified,
};

export type ActivityFields = FieldsOf<typeof activityFields & typeof heartRateFields & typeof heartZoneFields>;
export type ActivityField = keyof ActivityFields;

/** What one tracker counted on one day. A row is of its date, its device and its brand; today's grows all day. */
export type Activity<Field extends ActivityField = ActivityField> = FieldsOf<typeof day> &
  Pick<Partial<ActivityFields>, Field>;

export type ActivityQuery<Field extends ActivityField = ActivityField> = DayQuery<Field>;

/** Until 2016 the answer for a single day was the day itself. */
const singleDaySchema = v.object({ date: v.string(), activities: v.optional(v.unknown()) });

const activities: ListCall<Activity> = {
  path: '/v2/measure',
  action: 'getactivity',
  list: 'activities',
  row: objectWith(day, fields),
  modernize: (body) => (v.is(singleDaySchema, body) && body.activities === undefined ? { activities: [body] } : body),
};

/**
 * Days of activity, in no particular order. Withings has been seen to answer about 200 days at a time.
 *
 * @throws RejectedError, RetryError, BugError as every list: see `pagesOf`.
 */
export function getActivities<const Field extends ActivityField = ActivityField>(
  caller: Caller,
  options: ActivityQuery<Field>,
): Pages<Activity<Field>> {
  return pagesOf<Activity<Field>>(caller, activities, () => dayQueryParams(activities.action, options, fields));
}
