import type { TimeSpan } from '../../destination.ts';
import { UsageError } from './usage-error.ts';

/** Days as they were given, with the names of the options that gave them. */
export interface GivenDays {
  from?: string | undefined;
  to?: string | undefined;
  names: { from: string; to: string };
}

/** What was asked for in days: both included, in the time zone of this machine; without either, no span at all. */
export interface AskedDays {
  span?: TimeSpan;
  /** Whether the beginning was said: then what is older than the last sync is meant too. */
  hasBeginning: boolean;
}

/** The last second that sorts as text, 9999-12-31. */
const endOfTime = 253_402_300_799;

/**
 * @throws UsageError for what is no day, and when the last one is before the first
 */
export function parseDays({ from, to, names }: GivenDays, nowMs: number): AskedDays {
  if (from === undefined && to === undefined) return { hasBeginning: false };
  const first = from === undefined ? 0 : startOf(dayOf(from, names.from));
  const last = to === undefined ? endOfToday(nowMs) : endOf(dayOf(to, names.to));
  if (first > last) {
    const meant = to === undefined ? 'today' : to;
    throw new UsageError(`${names.from} ${from} is after ${names.to} ${meant}: give the earlier day first.`);
  }
  return { span: { from: first, to: last }, hasBeginning: from !== undefined };
}

/** Everything there is, when no days are asked for. */
export const everSince = { from: 0, to: endOfTime } as const satisfies TimeSpan;

/** The first second of the day of this machine. */
export const startOfToday = (nowMs: number): number => startOf(new Date(nowMs));

/** `2026-11-20`, the day of this machine. */
export function dayName(seconds: number): string {
  const day = new Date(seconds * 1000);
  const two = (number: number) => String(number).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

function dayOf(text: string, name: string): Date {
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text.trim()) ?? [];
  const date = new Date(Number(year), Number(month) - 1, Number(day));
  // The 31st of February is turned into a day of March.
  const isDay = year !== '' && date.getMonth() === Number(month) - 1 && date.getDate() === Number(day);
  if (isDay && date.getFullYear() >= 1970) return date;
  throw new UsageError(`${name} takes a day as YYYY-MM-DD, such as 2026-11-20, not “${text}”.`);
}

const startOf = (day: Date): number =>
  Math.max(0, new Date(day.getFullYear(), day.getMonth(), day.getDate()).getTime() / 1000);

/** A second before the next day, which is 23 to 25 hours after the first. */
const endOf = (day: Date): number =>
  new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1).getTime() / 1000 - 1;

const endOfToday = (nowMs: number): number => endOf(new Date(nowMs));
