import { destinationNames } from '../../destination.ts';
import type { EventItem } from '../../ledger.ts';
import { type BloodPressureValues, instant, type WeighInValues } from '../../measurement.ts';
import { csv } from './csv.ts';

type ValueName = keyof WeighInValues | keyof BloodPressureValues;

/** A column for each value, with its unit in the name. */
const valueColumns: Readonly<Record<ValueName, string>> = {
  weightKg: 'weight_kg',
  fatPercent: 'fat_percent',
  hydrationPercent: 'hydration_percent',
  boneMassKg: 'bone_mass_kg',
  muscleMassKg: 'muscle_mass_kg',
  bmi: 'bmi_kg_per_m2',
  visceralFatRating: 'visceral_fat_rating',
  metabolicAgeYears: 'metabolic_age_years',
  basalMetabolismKcal: 'basal_metabolism_kcal',
  systolicMmHg: 'systolic_mmhg',
  diastolicMmHg: 'diastolic_mmhg',
  heartRateBpm: 'heart_rate_bpm',
};

const header = ['measured_at_utc', 'kind', ...Object.values(valueColumns), 'device', ...destinationNames];

/** One row a measurement, and where each destination stands with it; what was not measured is empty. */
export function historyCsv(items: readonly EventItem[]): string {
  const rows = items.map((item) => {
    const values = new Map<string, number>(Object.entries(item.values));
    return [
      instant(item.measuredAt),
      item.kind === 'weight' ? 'weight' : 'blood_pressure',
      ...Object.keys(valueColumns).map((name) => values.get(name) ?? ''),
      item.model ?? '',
      ...destinationNames.map((name) => item.deliveries[name]?.state ?? ''),
    ];
  });
  return csv([header, ...rows]);
}

/** As the ledger has it, without what is only of use to the ledger. */
export function historyJson(items: readonly EventItem[]): string {
  const rows = items.map(({ measuredAt, kind, values, model, deliveries }) => ({
    measuredAt: instant(measuredAt),
    kind,
    ...values,
    ...(model && { device: model }),
    deliveries: Object.fromEntries(Object.entries(deliveries).map(([name, { state }]) => [name, state])),
  }));
  return `${JSON.stringify(rows, null, 2)}\n`;
}
