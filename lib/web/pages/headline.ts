import type { BloodPressureReading, BodyEvent, WeighIn } from '../../measurement.ts';
import type { Words } from './words.ts';

/** A number with the words after it: **18.6 %** body fat. */
export interface Fact {
  figure?: string;
  words: string;
}

/** The one number that is looked for first. */
export interface Headline {
  /** For those who hear the page instead of seeing it. */
  label: string;
  figure: string;
  unit: string;
  facts: Fact[];
}

type Said = Pick<Words, 'moments' | 'numbers'>;
type Measured<Event extends BodyEvent> = Pick<Event, 'values' | 'measuredAt'>;

/** The newest weight, with the newest blood pressure beside it; for somebody without a scale, the blood pressure itself. */
export function headlineOf(newestFirst: readonly BodyEvent[], words: Said): Headline | undefined {
  const weighIn = newestFirst.find((event) => event.kind === 'weight');
  const pressure = newestFirst.find((event) => event.kind === 'bloodPressure');
  if (weighIn) return weightHeadline(weighIn, pressure, words);
  return pressure && pressureHeadline(pressure, words);
}

/** @param before the facts that come first */
export function weightHeadline(
  { values: { weightKg, fatPercent }, measuredAt }: Measured<WeighIn>,
  pressure: Measured<BloodPressureReading> | undefined,
  { moments, numbers }: Said,
  before: readonly Fact[] = [],
): Headline {
  const facts = [...before];
  if (fatPercent !== undefined) facts.push({ figure: numbers.percent(fatPercent), words: 'body fat' });
  facts.push({ words: moments.at(measuredAt * 1000).words });
  if (pressure) {
    const { figure, unit } = numbers.pressure(pressure.values);
    facts.push({ figure, words: `${unit}, ${moments.at(pressure.measuredAt * 1000).words}` });
  }
  return { label: 'Weight', ...numbers.shortWeight(weightKg), facts };
}

export function pressureHeadline(
  { values, measuredAt }: Measured<BloodPressureReading>,
  { moments, numbers }: Said,
): Headline {
  const { figure, unit, beside } = numbers.pressure(values);
  const facts: Fact[] = beside === undefined ? [] : [{ words: beside }];
  return { label: 'Blood pressure', figure, unit, facts: [...facts, { words: moments.at(measuredAt * 1000).words }] };
}
