import type { BodyEvent, WeighInValues } from '../../measurement.ts';
import type { Numbers } from './numbers.ts';

/** What a weigh-in may hold besides the weight: how it is called, its unit and its decimals. */
const composition: readonly [keyof WeighInValues, string, string, 0 | 1 | 2][] = [
  ['weightKg', 'Weight', 'kg', 2],
  ['fatPercent', 'Body fat', '%', 1],
  ['muscleMassKg', 'Muscle mass', 'kg', 2],
  ['boneMassKg', 'Bone mass', 'kg', 2],
  ['hydrationPercent', 'Water', '%', 1],
  ['bmi', 'BMI', '', 1],
  ['visceralFatRating', 'Visceral fat', '', 1],
  ['metabolicAgeYears', 'Metabolic age', 'years', 0],
  ['basalMetabolismKcal', 'Basal metabolism', 'kcal a day', 0],
];

/** Everything that was measured, in words. */
export function allValues(event: BodyEvent, numbers: Numbers): { label: string; value: string }[] {
  if (event.kind === 'weight') {
    return composition.flatMap(([name, label, unit, decimals]) => {
      const value = event.values[name];
      if (value === undefined) return [];
      const weight = unit === 'kg' && numbers.exactWeight(value);
      const { figure } = weight || { figure: numbers.figure(value, decimals) };
      return [{ label, value: `${figure} ${weight ? weight.unit : unit}`.trim() }];
    });
  }
  const { systolicMmHg, diastolicMmHg, heartRateBpm } = event.values;
  return [
    { label: 'Upper', value: `${numbers.figure(systolicMmHg, 0)} mmHg` },
    { label: 'Lower', value: `${numbers.figure(diastolicMmHg, 0)} mmHg` },
    ...(heartRateBpm === undefined ? [] : [{ label: 'Pulse', value: `${numbers.figure(heartRateBpm, 0)} a minute` }]),
  ];
}
