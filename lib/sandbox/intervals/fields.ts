import * as v from 'valibot';

const number = v.nullish(v.number());
const whole = v.nullish(v.pipe(v.number(), v.integer()));
const text = v.nullish(v.string());

/** The fields of a day that can be written; any other name is passed over. */
const writable = {
  weight: number,
  bodyFat: number,
  systolic: whole,
  diastolic: whole,
  restingHR: whole,
  hrv: number,
  hrvSDNN: number,
  sleepSecs: whole,
  sleepScore: number,
  sleepQuality: whole,
  avgSleepingHR: number,
  spO2: number,
  respiration: number,
  steps: whole,
  vo2max: number,
  hydration: whole,
  hydrationVolume: number,
  abdomen: number,
  bloodGlucose: number,
  lactate: number,
  kcalConsumed: whole,
  readiness: number,
  menstrualPhase: text,
  comments: text,
};

export const fieldNames = Object.keys(writable);

export const bodySchema = v.object({ ...writable, locked: v.nullish(v.boolean()) });
export type Body = v.InferOutput<typeof bodySchema>;

export const daySchema = v.pipe(v.string(), v.isoDate());
export const dayBodySchema = v.object({ ...bodySchema.entries, id: daySchema });
