import type { TimeSpan } from '../destination.ts';
import { UserError } from './user-error.ts';
import type { WallClock } from './wall-clock.ts';

/** Days of somebody's calendar, `YYYY-MM-DD`, both included. */
export interface Days {
  from?: string;
  to?: string;
}

const daySeconds = 86_400;

/**
 * What can be said of them without knowing whose calendar it is.
 *
 * @throws UserError for what is no day, and for days in the wrong order
 */
export function checkDays({ from, to }: Days): void {
  checkDay('--from', from);
  checkDay('--to', to);
  if (from && to && from > to) throw new UserError(`--from ${from} lies after --to ${to}: exchange the two.`);
}

function checkDay(option: string, day: string | undefined): void {
  if (day === undefined || (isDay(day) && day >= '1970')) return;
  throw new UserError(`${option} takes a day from 1970 on, such as 2026-11-20, not “${day}”.`);
}

/** Of 30 February the calendar makes 2 March. */
function isDay(text: string): boolean {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/**
 * The days as a span of time on somebody's wall clock. Without an end it reaches a day into the future: the clock of a
 * scale may be ahead.
 *
 * @param now epoch milliseconds
 * @throws UserError for a day that has not come yet
 */
export function spanOfDays({ from, to }: Days, wall: WallClock, now: number): TimeSpan {
  const today = wall.dayOf(now);
  const future = [from, to].find((day) => day !== undefined && day > today);
  if (future) throw new UserError(`${future} has not come yet: today is ${today} in ${wall.timeZone}.`);
  return {
    from: from === undefined ? 0 : Math.max(0, wall.startOf(from)),
    to: to === undefined ? Math.floor(now / 1000) + daySeconds : wall.endOf(to),
  };
}

/** As part of a sentence. */
export function wordsForDays({ from, to }: Days): string {
  if (from === undefined) return to === undefined ? 'everything measured so far' : `everything measured until ${to}`;
  if (from === to) return `what was measured on ${from}`;
  return to === undefined ? `everything measured since ${from}` : `everything measured from ${from} to ${to}`;
}
