import * as v from 'valibot';
import { parseAs } from '../http.ts';
import { type ListCall, pagesOf, partOf } from './lists.ts';
import { checkNames } from './options.ts';
import type { Pages } from './pages.ts';
import { type TimeQuery, timeQueryParams } from './queries.ts';
import { booleanOrNull, type FieldsOf, modified, numberOrNull, object, objectWith, textOrNull } from './rows.ts';
import { signalidParam } from './signals.ts';
import type { Caller } from './transport.ts';

const heartRate = v.union([
  v.number(),
  object({
    /** The measure group it is of. */
    grpid: numberOrNull,
    /** Beats a minute. */
    value: v.number(),
    /** Epoch seconds. */
    date: numberOrNull,
    is_deleted: booleanOrNull,
  }),
]);

/** What a recording may have beside its time. */
const findings = {
  /** The electrocardiogram, for `getHeartSignal`, and what it says of atrial fibrillation: `afibResults`. */
  ecg: v.exactOptional(object({ signalid: v.number(), afib: numberOrNull })),
  /** mmHg. */
  bloodpressure: v.exactOptional(object({ diastole: v.number(), systole: v.number() })),
  /** The sound, for `getStethoscopeSignal`; `vhd` is an unpublished code for valvular heart disease. */
  stetho: v.exactOptional(object({ signalid: v.number(), vhd: numberOrNull })),
  /** Beats a minute, as a number or as the measure that says so. */
  heart_rate: v.exactOptional(heartRate),
};

const recording = {
  /** Public hash of the device. */
  deviceid: textOrNull,
  /** Device model by number: `models`. */
  model: numberOrNull,
  /** When it last changed, epoch seconds; 0 where an answer from before 2016 does not say. */
  modified,
  /** When it was recorded, epoch seconds. */
  timestamp: v.number(),
};

/** What a blood pressure monitor or a watch recorded of the heart. */
export type HeartRecord = FieldsOf<typeof recording> & Partial<FieldsOf<typeof findings>>;

const records: ListCall<HeartRecord> = {
  path: '/v2/heart',
  action: 'list',
  list: 'series',
  row: objectWith(recording, findings),
};

/**
 * Electrocardiograms and what they say, in no particular order.
 *
 * @throws RejectedError, RetryError, BugError as every list: see `pagesOf`.
 */
export const getHeartList = (caller: Caller, options: TimeQuery = {}): Pages<HeartRecord> =>
  pagesOf(caller, records, () => timeQueryParams(records.action, options));

const trace = {
  /** Microvolts, `sampling_frequency` of them a second. */
  signal: v.array(v.number()),
  /** Hertz: 500 of a BPM Core, 300 of a watch. */
  sampling_frequency: v.number(),
  /** `positions`. */
  wearposition: numberOrNull,
  /** Device model by number: `models`. */
  model: numberOrNull,
  /** Beats a minute, as a number or as the measure that says so. */
  heart_rate: v.nullish(heartRate, null),
};

export type HeartSignal = FieldsOf<typeof trace>;

export interface HeartSignalOptions {
  /** The signal without noise as well. */
  withFiltered?: boolean | undefined;
  /** The intervals of the heartbeat as well. */
  withIntervals?: boolean | undefined;
}

/**
 * One electrocardiogram.
 *
 * @param signalid `ecg.signalid` of a heart record.
 * @throws RejectedError when it is no such number.
 * @throws RetryError when it may succeed later, also when the answer has no signal.
 */
export async function getHeartSignal(
  caller: Caller,
  signalid: number,
  options: HeartSignalOptions = {},
): Promise<HeartSignal> {
  const action = 'get';
  checkNames(action, options, ['withFiltered', 'withIntervals']);
  const params = {
    ...signalidParam(action, signalid),
    ...(options.withFiltered && { with_filtered: 'true' }),
    ...(options.withIntervals && { with_intervals: 'true' }),
  };
  // The documentation draws these two outside of the body.
  const body = await caller.call({ path: '/v2/heart', action, params, beside: ['model', 'heart_rate'] });
  partOf(body, 'signal', action);
  return parseAs(object(trace), body, { service: 'Withings', action });
}
