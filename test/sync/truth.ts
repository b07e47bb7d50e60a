import { deliveredValues } from '../../lib/fingerprint.ts';
import { choose as chooseForIntervals } from '../../lib/intervals/choose.ts';
import { localDays } from '../../lib/intervals/local-days.ts';
import { recordsOf, type WellnessRecord } from '../../lib/intervals/record.ts';
import { type BodyEvent, instant } from '../../lib/measurement.ts';
import { defaultSettings } from '../../lib/settings.ts';
import { newestHeight, sortGroups } from '../../lib/sort-groups.ts';
import { choose as chooseForTrainerRoad } from '../../lib/trainerroad/choose.ts';
import { profileWeightKg } from '../../lib/trainerroad/weight.ts';
import type { Household } from './household.ts';
import type { Person } from './person.ts';

/** What Withings says now, as events. */
export function eventsOf({ scale }: Person): BodyEvent[] {
  return sortGroups(scale.groups, newestHeight(scale.groups)?.heightM).events;
}

/** An event as a line of text: what of it has to be found at Garmin, once. */
export function lineOf(event: BodyEvent): string {
  if (event.kind === 'weight') return weightLine(event.measuredAt, deliveredValues(event).weightKg);
  const { systolicMmHg, diastolicMmHg } = deliveredValues(event);
  return pressureLine(event.measuredAt, systolicMmHg, diastolicMmHg);
}

const weightLine = (seconds: number, kg: number): string => `${instant(seconds)} ${kg.toFixed(2)} kg`;
const pressureLine = (seconds: number, high: number, low: number): string => `${instant(seconds)} ${high}/${low}`;

/** Everything that is at Garmin, in order. */
export function linesAtGarmin({ vendors: { garmin } }: Household, { garminId }: Person): string[] {
  const weights = garmin.weights(garminId).map(({ measuredAt, weightKg }) => weightLine(measuredAt / 1000, weightKg));
  const pressures = garmin
    .pressures(garminId)
    .map(({ measuredAt, systolic, diastolic }) => pressureLine(measuredAt / 1000, systolic, diastolic));
  return [...weights, ...pressures].sort();
}

/** What TrainerRoad should have as the weight, kilograms; undefined when there is nothing for it. */
export function weightForTrainerRoad(person: Person, nowMs: number): number | undefined {
  const [newest] = chooseForTrainerRoad(eventsOf(person), Math.floor(nowMs / 1000)).deliver;
  return newest?.kind === 'weight' ? profileWeightKg(newest) : undefined;
}

/** Local days at intervals.icu that do not say what they should. A day of which nothing is left keeps what it said. */
export function wrongDaysAtIntervals(person: Person, nowMs: number): string[] {
  const days = localDays(person.scale.timezone);
  const rules = { days, settings: defaultSettings, now: Math.floor(nowMs / 1000) };
  const records = recordsOf(chooseForIntervals(eventsOf(person), rules).deliver, days);
  return records.filter((record) => !isAtIntervals(person, record)).map(({ id }) => id);
}

function isAtIntervals({ athlete }: Person, { id, ...wanted }: WellnessRecord): boolean {
  const fields = athlete.wellness[id]?.fields ?? {};
  return Object.entries(wanted).every(([name, value]) => Math.abs(Number(fields[name]) - value) < 0.005);
}
