import { decimal, roundedQuotient } from '../../decimal.ts';
import type { EventItem } from '../../ledger.ts';
import type { Measure } from '../../measurement.ts';
import { measureTypes, nameOfPosition } from '../../withings/vocabulary.ts';

interface Value {
  Value: number;
  Unit: string;
}

/** What withings-sync calls a measure where it is not our word; 170 is corrected, it said "Extracellular Water". */
const theirNames: ReadonlyMap<number, [name: string, unit: string]> = new Map([
  [4, ['Height', 'meter']],
  [5, ['Fat Free Mass', 'kg']],
  [6, ['Fat Ratio', '%']],
  [8, ['Fat Mass Weight', 'kg']],
  [9, ['Diastolic Blood Pressure', 'mmHg']],
  [10, ['Systolic Blood Pressure', 'mmHg']],
  [11, ['Heart Pulse', 'bpm']],
  [12, ['Temperature', 'celsius']],
  [54, ['SP02', '%']],
  [71, ['Body Temperature', 'celsius']],
  [73, ['Skin Temperature', 'celsius']],
  [76, ['Muscle Mass', 'kg']],
  [88, ['Bone Mass', 'kg']],
  [91, ['Pulse Wave Velocity', 'm/s']],
  [155, ['Vascular age', 'years']],
  [168, ['Extracellular Water', 'kg']],
  [169, ['Intracellular Water', 'kg']],
  [170, ['Visceral Fat', '']],
  [174, ['Fat Mass for segments in mass unit', 'kg']],
  [175, ['Muscle Mass for segments in mass unit', 'kg']],
]);

/**
 * Measurements in the JSON of withings-sync: by local time, all that Withings says of that second, and what is computed
 * from it. Values are exact, where withings-sync rounds; segments have the part of the body in their name.
 */
export function measuresJson(items: readonly EventItem[]): string {
  const moments: Record<string, Record<string, Value>> = {};
  for (const item of items) {
    const key = localTime(item.measuredAt);
    moments[key] = { ...moments[key], ...valuesOf(item) };
  }
  return `${JSON.stringify(moments, null, 4)}\n`;
}

function valuesOf({ groups, values }: EventItem): Record<string, Value> {
  const said: Record<string, Value> = {};
  for (const measure of groups.flatMap(({ measures }) => measures)) {
    const [name, Unit] = nameOf(measure);
    said[name.replaceAll(' ', '_')] = { Value: decimal(measure.value, measure.unit), Unit };
  }
  const { Weight: weight, Hydration: hydration } = said;
  const water = weight && hydration && roundedQuotient(hydration.Value * 100, weight.Value, 2);
  return {
    ...said,
    ...('bmi' in values && values.bmi !== undefined && { BMI: { Value: values.bmi, Unit: 'kg/m^2' } }),
    ...(water !== undefined && { Percent_Hydration: { Value: water, Unit: '%' } }),
  };
}

/** Between legs and whole body are of the whole; other positions are parts of it. */
const wholeBody = new Set<number | undefined>([undefined, 6, 7]);

function nameOf({ type, position }: Measure): [name: string, unit: string] {
  const ours = measureTypes.get(type);
  const [name, unit] = theirNames.get(type) ?? [ours?.name ?? `Type ${type}`, ours?.unit ?? ''];
  return [position === undefined || wholeBody.has(position) ? name : `${name} ${nameOfPosition(position)}`, unit];
}

/** `2026-11-20 06:30:00`, on the clock of this machine. */
function localTime(seconds: number): string {
  const time = new Date(seconds * 1000);
  const two = (number: number) => String(number).padStart(2, '0');
  const day = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join('-');
  return `${day} ${[time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join(':')}`;
}
