import { decimal } from '../../decimal.ts';
import type { LeftItem } from '../../ledger.ts';
import type { Numbers } from './numbers.ts';
import type { Reading } from './reading.ts';

/** Types of a Withings measure. */
const [weightKg, diastolic, systolic] = [1, 9, 10];

/** What was left out, so that its owner knows it again; nothing where it is neither weight nor blood pressure. */
export function leftReading({ groups }: LeftItem, numbers: Numbers): Reading | undefined {
  const measured = (type: number | undefined): number | undefined => {
    const measure = groups.flatMap(({ measures }) => measures).find((one) => one.type === type);
    return measure && decimal(measure.value, measure.unit);
  };
  const [kg, low, high] = [measured(weightKg), measured(diastolic), measured(systolic)];
  if (kg !== undefined) return numbers.exactWeight(kg);
  if (low === undefined || high === undefined) return undefined;
  return { figure: `${numbers.figure(high, 0)}/${numbers.figure(low, 0)}`, unit: 'mmHg' };
}
