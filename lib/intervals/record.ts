import { BugError } from '../errors.ts';
import { deliveredValues } from '../fingerprint.ts';
import type { BodyEvent } from '../measurement.ts';
import type { LocalDays } from './local-days.ts';

export const measuredFields = ['weight', 'bodyFat', 'systolic', 'diastolic'] as const;

/** What we write of a day: kilograms, percent, mmHg. */
export type MeasuredFields = Partial<Record<(typeof measuredFields)[number], number>>;

/** One day, as it goes to intervals.icu: what is absent stays there as it is. */
export interface WellnessRecord extends MeasuredFields {
  /** The local day, `YYYY-MM-DD`. */
  id: string;
}

export function fieldsOf(event: BodyEvent): MeasuredFields {
  if (event.kind === 'weight') {
    const { weightKg, fatPercent } = deliveredValues(event);
    return { weight: weightKg, ...(fatPercent !== undefined && { bodyFat: fatPercent }) };
  }
  const { systolicMmHg, diastolicMmHg } = deliveredValues(event);
  return { systolic: systolicMmHg, diastolic: diastolicMmHg };
}

/**
 * One record a day, in order of time.
 *
 * @throws BugError for two events of one kind and day: which one counts is for `choose` to say.
 */
export function recordsOf(events: readonly BodyEvent[], { dayOf }: LocalDays): WellnessRecord[] {
  const ordered = events.toSorted((a, b) => a.measuredAt - b.measuredAt);
  const byDay = Map.groupBy(ordered, ({ measuredAt }) => dayOf(measuredAt));
  return [...byDay].map(([id, ofDay]) => {
    if (new Set(ofDay.map(({ kind }) => kind)).size < ofDay.length) {
      throw new BugError('intervals.icu was given two measurements of one kind for one day.', {
        service: 'intervals.icu',
      });
    }
    const record: WellnessRecord = { id };
    for (const event of ofDay) Object.assign(record, fieldsOf(event));
    return record;
  });
}

/** Whether what is stored has all of these fields with these values. */
export function contains(
  stored: Readonly<Partial<Record<keyof MeasuredFields, number | null | undefined>>> | undefined,
  wanted: MeasuredFields,
): boolean {
  return measuredFields.every((field) => {
    const value = wanted[field];
    return value === undefined || isSame(stored?.[field], value);
  });
}

/** Less than 0.01 apart, in decimal. */
const isSame = (stored: number | null | undefined, wanted: number): boolean =>
  typeof stored === 'number' && Math.abs(Math.round(stored * 1000) - Math.round(wanted * 1000)) < 10;
