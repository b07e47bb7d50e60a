import { roundHalfUp } from '../../decimal.ts';
import type { BloodPressureValues, WeighInValues } from '../../measurement.ts';
import type { Reading } from './reading.ts';
import { type Decimals, type WeightFigure, type WeightUnits, weightIn } from './weight-in.ts';

const fallback = 'en-GB';

/** The language in which numbers and dates are written: the one asked for, or English when that is none. */
export function writtenIn(locale: string): string {
  try {
    return Intl.getCanonicalLocales(locale)[0] ?? fallback;
  } catch {
    return fallback;
  }
}

/** Writes numbers as one visitor does, and weights in their unit. */
export class Numbers {
  readonly locale: string;
  readonly units: WeightUnits;
  readonly #formats: Intl.NumberFormat[];
  readonly #minutes: Intl.NumberFormat;

  constructor(locale: string, units: WeightUnits = 'kg') {
    this.locale = writtenIn(locale);
    this.units = units;
    this.#formats = [0, 1, 2].map(
      (digits) => new Intl.NumberFormat(this.locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
    );
    this.#minutes = new Intl.NumberFormat(this.locale, { minimumIntegerDigits: 2 });
  }

  figure(value: number, decimals: Decimals): string {
    // Far beyond anything measured there is nothing to round, and no room.
    if (!(Math.abs(value) < 1e9)) return '–';
    return this.#formats[decimals]?.format(roundHalfUp(value, decimals)) ?? '–';
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
    return `${this.figure(Math.floor(minutes / 60), 0)}\u00a0h ${this.#minutes.format(minutes % 60)}\u00a0min`;
  }

  weight({ weightKg, fatPercent }: Pick<WeighInValues, 'weightKg' | 'fatPercent'>): Reading {
    const fat = fatPercent === undefined ? {} : { beside: `${this.percent(fatPercent)} fat` };
    return { ...this.exactWeight(weightKg), ...fat };
  }

  /** As one reads it at a glance. */
  shortWeight(weightKg: number): WeightFigure {
    return weightIn(this.units, weightKg, (...number) => this.figure(...number));
  }

  /** As it is delivered; a tenth of a pound is about as fine as what a scale tells apart. */
  exactWeight(weightKg: number): WeightFigure {
    return weightIn(this.units, weightKg, (...number) => this.figure(...number), this.units === 'kg' ? 2 : 1);
  }

  /** `−1.2 kg`, with its sign, and with that of minus as wide as that of plus. */
  weightChange(changeKg: number): string {
    const { figure, unit } = this.shortWeight(Math.abs(changeKg));
    if (figure === this.figure(0, 1)) return `±${figure} ${unit}`;
    return `${changeKg < 0 ? '−' : '+'}${figure} ${unit}`;
  }

  pressure({ systolicMmHg, diastolicMmHg, heartRateBpm }: BloodPressureValues): Reading {
    const pulse = heartRateBpm === undefined ? {} : { beside: `pulse ${this.figure(heartRateBpm, 0)}` };
    return { figure: `${this.figure(systolicMmHg, 0)}/${this.figure(diastolicMmHg, 0)}`, unit: 'mmHg', ...pulse };
  }
}
