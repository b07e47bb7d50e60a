import * as v from 'valibot';
import { parseAs } from '../http.ts';
import { type ListCall, pagesOf, partOf } from './lists.ts';
import type { Pages } from './pages.ts';
import { type TimeQuery, timeQueryParams } from './queries.ts';
import { type FieldsOf, numberOrNull, object, textOrNull } from './rows.ts';
import { signalidParam } from './signals.ts';
import type { Caller } from './transport.ts';

const recording = {
  /** Public hash of the device. */
  hash_deviceid: textOrNull,
  /** For `getStethoscopeSignal`. */
  signalid: v.number(),
  /** Result for valvular heart disease: a code whose meaning is not published. */
  vhd: numberOrNull,
  /** When it was recorded, epoch seconds. */
  timestamp: v.number(),
  /** IANA zone of this recording. */
  timezone: textOrNull,
};

/** A recording of heart or lungs. */
export type StethoscopeRecord = FieldsOf<typeof recording>;

const records: ListCall<StethoscopeRecord> = {
  path: '/v2/stetho',
  action: 'list',
  list: 'series',
  row: object(recording),
};

/**
 * Recordings of a stethoscope, in no particular order.
 *
 * @throws RejectedError, RetryError, BugError as every list: see `pagesOf`.
 */
export const getStethoscopeList = (caller: Caller, options: TimeQuery = {}): Pages<StethoscopeRecord> =>
  pagesOf(caller, records, () => timeQueryParams(records.action, options));

const code = v.nullish(v.union([v.number(), v.string()]), null);

const sound = {
  /** Bytes, A-law as in G.711. */
  signal: v.array(v.number()),
  /** Hertz, about 4000. */
  frequency: v.number(),
  /** Of the recording; the unit is not documented. */
  duration: numberOrNull,
  /** How the signal is written, as Withings calls it. */
  format: code,
  /** Length of the signal. */
  size: numberOrNull,
  /** Bits of a sample. */
  resolution: numberOrNull,
  channel: code,
  /** Device model by number: `models`. */
  model: numberOrNull,
  /** `positions`. */
  position: numberOrNull,
  /** Result for valvular heart disease: a code whose meaning is not published. */
  vhd: numberOrNull,
};

export type StethoscopeSignal = FieldsOf<typeof sound>;

/**
 * The sound of one recording.
 *
 * @throws RejectedError when `signalid` is no such number.
 * @throws RetryError when it may succeed later, also when the answer has no signal.
 */
export async function getStethoscopeSignal(caller: Caller, signalid: number): Promise<StethoscopeSignal> {
  const action = 'get';
  const body = await caller.call({ path: '/v2/stetho', action, params: signalidParam(action, signalid) });
  partOf(body, 'signal', action);
  return parseAs(object(sound), body, { service: 'Withings', action });
}
