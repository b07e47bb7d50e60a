import { isTimeZone } from '../time-zone.ts';

const dayMs = 86_400_000;

/** Counts the calendar days of a zone: the number of the day in which a time, epoch seconds, lies there. */
export function dayCounter(timeZone: string): (atSeconds: number) => number {
  // The Canadians write a date as ISO does.
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: isTimeZone(timeZone) ? timeZone : 'UTC',
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  return (atSeconds) => Date.parse(`${format.format(atSeconds * 1000)}T00:00:00Z`) / dayMs;
}
