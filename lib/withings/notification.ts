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

const notificationSchema = v.object({ userid: digits, appli: integer });

/** What else may be said. The hint counts without it, so what cannot be read is left out. */
const details = {
  startdate: integer,
  enddate: integer,
  date: shortText,
  deviceid: shortText,
  action: shortText,
} as const;

/** Reads the form of a notification; undefined when it is none, like the empty POST that tries an address. */
export function parseNotification(form: URLSearchParams | string): WithingsNotification | undefined {
  const fields = Object.fromEntries(new URLSearchParams(form));
  const result = v.safeParse(notificationSchema, fields);
  if (!result.success) return undefined;
  const { userid: userId, appli } = result.output;
  const readable = Object.entries(details).flatMap(([name, schema]) => {
    const detail = v.safeParse(schema, fields[name]);
    return detail.success ? [[name, detail.output]] : [];
  });
  return { userId, appli, ...Object.fromEntries(readable) };
}

/** A hint must not become a read of years: the daily comparison goes as far. */
const longestSeconds = 31 * 86_400;
/** Epoch seconds. Beyond it there is no date that can be looked up, and so an error at each try. */
const lastOfAll = Date.UTC(9999) / 1000;

/** Which times of measurement it is about, epoch seconds; undefined when it does not say, or not believably. */
export function rangeOf({ startdate, enddate }: WithingsNotification): { from: number; to: number } | undefined {
  if (startdate === undefined || enddate === undefined) return undefined;
  if (enddate < startdate || enddate - startdate > longestSeconds || enddate > lastOfAll) return undefined;
  return { from: startdate, to: enddate };
}
