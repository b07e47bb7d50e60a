import { seeded } from '../chance.ts';
import { dayIn, midnightIn } from '../local-day.ts';

/** Of whom something is invented, and how much: the last `days` up to the second `until`. */
export interface Life {
  seed: number;
  /** Nothing is later than this, epoch seconds. */
  until: number;
  days: number;
  timezone: string;
}

export interface Day {
  /** `YYYY-MM-DD`, where the person is. */
  date: string;
  /** When it begins, epoch seconds. */
  midnight: number;
  /** Days since 1970. */
  number: number;
  /** 0 for Sunday. */
  weekday: number;
}

const dayMs = 86_400_000;

/** The days of a life, the last of which has only just begun. */
export function daysOf({ until, days, timezone }: Life): Day[] {
  const last = Date.parse(dayIn(timezone, until)) / dayMs;
  return Array.from({ length: days }, (_, index) => {
    const number = last - days + 1 + index;
    const date = new Date(number * dayMs).toISOString().slice(0, 10);
    return { date, midnight: midnightIn(timezone, date), number, weekday: (number + 4) % 7 };
  });
}

/** Chance of its own for each day and subject, so that a day stays as it was when the life goes on. */
export const chanceOf = ({ seed }: Life, { number }: Day, subject: number): (() => number) =>
  seeded(seed * 1_000_003 + number * 31 + subject);
