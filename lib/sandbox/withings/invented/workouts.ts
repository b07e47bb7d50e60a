import { around } from '../chance.ts';
import type { Values, Workout } from '../records.ts';
import { chanceOf, type Day, daysOf, type Life } from './days.ts';

/** Above 2^31 and below what the simulator gives out itself. */
const firstId = 3_100_000_001;
const category = { walk: 1, run: 2, bicycling: 6, swimming: 7, liftWeights: 16, multiSport: 272 } as const;
const scanWatch = 93;

interface Habit {
  category: number;
  /** 0 for Sunday. */
  weekday: number;
  hour: number;
  minutes: number;
  bpm: number;
}

const habits: readonly Habit[] = [
  { category: category.bicycling, weekday: 0, hour: 10, minutes: 95, bpm: 128 },
  { category: category.liftWeights, weekday: 1, hour: 18, minutes: 45, bpm: 112 },
  { category: category.run, weekday: 2, hour: 7, minutes: 38, bpm: 152 },
  { category: category.swimming, weekday: 4, hour: 18, minutes: 42, bpm: 133 },
  { category: category.walk, weekday: 5, hour: 13, minutes: 25, bpm: 98 },
  { category: category.run, weekday: 6, hour: 9, minutes: 55, bpm: 149 },
];

/** What somebody trains in a week, most weeks: runs, a swim, a ride, weights, a walk, and rarely several in one. */
export function inventWorkouts(life: Life, deviceid: string): Workout[] {
  return daysOf(life)
    .flatMap((day) => workoutsOf(life, day, deviceid))
    .filter(({ enddate }) => enddate <= life.until);
}

function workoutsOf(life: Life, day: Day, deviceid: string): Workout[] {
  const random = chanceOf(life, day, 1);
  if (random() < 0.2) return [];
  return habits
    .filter(({ weekday }) => weekday === day.weekday)
    .map((habit) => {
      const isSeveral = random() < 0.04;
      const startdate = Math.round(day.midnight + around(random, (habit.hour + 0.5) * 3600, 1500));
      const enddate = startdate + 60 * Math.round(around(random, habit.minutes, habit.minutes / 5));
      return {
        id: firstId + day.number * 10,
        category: isSeveral ? category.multiSport : habit.category,
        timezone: life.timezone,
        model: scanWatch,
        attrib: random() < 0.3 ? 7 : 0,
        startdate,
        enddate,
        date: day.date,
        modified: Math.min(enddate + 300, life.until),
        deviceid,
        // Of several sports in one nothing is known but this.
        data: isSeveral ? { algo_pause_duration: null } : dataOf(random, habit, (enddate - startdate) / 60),
      };
    });
}

function dataOf(random: () => number, habit: Habit, minutes: number): Values {
  const bpm = Math.round(around(random, habit.bpm, 5));
  const hard = Math.max(0, Math.min(1, (bpm - 95) / 70));
  const zone = (part: number): number => 60 * Math.round(minutes * part);
  return {
    calories: Math.round(minutes * (3 + 9 * hard)),
    intensity: Math.round(30 + 40 * hard),
    manual_distance: 0,
    manual_calories: 0,
    hr_average: bpm,
    hr_min: bpm - Math.round(around(random, 32, 6)),
    hr_max: bpm + Math.round(around(random, 18, 4)),
    hr_zone_0: zone(0.45 * (1 - hard)),
    hr_zone_1: zone(0.35 * (1 - hard)),
    hr_zone_2: zone(0.2 + 0.5 * hard),
    hr_zone_3: zone(0.2 * hard),
    pause_duration: random() < 0.2 ? 120 : 0,
    spo2_average: null,
    core_body_temperature_avg: Math.round(around(random, 37.4 + 0.6 * hard, 0.2) * 100) / 100,
    core_body_temperature_status: hard > 0.75 ? 'elevated' : 'usual',
    ...(habit.category === category.swimming ? swum(random, minutes) : covered(habit, minutes)),
  };
}

const poolMeters = 25;

/** In the water there are laps and no steps. */
function swum(random: () => number, minutes: number): Values {
  const laps = Math.round(minutes * around(random, 1.5, 0.15));
  const strokes = Math.round(laps * around(random, 19, 1.5));
  return { algo_pause_duration: 180, pool_laps: laps, strokes, pool_length: poolMeters };
}

function covered({ category: sort }: Habit, minutes: number): Values {
  const pace = { [category.run]: [164, 178], [category.walk]: [108, 82], [category.bicycling]: [0, 390] }[sort];
  const [stepsPerMinute = 6, metersPerMinute = 0] = pace ?? [];
  const distance = Math.round(minutes * metersPerMinute);
  return {
    algo_pause_duration: null,
    steps: Math.round(minutes * stepsPerMinute),
    distance,
    elevation: Math.round(distance / 900),
  };
}
