import * as v from 'valibot';
import { byNumber, type FieldsOf, numberOrNull, objectWith, textOrNull } from './rows.ts';

/** A number for each epoch second at which there was one, mostly once a minute. */
const samples = v.exactOptional(byNumber(v.number()));

export const segmentFields = {
  /** Beats a minute. */
  hr: samples,
  /** Breaths a minute. */
  rr: samples,
  /** Seconds of snoring. */
  snoring: samples,
  /** Standard deviation of the time between heartbeats, milliseconds. */
  sdnn_1: samples,
  /** Root mean square of the differences between heartbeats, milliseconds. */
  rmssd: samples,
  /** How good the heart rate variability could be measured, as a code. */
  hrv_quality: samples,
  /** Movement, 0 to 255. */
  mvt_score: samples,
  /** Movements of the chest a minute. */
  chest_movement_rate: samples,
  /** Events an hour: up to 15 mild, up to 30 moderate, above severe. Needs five hours of sleep. */
  withings_index: samples,
  /** Seconds of breathing sounds. */
  breathing_sounds: samples,
};

const stretch = {
  /** Epoch seconds. */
  startdate: v.number(),
  /** Epoch seconds. */
  enddate: v.number(),
  /** `sleepStates`. */
  state: v.number(),
  /** Name of the device model. */
  model: textOrNull,
  /** Device model by number: `models`. */
  model_id: numberOrNull,
  /** Public hash of the device. */
  hash_deviceid: textOrNull,
};

export type SleepFields = FieldsOf<typeof segmentFields>;
export type SleepField = keyof SleepFields;

/** A stretch of one state, often one of several in a row. Of the fields it has those for which there was a sample. */
export type SleepSegment<Field extends SleepField = SleepField> = FieldsOf<typeof stretch> &
  Pick<Partial<SleepFields>, Field>;

export const segmentSchema = objectWith(stretch, segmentFields);

/**
 * The segments of two windows of which the later begins in the second `seam`. A segment that both have, one of them
 * perhaps cut at the seam, is kept once and whole.
 */
export function joinSegments(before: SleepSegment[], after: SleepSegment[], seam: number): SleepSegment[] {
  // A year has a hundred thousand of them: only these few are looked through for each one that follows.
  const atTheSeam = before.filter(({ enddate }) => enddate >= seam);
  const joined = new Map<SleepSegment, SleepSegment>();
  const further = after.filter((segment) => {
    const same = atTheSeam.find((one) => isTheSame(one, segment));
    if (same) joined.set(same, merged(joined.get(same) ?? same, segment));
    return !same;
  });
  return [...before.map((segment) => joined.get(segment) ?? segment), ...further];
}

/** Segments of one device and state do not overlap unless they are one. That they touch is common. */
function isTheSame(one: SleepSegment, other: SleepSegment): boolean {
  return (
    one.startdate < other.enddate &&
    other.startdate < one.enddate &&
    one.state === other.state &&
    one.hash_deviceid === other.hash_deviceid &&
    one.model_id === other.model_id
  );
}

function merged(one: SleepSegment, other: SleepSegment): SleepSegment {
  const both = { ...one, ...other };
  for (const field of Object.keys(segmentFields) as SleepField[]) {
    if (one[field] && other[field]) both[field] = { ...one[field], ...other[field] };
  }
  const startdate = Math.min(one.startdate, other.startdate);
  return { ...both, startdate, enddate: Math.max(one.enddate, other.enddate) };
}
