import { checkNames, type Moment, timeRangeParams, unusable } from './options.ts';
import { type DataFields, dataFieldsParam, type Params } from './queries.ts';

/** What was recorded within a time, however long. */
export type SpanQuery<Field extends string> = { startdate: Moment; enddate: Moment } & DataFields<Field>;

/** What one call covers. */
export type WindowParams = Params & { startdate: number; enddate: number };

/** Longer ranges are answered only in part. Documented for intraday activity and, beside another figure, for sleep. */
const windowSeconds = 86_400;
/** A year takes three minutes of all the calls that an application may make. */
const windowsAtMost = 366;

/**
 * The parameters of each call that it takes to cover a time. A window begins in the second in which the one before
 * ends: whether Withings counts that second in is not documented.
 *
 * @throws RejectedError when the range or the fields cannot be asked for, with what to change.
 */
export function windowParams(action: string, options: SpanQuery<string>, fields: object): WindowParams[] {
  checkNames(action, options ?? {}, ['startdate', 'enddate', 'dataFields']);
  const { startdate: first, enddate: last } = timeRangeParams(action, options ?? {});
  if (first === undefined || last === undefined)
    throw unusable(action, 'Say from when to when: give startdate and enddate.');
  const count = Math.max(1, Math.ceil((last - first) / windowSeconds));
  if (count > windowsAtMost) throw unusable(action, `That is more than ${windowsAtMost} days: ask for it in parts.`);
  const params = dataFieldsParam(action, options, fields);
  return Array.from({ length: count }, (_, index) => {
    const startdate = first + index * windowSeconds;
    return { ...params, startdate, enddate: Math.min(startdate + windowSeconds, last) };
  });
}
