import { isTimeZone } from '../../time-zone.ts';

/** A point in time for a page: exact for machines, and as a person would say it. */
export interface Moment {
  iso: string;
  words: string;
  /** Of the words, where it is not that of the page: for whoever hears them. */
  lang?: string;
}

const dayMs = 24 * 3_600_000;

const nearDays: ReadonlyMap<number, string> = new Map([
  [0, 'today'],
  [1, 'yesterday'],
  [-1, 'tomorrow'],
]);

const countsToTwelve = (locale: string): boolean =>
  new Intl.DateTimeFormat(locale, { hour: 'numeric' }).resolvedOptions().hour12 === true;

type Format = 'time' | 'second' | 'weekday' | 'day' | 'dayOfYear' | 'longDay' | 'month' | 'weekdayAndDay';

/**
 * Says times as they were on the clock in one person's zone: `today 07:31`, `yesterday 07:28`, `Wed 07:40`,
 * `12 Nov, 07:40`.
 */
export class Moments {
  /** The zone in which times are said: the one asked for, or UTC when that is none. */
  readonly timeZone: string;
  /** Of dates as they are written, where it is not that of the page. */
  readonly lang: string | undefined;
  readonly #now: number;
  readonly #formats: Record<Format, Intl.DateTimeFormat>;
  readonly #calendar: Intl.DateTimeFormat;

  /**
   * @param now epoch milliseconds
   * @param locale how dates are written; the words beside them are of the page
   */
  constructor(timeZone: string, now: number, locale = 'en-GB') {
    this.timeZone = isTimeZone(timeZone) ? timeZone : 'UTC';
    this.lang = new Intl.Locale(locale).language === 'en' ? undefined : locale;
    this.#now = now;
    const format = (options: Intl.DateTimeFormatOptions, written = locale) =>
      new Intl.DateTimeFormat(written, { timeZone: this.timeZone, ...options });
    this.#formats = {
      // 07:31, but 7:31 AM.
      time: format({ hour: countsToTwelve(locale) ? 'numeric' : '2-digit', minute: '2-digit' }),
      second: format({ hour: countsToTwelve(locale) ? 'numeric' : '2-digit', minute: '2-digit', second: '2-digit' }),
      weekday: format({ weekday: 'short' }),
      day: format({ day: 'numeric', month: 'short' }),
      dayOfYear: format({ day: 'numeric', month: 'short', year: 'numeric' }),
      longDay: format({ day: 'numeric', month: 'long', year: 'numeric' }),
      month: format({ month: 'long', year: 'numeric' }),
      weekdayAndDay: format({ weekday: 'long', day: 'numeric', month: 'long' }),
    };
    this.#calendar = format({ year: 'numeric', month: 'numeric', day: 'numeric' }, 'en-GB');
  }

  /** @param at epoch milliseconds */
  at(at: number): Moment {
    return this.#moment(at, this.#formats.time);
  }

  /** As `at`, to the second: where what matters lies between them. */
  atSecond(at: number): Moment {
    return this.#moment(at, this.#formats.second);
  }

  #moment(at: number, clock: Intl.DateTimeFormat): Moment {
    const { words, isWritten } = this.#say(at, clock);
    return isWritten ? this.#written(at, words) : { iso: new Date(at).toISOString(), words };
  }

  /** As `at`, but only the time of day when that is enough next to `other`. */
  beside(at: number, other: number): Moment {
    const sameDay = this.#dayNumber(at) === this.#dayNumber(other);
    return sameDay ? this.time(at) : this.at(at);
  }

  /** The day alone: `12 November 2026`. */
  day(at: number): string {
    return this.#formats.longDay.format(at);
  }

  /** `November 2026` */
  month(at: number): string {
    return this.#formats.month.format(at);
  }

  /** `Friday 20 November` */
  weekdayAndDay(at: number): string {
    return this.#formats.weekdayAndDay.format(at);
  }

  /** `20 Nov 2026` */
  shortDay(at: number): string {
    return this.#formats.dayOfYear.format(at);
  }

  time(at: number): Moment {
    return this.#written(at, this.#formats.time.format(at));
  }

  /** Words that are of the visitor's language alone. */
  #written(at: number, words: string): Moment {
    return { iso: new Date(at).toISOString(), words, ...(this.lang && { lang: this.lang }) };
  }

  /** What is said, and whether all of it is written in the visitor's language: the words beside a time are of the page. */
  #say(at: number, clock: Intl.DateTimeFormat): { words: string; isWritten: boolean } {
    const time = clock.format(at);
    const daysAgo = this.#dayNumber(this.#now) - this.#dayNumber(at);
    const near = nearDays.get(daysAgo);
    if (near) return { words: `${near} ${time}`, isWritten: false };
    if (daysAgo > 1 && daysAgo < 7) return { words: `${this.#formats.weekday.format(at)} ${time}`, isWritten: true };
    const thisYear = Math.abs(daysAgo) < 300;
    const day = (thisYear ? this.#formats.day : this.#formats.dayOfYear).format(at);
    return { words: `${day}, ${time}`, isWritten: true };
  }

  /** Counts calendar days of the zone, whatever the length of a day in which clocks change. */
  #dayNumber(at: number): number {
    const parts = this.#calendar.formatToParts(at);
    const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((each) => each.type === type)?.value);
    return Date.UTC(part('year'), part('month') - 1, part('day')) / dayMs;
  }
}
