import { dayOf } from './local-time.ts';
import type { StoredWeight } from './state.ts';

/** A weigh-in as Garmin tells it: grams, shares with the noise of single precision, the age in milliseconds. */
export interface WeightMetric extends WeightValues {
  samplePk: number;
  date: number;
  calendarDate: string;
  sourceType: StoredWeight['sourceType'];
  timestampGMT: number;
  weightDelta: number | null;
}

const averaged = [
  'weight',
  'bmi',
  'bodyFat',
  'bodyWater',
  'boneMass',
  'muscleMass',
  'physiqueRating',
  'visceralFat',
  'metabolicAge',
] as const;

type WeightValues = Record<(typeof averaged)[number], number | null>;

const yearMs = 31_556_926_000;

export function metricOf(stored: StoredWeight, previous: StoredWeight | undefined): WeightMetric {
  const { samplePk, measuredAt, measuredAtLocal, sourceType, composition } = stored;
  return {
    samplePk,
    date: measuredAtLocal,
    calendarDate: dayOf(measuredAtLocal),
    weight: gramsOf(stored),
    bmi: noisy(composition.bmi),
    bodyFat: noisy(composition.bodyFat),
    bodyWater: noisy(composition.bodyWater),
    boneMass: wholeGrams(composition.boneMassKg),
    muscleMass: wholeGrams(composition.muscleMassKg),
    physiqueRating: composition.physiqueRating,
    visceralFat: composition.visceralFat,
    metabolicAge: composition.metabolicAgeYears === null ? null : composition.metabolicAgeYears * yearMs,
    sourceType,
    timestampGMT: measuredAt,
    weightDelta: previous ? gramsOf(stored) - gramsOf(previous) : null,
  };
}

const gramsOf = ({ weightKg }: StoredWeight): number => Math.fround(weightKg) * 1000;
const noisy = (value: number | null): number | null => (value === null ? null : Math.fround(value));
const wholeGrams = (kg: number | null): number | null => (kg === null ? null : Math.round(kg * 1000));

/** What Garmin puts where there is no weigh-in. */
export const noMetric: { [Key in keyof WeightMetric]: null } = {
  samplePk: null,
  date: null,
  calendarDate: null,
  weight: null,
  bmi: null,
  bodyFat: null,
  bodyWater: null,
  boneMass: null,
  muscleMass: null,
  physiqueRating: null,
  visceralFat: null,
  metabolicAge: null,
  sourceType: null,
  timestampGMT: null,
  weightDelta: null,
};

/** The mean of each value over the weigh-ins that have it. `from` and `until` are the bounds of the days in UTC. */
export function averageOf(metrics: readonly WeightMetric[], start: string, end: string) {
  const meanOf = (key: keyof WeightValues) =>
    mean(metrics.map((metric) => metric[key]).filter((value) => value !== null));
  const means = Object.fromEntries(averaged.map((key) => [key, meanOf(key)]));
  return { from: Date.parse(start), until: Date.parse(`${end}T23:59:59.999Z`), ...means };
}

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

/** One line a day, newest first; `metrics` are newest first too. */
export function dailySummaries(metrics: readonly WeightMetric[], includeAll: boolean) {
  return [...Map.groupBy(metrics, ({ calendarDate }) => calendarDate)].map(([summaryDate, ofDay]) => {
    const weights = ofDay.map(({ weight }) => weight).filter((weight) => weight !== null);
    return {
      summaryDate,
      numOfWeightEntries: ofDay.length,
      minWeight: Math.min(...weights),
      maxWeight: Math.max(...weights),
      latestWeight: ofDay[0],
      allWeightMetrics: includeAll ? ofDay : [],
    };
  });
}
