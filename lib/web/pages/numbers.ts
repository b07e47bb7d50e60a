import { roundHalfUp } from '../../decimal.ts';
import type { BloodPressureValues, WeighInValues } from '../../measurement.ts';
import type { Reading } from './figures.ts';

const fallback = 'en-GB';

/** The language in which numbers and dates are written: the one asked for, or English when that is none. */
export function writtenIn(locale: string): string {
  try {
    return Intl.getCanonicalLocales(locale)[0] ?? fallback;
  } catch {
    return fallback;
  }
}

/** Writes numbers as one visitor does. */
export class Numbers {
  readonly locale: string;
  readonly #formats: Intl.NumberFormat[];

  constructor(locale: string) {
    this.locale = writtenIn(locale);
    this.#formats = [0, 1, 2].map(
      (digits) => new Intl.NumberFormat(this.locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
    );
  }

  figure(value: number, decimals: 0 | 1 | 2): string {
    // Far beyond anything measured there is nothing to round, and no room.
    if (!(Math.abs(value) < 1e9)) return '–';
    return this.#formats[decimals]?.format(roundHalfUp(value, decimals)) ?? '–';
  }

  /** With its sign, and with the sign of minus that is as wide as that of plus. */
  change(value: number, decimals: 0 | 1 | 2): string {
    const figure = this.figure(Math.abs(value), decimals);
    if (figure === this.figure(0, decimals)) return `±${figure}`;
    return `${value < 0 ? '−' : '+'}${figure}`;
  }

  /** `18.6 %`; the space does not break. */
  percent(value: number): string {
    return `${this.figure(value, 1)}\u00a0%`;
  }

  counted(count: number, one: string, many = `${one}s`): string {
    return `${this.figure(count, 0)} ${count === 1 ? one : many}`;
  }

  /** `7 h 05 min` */
  hours(seconds: number): string {
    const minutes = Math.round(seconds / 60);
    if (minutes < 60) return `${this.figure(minutes, 0)}\u00a0min`;
    return `${this.figure(Math.floor(minutes / 60), 0)}\u00a0h ${String(minutes % 60).padStart(2, '0')}\u00a0min`;
  }

  weight({ weightKg, fatPercent }: Pick<WeighInValues, 'weightKg' | 'fatPercent'>): Reading {
    const fat = fatPercent === undefined ? {} : { beside: `${this.percent(fatPercent)} fat` };
    return { figure: this.figure(weightKg, 2), unit: 'kg', ...fat };
  }

  pressure({ systolicMmHg, diastolicMmHg, heartRateBpm }: BloodPressureValues): Reading {
    const pulse = heartRateBpm === undefined ? {} : { beside: `pulse ${this.figure(heartRateBpm, 0)}` };
    return { figure: `${this.figure(systolicMmHg, 0)}/${this.figure(diastolicMmHg, 0)}`, unit: 'mmHg', ...pulse };
  }
}
