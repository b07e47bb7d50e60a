import type { Words } from '../pages/words.ts';

export interface Day {
  /** `YYYY-MM-DD` in the person's calendar. */
  date: string;
  /** `Fri 20 Nov` */
  label: string;
  /** `20` */
  short: string;
}

const dayMs = 86_400_000;

/** The last fortnight in the person's calendar, today last. */
export function days(now: number, { dayOf, numbers }: Words): Day[] {
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(numbers.locale, { timeZone: 'UTC', ...options });
  const [label, short] = [format({ weekday: 'short', day: 'numeric', month: 'short' }), format({ day: 'numeric' })];
  const today = dayOf(now / 1000);
  return Array.from({ length: 14 }, (_, index) => {
    const at = (today - 13 + index) * dayMs;
    return { date: new Date(at).toISOString().slice(0, 10), label: label.format(at), short: short.format(at) };
  });
}
