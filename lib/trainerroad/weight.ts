import { roundHalfUp } from '../decimal.ts';
import type { WeighIn } from '../measurement.ts';

/** Anything else is not a rider's weight in kilograms. */
export const believableWeightKg = { least: 20, most: 350 } as const;

export function isBelievable(weightKg: number): boolean {
  return weightKg >= believableWeightKg.least && weightKg <= believableWeightKg.most;
}

/** The weight as it goes into the profile, whole hectograms. */
export const profileWeightKg = (event: WeighIn): number => roundHalfUp(event.values.weightKg, 1);

const gramsApart = (aKg: number, bKg: number): number => Math.abs(Math.round(aKg * 1000) - Math.round(bKg * 1000));

/** Less than 50 g apart: nothing to write. */
export const isSameWeight = (aKg: number, bKg: number): boolean => gramsApart(aKg, bKg) < 50;

/** At most 100 g apart: what a site that keeps pounds makes of a weight it was given. */
export const isAsWritten = (storedKg: number, writtenKg: number): boolean => gramsApart(storedKg, writtenKg) <= 100;
