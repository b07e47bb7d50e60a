import { dayFormat } from '../time-zone.ts';

/** Calendar days `YYYY-MM-DD`, both included. */
export interface DaySpan {
  start: string;
  end: string;
}

const dayMs = 24 * 3600_000;

/** A quarter of a year: few calls for a history of years, and answers that stay small. */
const longestDays = 90;

/**
 * The fewest spans of days that hold, for each of these instants (epoch seconds), its local day and the two beside it:
 * Garmin files an entry under a day of the account's own zone, which need not be the zone we know.
 *
 * @param zone IANA zone of the person, never of the machine
 */
export function daySpans(instants: readonly number[], zone: string): DaySpan[] {
  const format = dayFormat(zone);
  const days = instants.map((seconds) => Date.parse(format.format(seconds * 1000)) / dayMs).sort((a, b) => a - b);
  const spans: { first: number; last: number }[] = [];
  for (const day of days) {
    const current = spans.at(-1);
    if (current && day + 1 < current.first + longestDays) current.last = day + 1;
    else spans.push({ first: day - 1, last: day + 1 });
  }
  return spans.map(({ first, last }) => ({ start: isoDay(first), end: isoDay(last) }));
}

const isoDay = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10);
