import { around } from '../chance.ts';
import type { ActivityDay, IntradayEntry, Values, Workout } from '../records.ts';
import { chanceOf, type Day, daysOf, type Life } from './days.ts';

const scanWatch = { model: 'ScanWatch', model_id: 93 };
/** More would make the state of the simulator large; a day has some 300 entries. */
const intradayDays = 14;

type Entry = readonly [second: number, values: Values];

/**
 * What a watch counts, minute by minute, and the days that are the sum of it; the last day is as far as it has come. On
 * a few days the watch stays at home and the phone counts.
 */
export function inventActivity(
  life: Life,
  deviceid: string,
  workouts: readonly Workout[],
): { activities: ActivityDay[]; intraday: Record<string, IntradayEntry> } {
  const days = daysOf(life).map((day) => {
    const trained = workouts.filter(({ date }) => date === day.date);
    const entries = entriesOf(life, day, trained).filter(([second]) => second <= life.until);
    return { entries, row: sumOf(life, day, deviceid, entries) };
  });
  const kept = days.slice(-intradayDays).filter(({ row }) => row.is_tracker);
  const intraday = kept.flatMap(({ entries }) =>
    entries.map(([second, values]) => [String(second), { deviceid, ...scanWatch, values }] as const),
  );
  return { activities: days.map(({ row }) => row), intraday: Object.fromEntries(intraday) };
}

/** Sensors speak one at a time: steps of a minute, the heart every ten minutes, the rest at night. */
function entriesOf(life: Life, day: Day, workouts: readonly Workout[]): Entry[] {
  const random = chanceOf(life, day, 2);
  const isBusy = (second: number): boolean =>
    workouts.some(({ startdate, enddate }) => startdate <= second && second < enddate);
  const strolls = walkedMinutes(random, day).filter(([second]) => !isBusy(second));
  const trained = workouts.flatMap((workout) => trainedMinutes(random, workout));
  return [...strolls, ...trained, ...heartRates(random, day, isBusy), ...asleep(random, day)].sort(([a], [b]) => a - b);
}

function walkedMinutes(random: () => number, { midnight, weekday }: Day): Entry[] {
  const isWeekend = weekday === 0 || weekday === 6;
  const minutes = new Set<number>();
  for (let hour = isWeekend ? 8 : 7; hour < 22; hour++) {
    const begin = Math.floor(random() * 50);
    const length = Math.floor(random() * random() * 22);
    for (let minute = 0; minute < length; minute++) minutes.add(Math.min(hour * 60 + begin + minute, 1439));
  }
  return [...minutes].map((minute) => [midnight + minute * 60, stepsOf(random, around(random, 84, 22))]);
}

function stepsOf(random: () => number, rough: number): Values {
  const steps = Math.max(4, Math.round(rough));
  return {
    steps,
    distance: tenths(steps * 0.76),
    elevation: random() < 0.02 ? 1 : 0,
    calories: tenths(steps * 0.042),
    duration: 60,
  };
}

function trainedMinutes(random: () => number, { startdate, enddate, data }: Workout): Entry[] {
  const minutes = Math.floor((enddate - startdate) / 60);
  const [steps, strokes, laps] = [data.steps, data.strokes, data.pool_laps].map(
    (value) => Number(value ?? 0) / minutes,
  );
  const each = (minute: number): Values =>
    laps
      ? {
          stroke: Math.round(strokes ?? 0),
          pool_lap: Math.round(laps * (minute + 1)) - Math.round(laps * minute),
          duration: 60,
        }
      : stepsOf(random, steps ?? 0);
  return laps || steps
    ? Array.from({ length: minutes }, (_, minute) => [startdate + minute * 60, each(minute)] as const)
    : [];
}

/** Off the full minute, so that they never meet steps. */
function heartRates(random: () => number, { midnight }: Day, isBusy: (second: number) => boolean): Entry[] {
  return Array.from({ length: 144 }, (_, index) => {
    const second = midnight + index * 600 + 17;
    const atRest = index < 39 || index > 136 ? 55 : 71;
    return [second, { heart_rate: Math.round(around(random, isBusy(second) ? 141 : atRest, 6)), duration: 60 }];
  });
}

function asleep(random: () => number, { midnight }: Day): Entry[] {
  const rmssd = Math.round(around(random, 46, 8));
  return [
    [midnight + 7205, { spo2_auto: Math.round(around(random, 96, 1)), duration: 60 }],
    [midnight + 10_807, { rmssd, sdnn1: Math.round(rmssd * 1.15), hrv_quality: 2, rr: 14, duration: 300 }],
    [midnight + 14_409, { core_body_temperature: Math.round(around(random, 36.6, 0.2) * 100) / 100, duration: 60 }],
  ];
}

function sumOf(life: Life, day: Day, deviceid: string, entries: readonly Entry[]): ActivityDay {
  const { date, midnight } = day;
  const isPhone = chanceOf(life, day, 3)() < 0.03;
  const newest = entries.at(-1)?.[0] ?? midnight;
  const seconds = Math.min(86_400, life.until - midnight);
  const counted = stepsAndTime(entries, seconds);
  const device = isPhone
    ? { deviceid: null, brand: 18, is_tracker: false, modelid: 1055, model: 'GoogleFit tracker' }
    : { deviceid, brand: 1, is_tracker: true, modelid: scanWatch.model_id, model: scanWatch.model };
  return {
    ...{ date, timezone: life.timezone },
    ...device,
    modified: Math.min(newest + 120, life.until),
    values: isPhone ? counted : { ...counted, ...heartOf(entries) },
  };
}

function stepsAndTime(entries: readonly Entry[], seconds: number): Values {
  const sum = (field: string): number => entries.reduce((total, [, values]) => total + Number(values[field] ?? 0), 0);
  const secondsAt = (least: number, most: number): number =>
    60 * entries.filter(([, { steps }]) => typeof steps === 'number' && steps >= least && steps < most).length;
  const [moderate, intense] = [secondsAt(100, 140), secondsAt(140, Number.POSITIVE_INFINITY)];
  const calories = tenths(sum('calories'));
  return {
    steps: sum('steps'),
    distance: tenths(sum('distance')),
    elevation: sum('elevation'),
    soft: secondsAt(0, 100),
    moderate,
    intense,
    active: moderate + intense,
    calories,
    totalcalories: tenths(calories + (1740 * seconds) / 86_400),
  };
}

function heartOf(entries: readonly Entry[]): Values {
  const rates = entries.flatMap(([, { heart_rate }]) => (typeof heart_rate === 'number' ? [heart_rate] : []));
  const secondsAt = (least: number, most: number): number =>
    600 * rates.filter((rate) => rate >= least && rate < most).length;
  return {
    hr_average: rates.length > 0 ? Math.round(rates.reduce((a, b) => a + b) / rates.length) : 0,
    hr_min: rates.length > 0 ? Math.min(...rates) : 0,
    hr_max: rates.length > 0 ? Math.max(...rates) : 0,
    hr_zone_0: secondsAt(0, 110),
    hr_zone_1: secondsAt(110, 130),
    hr_zone_2: secondsAt(130, 150),
    hr_zone_3: secondsAt(150, Number.POSITIVE_INFINITY),
  };
}

const tenths = (value: number): number => Math.round(value * 10) / 10;
