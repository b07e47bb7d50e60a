import { destinationNames, destinationTitles } from '../../destination.ts';
import { type EventItem, isEvent, type LedgerItem } from '../../ledger.ts';
import { instant } from '../../measurement.ts';

const valueColumns = [
  ['weightKg', 'weight (kg)'],
  ['fatPercent', 'fat (%)'],
  ['hydrationPercent', 'water (%)'],
  ['boneMassKg', 'bone (kg)'],
  ['muscleMassKg', 'muscle (kg)'],
  ['bmi', 'BMI'],
  ['visceralFatRating', 'visceral fat'],
  ['metabolicAgeYears', 'metabolic age (years)'],
  ['basalMetabolismKcal', 'basal metabolism (kcal)'],
  ['systolicMmHg', 'systolic (mmHg)'],
  ['diastolicMmHg', 'diastolic (mmHg)'],
  ['heartRateBpm', 'pulse (bpm)'],
] as const;

const heads = [
  ...['measured (UTC)', 'kind'],
  ...valueColumns.map(([, title]) => title),
  ...['device', 'note'],
  ...destinationNames.map((name) => destinationTitles[name].full),
];

/** One line a measurement, as spreadsheets read it (RFC 4180): commas between, points in numbers, UTF-8. */
export function csvOf(items: readonly LedgerItem[]): string {
  const rows = items.filter(isEvent).map(row);
  return [heads, ...rows].map((cells) => `${cells.map(cell).join(',')}\r\n`).join('');
}

function row({ measuredAt, kind, values, model, device, held, withdrawn, deliveries }: EventItem): string[] {
  const known: Partial<Record<string, number>> = { ...values };
  const note = withdrawn ? 'no longer listed by Withings as yours' : (held ?? '');
  return [
    ...[instant(measuredAt), kind === 'weight' ? 'weight' : 'blood pressure'],
    ...valueColumns.map(([name]) => known[name]?.toString() ?? ''),
    ...[text(model ?? (device === 'manual' ? 'by hand' : '')), text(note)],
    ...destinationNames.map((name) => deliveries[name]?.state ?? ''),
  ];
}

/** What a spreadsheet would take for a formula begins with an apostrophe, and is text. */
const text = (words: string): string => (/^[=+\-@\t\r]/.test(words) ? `'${words}` : words);

const cell = (words: string): string => (/[",\r\n]/.test(words) ? `"${words.replaceAll('"', '""')}"` : words);
