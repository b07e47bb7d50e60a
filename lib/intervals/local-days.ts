import type { TimeSpan } from '../destination.ts';
import { latestDate } from '../sort-groups.ts';
import { dayFormat } from '../time-zone.ts';

/** Calendar days of one zone. */
export interface LocalDays {
  /** `YYYY-MM-DD` of an instant, epoch seconds. */
  dayOf(seconds: number): string;
  /** All seconds of the day that this one belongs to: 23, 24 or 25 hours of them. */
  spanOf(seconds: number): TimeSpan;
}

/** Longer than any day: where clocks are put back, one lasts up to 26 hours. */
const windowSeconds = 48 * 3600;
const daySeconds = 24 * 3600;

/** @param zone IANA zone of the person, never of the machine */
export function localDays(zone: string): LocalDays {
  const format = dayFormat(zone);
  const found = new Map<number, string>();

  /** Remembered: a batch compares each of its events with each record. */
  function dayOf(seconds: number): string {
    const day = found.get(seconds) ?? format.format(seconds * 1000);
    found.set(seconds, day);
    return day;
  }

  /** The last that was found: most days begin whole days away from it. */
  let known: TimeSpan = { from: 0, to: 0 };

  /** The second farthest from this one, in one direction, that is of the same day; `guess` is where it probably is. */
  function edge(seconds: number, direction: 1 | -1, guess: number): number {
    const day = dayOf(seconds);
    const isNear = Math.abs(guess) < latestDate && Math.abs(guess - seconds) <= windowSeconds;
    if (isNear && dayOf(guess) === day && dayOf(guess + direction) !== day) return guess;
    const room = Math.min(windowSeconds, latestDate - direction * seconds);
    let [inside, outside] = [0, room + 1];
    while (outside - inside > 1) {
      const middle = Math.floor((inside + outside) / 2);
      if (dayOf(seconds + direction * middle) === day) inside = middle;
      else outside = middle;
    }
    return seconds + direction * inside;
  }

  function spanOf(seconds: number): TimeSpan {
    const days = Math.floor((seconds - known.from) / daySeconds);
    const from = edge(seconds, -1, known.from + days * daySeconds);
    known = { from, to: edge(seconds, 1, from + daySeconds - 1) };
    return known;
  }

  return { dayOf, spanOf };
}
