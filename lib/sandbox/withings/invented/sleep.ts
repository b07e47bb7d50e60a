import { around } from '../chance.ts';
import { dayIn } from '../local-day.ts';
import type { Night, SleepSegment } from '../records.ts';
import { chanceOf, type Day, daysOf, type Life } from './days.ts';
import { summaryOf } from './sleep-summary.ts';

/** Above 2^31 and below what the simulator gives out itself. */
const firstId = 3_200_000_001;
const state = { awake: 0, light: 1, deep: 2, rem: 3 } as const;

/** Most nights on a sleep sensor, and a nap on some Sundays; a night that is not over yet is not completed. */
export function inventSleep(life: Life, hash_deviceid: string): Night[] {
  return daysOf(life)
    .flatMap((day) => [...night(life, day), ...nap(life, day)])
    .flatMap(({ id, segments }) => asFarAs(life.until, segments).map((part) => ({ id, ...part })))
    .map(({ id, segments, completed }) => asNight(life, hash_deviceid, id, segments, completed));
}

interface Sleep {
  id: number;
  segments: SleepSegment[];
}

function night(life: Life, day: Day): Sleep[] {
  const random = chanceOf(life, day, 4);
  if (random() < 0.06) return [];
  // Into bed the evening before.
  const inBed = Math.round((day.midnight - around(random, 3600, 2400)) / 60) * 60;
  return [{ id: firstId + day.number * 10, segments: segmentsOf(random, inBed, around(random, 7.4, 0.7)) }];
}

function nap(life: Life, day: Day): Sleep[] {
  const random = chanceOf(life, day, 5);
  if (day.weekday !== 0 || random() < 0.6) return [];
  const inBed = Math.round((day.midnight + around(random, 14.2 * 3600, 1200)) / 60) * 60;
  return [{ id: firstId + day.number * 10 + 1, segments: segmentsOf(random, inBed, around(random, 0.7, 0.15)) }];
}

/** Awake for a while, then round after round: deep sleep early in the night, dreams late, and short breaks. */
function segmentsOf(random: () => number, inBed: number, hours: number): SleepSegment[] {
  const segments: SleepSegment[] = [];
  let at = inBed;
  const add = (which: number, minutes: number): void => {
    const enddate = at + 60 * Math.max(1, Math.round(minutes));
    segments.push({ startdate: at, enddate, state: which });
    at = enddate;
  };
  const end = inBed + hours * 3600;
  add(state.awake, around(random, 13, 5));
  for (let round = 0; at < end; round++) {
    add(state.light, around(random, 32, 8));
    if (hours > 1 && round < 4) add(state.deep, around(random, 34 - 8 * round, 5));
    add(state.light, around(random, 18, 6));
    if (hours > 1) add(state.rem, around(random, 12 + 5 * round, 4));
    if (random() < 0.4) add(state.awake, around(random, 5, 2));
  }
  add(state.awake, around(random, 9, 4));
  return segments;
}

/** What of a sleep lies before this second: nothing, all, or the part that is over. */
function asFarAs(until: number, segments: readonly SleepSegment[]): { segments: SleepSegment[]; completed: boolean }[] {
  const over = segments.filter(({ enddate }) => enddate <= until);
  return over.length > 1 ? [{ segments: over, completed: over.length === segments.length }] : [];
}

function asNight(
  { timezone, until }: Life,
  hash_deviceid: string,
  id: number,
  segments: SleepSegment[],
  completed: boolean,
): Night {
  const startdate = segments[0]?.startdate ?? until;
  const enddate = segments.at(-1)?.enddate ?? until;
  const stored = Math.min(enddate + 240, until);
  return {
    ...{ id, timezone, model: 32, model_id: 63, hash_deviceid, startdate, enddate },
    date: dayIn(timezone, enddate),
    ...{ created: stored, modified: stored, completed },
    data: summaryOf(segments),
    segments,
  };
}
