import { isTimeZone } from '../time-zone.ts';

const daySeconds = 86_400;

/** What the clock and the calendar on one person's wall say. */
export class WallClock {
  /** The zone asked for, or UTC when that is none. */
  readonly timeZone: string;
  readonly #format: Intl.DateTimeFormat;

  constructor(timeZone: string) {
    this.timeZone = isTimeZone(timeZone) ? timeZone : 'UTC';
    // The Swedish way to write date and time is the ISO way.
    this.#format = new Intl.DateTimeFormat('sv-SE', {
      timeZone: this.timeZone,
      dateStyle: 'short',
      timeStyle: 'medium',
    });
  }

  /** `2026-11-20 07:30:00`; `at` in epoch milliseconds. */
  at(at: number): string {
    return this.#format.format(at);
  }

  /** `2026-11-20`; `at` in epoch milliseconds. */
  dayOf(at: number): string {
    return this.at(at).slice(0, 10);
  }

  /** The first second of a day, epoch seconds: where clocks change at midnight, that is not 00:00. */
  startOf(day: string): number {
    const midnight = Date.parse(day) / 1000;
    let [before, within] = [midnight - daySeconds, midnight + daySeconds];
    while (within - before > 1) {
      const middle = Math.floor((before + within) / 2);
      if (this.dayOf(middle * 1000) < day) before = middle;
      else within = middle;
    }
    return within;
  }

  /** The last second of a day, epoch seconds. */
  endOf(day: string): number {
    const next = new Date(Date.parse(day) + daySeconds * 1000).toISOString().slice(0, 10);
    return this.startOf(next) - 1;
  }
}
