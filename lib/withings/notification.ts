import * as v from 'valibot';

/** What Withings posts to a callback URL: no values and no signature, only that there is something to fetch. */
export interface WithingsNotification {
  userId: string;
  appli: number;
  /** Time of measurement of what is new, changed or deleted, epoch seconds. */
  startdate?: number;
  enddate?: number;
  /** `YYYY-MM-DD` of an activity, or epoch seconds. */
  date?: string;
  deviceid?: string;
  /** What happened to the person's profile: `delete`, `unlink` or `update`. */
  action?: string;
}

const digits = v.pipe(v.string(), v.regex(/^\d{1,15}$/));
const integer = v.pipe(digits, v.transform(Number));
const shortText = v.pipe(v.string(), v.maxLength(100));

const notificationSchema = v.object({
  userid: digits,
  appli: integer,
  startdate: v.exactOptional(integer),
  enddate: v.exactOptional(integer),
  date: v.exactOptional(shortText),
  deviceid: v.exactOptional(shortText),
  action: v.exactOptional(shortText),
});

/** Reads the form of a notification; undefined when it is none, like the empty POST that tries an address. */
export function parseNotification(form: URLSearchParams | string): WithingsNotification | undefined {
  const result = v.safeParse(notificationSchema, Object.fromEntries(new URLSearchParams(form)));
  if (!result.success) return undefined;
  const { userid: userId, ...rest } = result.output;
  return { userId, ...rest };
}
