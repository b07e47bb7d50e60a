import type { EventItem } from '../../../lib/ledger.ts';
import { seeded } from '../../../lib/sandbox/withings/chance.ts';
import { arrived, pressureOf, thisMorning, weighInOf } from '../pages/household.ts';

const daySeconds = 86_400;

/** Years of somebody who weighs themselves most mornings, forgets it on holidays, and takes their blood pressure now and then. */
export function lifeOf(days: number, { pressures = true }: { pressures?: boolean } = {}): EventItem[] {
  const random = seeded(3);
  const items: EventItem[] = [];
  for (let day = days; day >= 0; day--) {
    const onHoliday = Math.floor(day / 50) % 7 === 3 && day % 50 < 40;
    if (onHoliday || (day > 0 && random() < 0.2)) continue;
    const at = thisMorning - day * daySeconds - Math.floor(day === 0 ? 0 : random() * 3600);
    const weightKg = 82 + 4 * Math.sin(day / 140) + day * 0.002 + (random() - 0.5) * 1.6;
    const fatPercent = 18.5 + Math.sin(day / 140) + (random() - 0.5);
    items.push({ ...weighInOf(at, weightKg, arrived(at)), values: { weightKg, fatPercent } });
    if (pressures && random() < 0.2) {
      const values = {
        systolicMmHg: Math.round(118 + random() * 16),
        diastolicMmHg: Math.round(74 + random() * 12),
        heartRateBpm: Math.round(55 + random() * 15),
      };
      items.push({ ...pressureOf(at + 300), values });
    }
  }
  return items;
}
