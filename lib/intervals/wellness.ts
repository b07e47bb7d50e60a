import * as v from 'valibot';
import { type Call, jsonOf, parseAs } from '../http.ts';
import type { IntervalsApi } from './api.ts';
import { measuredFields, type WellnessRecord } from './record.ts';

const call: Call = { service: 'intervals.icu', action: 'wellness' };

const number = v.nullish(v.number());

/** Of the many fields of a day those that concern us. */
const daySchema = v.object({
  id: v.pipe(v.string(), v.isoDate()),
  weight: number,
  bodyFat: number,
  systolic: number,
  diastolic: number,
  /** The person has fixed the values of this day. */
  locked: v.nullish(v.boolean()),
});
export type WellnessDay = v.InferOutput<typeof daySchema>;

const fields = ['id', ...measuredFields, 'locked'].join(',');

/** A year to a call: answers stay small. */
const longestMs = 365 * 86_400_000;

/** What intervals.icu holds from the first to the last of these days; those without data are not in it. */
export async function readWellness(api: IntervalsApi, days: readonly string[]): Promise<Map<string, WellnessDay>> {
  const found = new Map<string, WellnessDay>();
  for (const { oldest, newest } of dayRanges(days)) {
    const query = { oldest, newest, fields };
    const answer = await api.send({ method: 'GET', path: '/wellness', query, action: call.action });
    for (const day of parseAs(v.array(daySchema), jsonOf(answer, call), call)) found.set(day.id, day);
  }
  return found;
}

/**
 * Creates or changes days; only the fields that are given.
 *
 * @param today the person's local day: with its weight the current weight of the athlete follows, which only the call
 *   for a single day is known to do
 */
export async function writeWellness(
  api: IntervalsApi,
  records: readonly WellnessRecord[],
  today: string,
): Promise<void> {
  const single = records.length === 1 ? records[0] : records.find(({ id }) => id === today);
  if (single) {
    const { id, ...body } = single;
    const query = { localDate: today };
    await api.send({ method: 'PUT', path: `/wellness/${id}`, query, body, action: call.action });
  }
  const others = records.filter((record) => record !== single);
  if (others.length > 0) {
    await api.send({ method: 'PUT', path: '/wellness-bulk', body: others, action: 'wellness-bulk' });
  }
}

/** The fewest ranges of at most a year in which all these days lie. */
export function dayRanges(days: readonly string[]): { oldest: string; newest: string }[] {
  const ranges: { oldest: string; newest: string }[] = [];
  for (const day of days.toSorted()) {
    const current = ranges.at(-1);
    if (current && Date.parse(day) - Date.parse(current.oldest) < longestMs) current.newest = day;
    else ranges.push({ oldest: day, newest: day });
  }
  return ranges;
}
