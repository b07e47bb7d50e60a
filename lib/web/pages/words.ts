import { settingsOf } from '../../settings.ts';
import { dayCounter } from '../calendar.ts';
import type { Visit } from '../site/visit.ts';
import { Moments } from './moments.ts';
import { Numbers } from './numbers.ts';

/** How one visitor reads times, numbers, and weights. */
export interface Words {
  moments: Moments;
  numbers: Numbers;
  /** The number of the calendar day of a time, epoch seconds. */
  dayOf(at: number): number;
}

export function wordsFor({ account, now, locale }: Pick<Visit, 'account' | 'now' | 'locale'>): Words {
  const numbers = new Numbers(locale, settingsOf(account).units);
  const moments = new Moments(account.timeZone, now, numbers.locale);
  return { moments, numbers, dayOf: dayCounter(moments.timeZone) };
}
