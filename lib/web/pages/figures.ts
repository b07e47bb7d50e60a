import { roundHalfUp } from '../../decimal.ts';
import type { BodyEvent } from '../../measurement.ts';

const figure = (value: number, decimals: number): string =>
  new Intl.NumberFormat('en-GB', { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(
    roundHalfUp(value, decimals),
  );

/** `80.9`, as one reads it at a glance. */
export const shortKg = (weightKg: number): string => figure(weightKg, 1);

/** `80.94`, as it is delivered. */
const exactKg = (weightKg: number): string => figure(weightKg, 2);

/** `18.6 %`; the space does not break. */
export const percent = (value: number): string => `${figure(value, 1)}\u00a0%`;

/** `1 measurement`, `2 measurements`. */
export const counted = (count: number, noun: string): string =>
  `${new Intl.NumberFormat('en-GB').format(count)} ${count === 1 ? noun : `${noun}s`}`;

/** What was measured: the figure itself, and what else is worth a word. */
export interface Reading {
  figure: string;
  unit: string;
  beside?: string;
}

export function readingOf(event: BodyEvent): Reading {
  if (event.kind === 'weight') {
    const { weightKg, fatPercent } = event.values;
    const fat = fatPercent === undefined ? {} : { beside: `${percent(fatPercent)} fat` };
    return { figure: exactKg(weightKg), unit: 'kg', ...fat };
  }
  const { systolicMmHg, diastolicMmHg, heartRateBpm } = event.values;
  const pulse = heartRateBpm === undefined ? {} : { beside: `pulse ${figure(heartRateBpm, 0)}` };
  return { figure: `${figure(systolicMmHg, 0)}/${figure(diastolicMmHg, 0)}`, unit: 'mmHg', ...pulse };
}
