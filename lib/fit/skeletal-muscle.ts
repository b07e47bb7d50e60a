import { roundedQuotient } from '../decimal.ts';
import type { WeighInValues } from '../measurement.ts';

/**
 * Skeletal muscle is half of the fat-free mass. Whole-body MRI found 0.528 ± 0.036 in 139 men and 0.473 ± 0.037 in 165
 * women of what is not adipose tissue (Wang et al., Am J Hum Biol 2001;13:612-9, doi 10.1002/ajhb.1099). Withings does
 * not tell the sex, so it is the middle of the two: right to about a tenth, and a trend is as true as the scale's own.
 */
const fatFreePerSkeletal = 2;

/**
 * An estimate in kilograms, to 10 g, from what Withings measures as muscle, which is all that is neither fat nor bone;
 * undefined when it lacks muscle or bone.
 */
export function skeletalMuscleKg({ muscleMassKg, boneMassKg }: WeighInValues): number | undefined {
  if (muscleMassKg === undefined || boneMassKg === undefined) return undefined;
  return roundedQuotient(muscleMassKg + boneMassKg, fatFreePerSkeletal, 2);
}
