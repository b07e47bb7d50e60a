import type { BloodPressureReading, BodyEvent, WeighIn } from '../../measurement.ts';
import { percent, readingOf, shortKg } from './figures.ts';
import type { Moments } from './moments.ts';

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

/**
 * The newest weight, with the newest blood pressure beside it; for somebody without a scale, the blood pressure itself.
 */
export function headlineOf(newestFirst: readonly BodyEvent[], moments: Moments): Headline | undefined {
  const weighIn = newestFirst.find((event) => event.kind === 'weight');
  const pressure = newestFirst.find((event) => event.kind === 'bloodPressure');
  if (weighIn) return weightHeadline(weighIn, pressure, moments);
  return pressure && pressureHeadline(pressure, moments);
}

function weightHeadline(weighIn: WeighIn, pressure: BloodPressureReading | undefined, moments: Moments): Headline {
  const { weightKg, fatPercent } = weighIn.values;
  const facts: Fact[] = [];
  if (fatPercent !== undefined) facts.push({ figure: percent(fatPercent), words: 'body fat' });
  facts.push({ words: moments.at(weighIn.measuredAt * 1000).words });
  if (pressure) {
    const { figure, unit } = readingOf(pressure);
    facts.push({ figure, words: `${unit}, ${moments.at(pressure.measuredAt * 1000).words}` });
  }
  return { label: 'Weight', figure: shortKg(weightKg), unit: 'kg', facts };
}

function pressureHeadline(pressure: BloodPressureReading, moments: Moments): Headline {
  const { figure, unit, beside } = readingOf(pressure);
  const facts: Fact[] = beside === undefined ? [] : [{ words: beside }];
  return {
    label: 'Blood pressure',
    figure,
    unit,
    facts: [...facts, { words: moments.at(pressure.measuredAt * 1000).words }],
  };
}
