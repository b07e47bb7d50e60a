import { roundHalfUp } from './decimal.ts';
import { digest } from './digest.ts';
import type { BodyEvent } from './measurement.ts';

/**
 * The values as destinations receive them, rounded half up at the resolution of the finest one (FIT's scales):
 * 10 g, 0.01 %, BMI 0.1, basal metabolism 0.25 kcal, whole ratings and years.
 */
export function deliveredValues<Event extends BodyEvent>(event: Event): Event['values'] {
  const delivered: Record<string, number> = { ...event.values };
  // A plain loop: this runs for every event of every file, and lists of entries take four times as long.
  for (const name in delivered) delivered[name] = roundForDelivery(name, delivered[name]!);
  return delivered as object as Event['values'];
}

const deliveredDecimals: Readonly<Record<string, number>> = {
  weightKg: 2,
  fatPercent: 2,
  hydrationPercent: 2,
  boneMassKg: 2,
  muscleMassKg: 2,
  bmi: 1,
};

function roundForDelivery(name: string, value: number): number {
  return name === 'basalMetabolismKcal' ? Math.round(value * 4) / 4 : roundHalfUp(value, deliveredDecimals[name] ?? 0);
}

/** Changes when, and only when, a value that a destination receives changes. */
export function fingerprint(event: BodyEvent): string {
  const values = Object.entries(deliveredValues(event)).sort(([a], [b]) => (a < b ? -1 : 1));
  return digest(JSON.stringify(values));
}
