import { RejectedError } from '../../errors.ts';
import { encodeBloodPressureFile } from '../../fit/blood-pressure-file.ts';
import { recordsAtMost } from '../../fit/measurement-file.ts';
import { encodeWeightFile } from '../../fit/weight-file.ts';
import { type EventItem, eventOf } from '../../ledger.ts';
import type { BodyEvent } from '../../measurement.ts';
import type { Settings } from '../../settings.ts';
import { dayName } from './days.ts';

export interface FitFile {
  /** To be put behind the name that a person gives: `.weight.fit`, `.weight.2.fit`. */
  ending: string;
  bytes: Uint8Array;
}

export interface FitFiles {
  files: FitFile[];
  /** What no file can hold, a sentence each. */
  problems: string[];
}

const isOfKind =
  <Kind extends BodyEvent['kind']>(kind: Kind) =>
  (event: BodyEvent): event is Extract<BodyEvent, { kind: Kind }> =>
    event.kind === kind;

/** Measurements as FIT files of at most 200 records, weights and blood pressures apart, in order of time. */
export function fitFiles(items: readonly EventItem[], settings: Pick<Settings, 'muscleMass'>): FitFiles {
  const problems: string[] = [];
  const events = items.map(eventOf).sort((a, b) => a.measuredAt - b.measuredAt);
  const weight = (batch: readonly Extract<BodyEvent, { kind: 'weight' }>[]) => encodeWeightFile(batch, settings);
  return {
    files: [
      ...filesOf('.weight', events.filter(isOfKind('weight')), weight, problems),
      ...filesOf('.blood_pressure', events.filter(isOfKind('bloodPressure')), encodeBloodPressureFile, problems),
    ],
    problems,
  };
}

function filesOf<Event extends BodyEvent>(
  name: string,
  events: readonly Event[],
  encode: (batch: readonly Event[]) => Uint8Array,
  problems: string[],
): FitFile[] {
  const good = events.filter((event) => {
    const refusal = refusalOf(() => encode([event]));
    if (refusal) problems.push(`The measurement of ${dayName(event.measuredAt)} is in no FIT file: ${refusal}`);
    return refusal === undefined;
  });
  const count = Math.ceil(good.length / recordsAtMost);
  return Array.from({ length: count }, (_, index) => ({
    ending: `${name}${index === 0 ? '' : `.${index + 1}`}.fit`,
    bytes: encode(good.slice(index * recordsAtMost, (index + 1) * recordsAtMost)),
  }));
}

function refusalOf(encode: () => unknown): string | undefined {
  try {
    encode();
    return undefined;
  } catch (error) {
    if (error instanceof RejectedError) return error.message;
    throw error;
  }
}
