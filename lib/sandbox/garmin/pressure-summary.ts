import { dayOf, timestamp } from './local-time.ts';
import type { StoredPressure } from './state.ts';

/** From best to worst, as Garmin names them. */
const categories = ['NORMAL', 'ELEVATED', 'STAGE_1_HIGH', 'STAGE_2_HIGH', 'HYPERTENSIVE_CRISIS'] as const;
type Category = (typeof categories)[number];

/** The table of the American Heart Association, which Garmin's answers agree with. */
function categoryOf(systolic: number, diastolic: number): Category {
  if (systolic > 180 || diastolic > 120) return 'HYPERTENSIVE_CRISIS';
  if (systolic >= 140 || diastolic >= 90) return 'STAGE_2_HIGH';
  if (systolic >= 130 || diastolic >= 80) return 'STAGE_1_HIGH';
  return systolic >= 120 ? 'ELEVATED' : 'NORMAL';
}

/** A reading as Garmin tells it. */
export function measurementOf(stored: StoredPressure) {
  const { version, systolic, diastolic, pulse, notes, sourceType, measuredAt, measuredAtLocal } = stored;
  const category = categoryOf(systolic, diastolic);
  return {
    version,
    systolic,
    diastolic,
    pulse,
    multiMeasurement: false,
    notes,
    sourceType,
    measurementTimestampLocal: timestamp(measuredAtLocal),
    measurementTimestampGMT: timestamp(measuredAt),
    category,
    categoryName: category,
  };
}

/** The readings of some days, one summary for each day that has any. */
export function rangeAnswer(readings: readonly StoredPressure[], from: string, until: string, includeAll: boolean) {
  const days = [...Map.groupBy(readings, ({ measuredAtLocal }) => dayOf(measuredAtLocal))];
  const measurementSummaries = days.map(([day, ofDay]) => summaryOf(day, ofDay, includeAll));
  return { from, until, measurementSummaries, categoryStats: { from, until, ...daysByCategory(measurementSummaries) } };
}

function summaryOf(day: string, readings: readonly StoredPressure[], includeAll: boolean) {
  const systolic = readings.map((reading) => reading.systolic);
  const diastolic = readings.map((reading) => reading.diastolic);
  const [highSystolic, highDiastolic] = [Math.max(...systolic), Math.max(...diastolic)];
  const category = categoryOf(highSystolic, highDiastolic);
  return {
    startDate: day,
    endDate: day,
    highSystolic,
    highDiastolic,
    lowSystolic: Math.min(...systolic),
    lowDiastolic: Math.min(...diastolic),
    numOfMeasurements: readings.length,
    category,
    categoryName: category,
    measurements: includeAll ? readings.map(measurementOf) : [],
  };
}

function daysByCategory(summaries: readonly { category: Category }[]) {
  const count = (category: Category) => summaries.filter((summary) => summary.category === category).length;
  return {
    noOfDaysNormal: count('NORMAL'),
    noOfDaysElevated: count('ELEVATED'),
    noOfDaysStage1: count('STAGE_1_HIGH'),
    noOfDaysStage2: count('STAGE_2_HIGH'),
    noOfDaysCritical: count('HYPERTENSIVE_CRISIS'),
    categoryCounts: Object.fromEntries(categories.map((category) => [category, count(category)])),
  };
}
