import {
  checkNames,
  type DayRange,
  dayRangeParams,
  listParam,
  type Moment,
  timeRangeParams,
  unusable,
} from './options.ts';

/** Which fields to fetch of each row; what Withings chooses when absent. */
export interface DataFields<Field extends string> {
  dataFields?: readonly Field[] | undefined;
}

/** Rows of some days, or those that changed since a moment. */
export type DayQuery<Field extends string> = DayRange & DataFields<Field>;

/** What was recorded within a time, both ends included. Everything when absent. */
export interface TimeQuery {
  startdate?: Moment | undefined;
  enddate?: Moment | undefined;
}

export type Params = Record<string, string | number>;

/** @throws RejectedError when the range or the fields cannot be asked for, with what to change. */
export function dayQueryParams(action: string, options: DayQuery<string>, fields: object): Params {
  // A caller in JavaScript may have given none.
  if (!options) throw unusable(action, 'Say which days: give startdateymd and enddateymd, or lastupdate.');
  checkNames(action, options, ['startdateymd', 'enddateymd', 'lastupdate', 'dataFields']);
  return { ...dayRangeParams(action, options), ...dataFieldsParam(action, options, fields) };
}

/** @throws RejectedError when the range cannot be asked for, with what to change. */
export function timeQueryParams(action: string, options: TimeQuery): Params {
  checkNames(action, options, ['startdate', 'enddate']);
  return timeRangeParams(action, options);
}

/** The parameter that asks for fields, none when Withings is to choose. */
export function dataFieldsParam(action: string, { dataFields }: DataFields<string>, fields: object): Params {
  return dataFields === undefined
    ? {}
    : { data_fields: listParam(action, 'dataFields', dataFields, Object.keys(fields)) };
}
