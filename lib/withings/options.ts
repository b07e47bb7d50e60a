import { RejectedError } from '../errors.ts';

/** A moment: epoch seconds, as Withings counts, or a Date. */
export type Moment = number | Date;

/** When it was measured, or since when it was created or changed; not both. Everything when absent. */
export type TimeRange =
  | { startdate?: Moment | undefined; enddate?: Moment | undefined; lastupdate?: never }
  | { /** Whatever its date of measurement. */ lastupdate: Moment; startdate?: never; enddate?: never };

/** Days of the person's calendar, `YYYY-MM-DD`, the last one included, or since when it was created or changed. */
export type DayRange =
  | { startdateymd: string; enddateymd: string; lastupdate?: never }
  | { /** Whatever its day. */ lastupdate: Moment; startdateymd?: never; enddateymd?: never };

type Given = Readonly<Record<string, unknown>>;

/** The error for options that cannot be sent: `advice` says what to change. */
export function unusable(action: string, advice: string): RejectedError {
  return new RejectedError(`${advice} (${action}; nothing was sent.)`, { service: 'Withings', action });
}

/** @throws RejectedError when the call has no such option: a misspelled one would be ignored silently */
export function checkNames(action: string, options: object, known: readonly string[]): void {
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown !== undefined) throw unusable(action, `There is no option ${unknown}: it takes ${known.join(', ')}.`);
}

/**
 * The parameters of a TimeRange, which a caller in JavaScript may give in any shape.
 *
 * @throws RejectedError when it is given in two ways, is no time, or ends before it begins
 */
export function timeRangeParams(action: string, options: object): Record<string, number> {
  const { startdate, enddate, lastupdate }: Given = { ...options };
  if (lastupdate !== undefined) {
    refuseBoth(action, { startdate, enddate });
    return { lastupdate: secondsOf(action, 'lastupdate', lastupdate) };
  }
  const range = {
    ...(startdate !== undefined && { startdate: secondsOf(action, 'startdate', startdate) }),
    ...(enddate !== undefined && { enddate: secondsOf(action, 'enddate', enddate) }),
  };
  if ((range.startdate ?? 0) > (range.enddate ?? Number.POSITIVE_INFINITY)) {
    throw unusable(action, 'enddate is before startdate: swap them.');
  }
  return range;
}

/**
 * The parameters of a DayRange, which a caller in JavaScript may give in any shape.
 *
 * @throws RejectedError when it is missing, given in two ways, no day, or ends before it begins
 */
export function dayRangeParams(action: string, options: object): Record<string, string | number> {
  const { startdateymd, enddateymd, lastupdate }: Given = { ...options };
  if (lastupdate !== undefined) {
    refuseBoth(action, { startdateymd, enddateymd });
    return { lastupdate: secondsOf(action, 'lastupdate', lastupdate) };
  }
  if (startdateymd === undefined || enddateymd === undefined) {
    throw unusable(action, 'Say which days: give startdateymd and enddateymd, or lastupdate.');
  }
  const range = {
    startdateymd: dayOf(action, 'startdateymd', startdateymd),
    enddateymd: dayOf(action, 'enddateymd', enddateymd),
  };
  if (range.startdateymd > range.enddateymd) throw unusable(action, 'enddateymd is before startdateymd: swap them.');
  return range;
}

function refuseBoth(action: string, range: Given): void {
  const given = Object.keys(range).filter((name) => range[name] !== undefined);
  if (given.length === 0) return;
  throw unusable(action, `lastupdate and ${given.join(', ')} are two ranges: leave one of them out.`);
}

/** Seconds stay below this until the year 5138; milliseconds have been above it since 1973. */
const noLongerSeconds = 1e11;

/** @throws RejectedError when it is no time, or in milliseconds */
function secondsOf(action: string, name: string, moment: unknown): number {
  const seconds = moment instanceof Date ? Math.floor(moment.getTime() / 1000) : moment;
  if (typeof seconds !== 'number' || !Number.isInteger(seconds) || seconds < 0) {
    throw unusable(action, `${name} is no time: give whole epoch seconds or a valid Date.`);
  }
  if (seconds >= noLongerSeconds) {
    throw unusable(action, `${name} is in milliseconds, Withings counts seconds: divide it by 1000 or give a Date.`);
  }
  return seconds;
}

function dayOf(action: string, name: string, day: unknown): string {
  const isDay =
    typeof day === 'string' &&
    /^\d{4}-\d\d-\d\d$/.test(day) &&
    // The 31st of February is turned into a day of March, or into none.
    new Date(`${day}T00:00:00Z`).getUTCDate() === Number(day.slice(-2));
  if (!isDay) throw unusable(action, `${name} is no day of the calendar: write it as YYYY-MM-DD.`);
  return day;
}

/**
 * A list as one parameter: what it has twice is sent once.
 *
 * @throws RejectedError when it is empty, or holds what is not among the `known`
 */
export function listParam(action: string, name: string, list: readonly unknown[], known?: readonly unknown[]): string {
  if (!Array.isArray(list)) throw unusable(action, `${name} is no list: write it as [1, 6] or ['steps'].`);
  if (list.length === 0) {
    throw unusable(action, `${name} is an empty list: leave it out to get everything.`);
  }
  const unknown = known && list.find((entry) => !known.includes(entry));
  if (unknown !== undefined) throw unusable(action, `${name} has no ${unknown}: choose among ${known?.join(', ')}.`);
  return [...new Set(list)].join(',');
}
