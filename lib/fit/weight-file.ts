import { deliveredValues } from '../fingerprint.ts';
import type { WeighIn } from '../measurement.ts';
import type { Settings } from '../settings.ts';
import { encodeMeasurementFile } from './measurement-file.ts';
import { weightScale } from './messages.ts';
import { skeletalMuscleKg } from './skeletal-muscle.ts';

/**
 * The FIT file that carries weigh-ins to Garmin Connect, body composition included.
 *
 * @param muscleMass what stands in the field for muscle: all of it, as Withings measures it, or an estimate of the
 * skeletal part, which is what Garmin means by it; nothing where that cannot be computed
 * @throws RejectedError naming the field when a value does not fit; BugError for none or more than 200 events.
 */
export function encodeWeightFile(
  events: readonly WeighIn[],
  { muscleMass = 'total' }: Partial<Pick<Settings, 'muscleMass'>> = {},
): Uint8Array {
  return encodeMeasurementFile(events, weightScale, (event) => {
    const values = deliveredValues(event);
    return {
      timestamp: event.measuredAt,
      weight: values.weightKg,
      percent_fat: values.fatPercent,
      percent_hydration: values.hydrationPercent,
      bone_mass: values.boneMassKg,
      muscle_mass: muscleMass === 'skeletal' ? skeletalMuscleKg(values) : values.muscleMassKg,
      basal_met: values.basalMetabolismKcal,
      metabolic_age: values.metabolicAgeYears,
      visceral_fat_rating: values.visceralFatRating,
      bmi: values.bmi,
    };
  });
}
