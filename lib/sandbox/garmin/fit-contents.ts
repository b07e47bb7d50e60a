import { FitError, type FitMessage, readFit } from './fit-reader.ts';
import type { Composition } from './state.ts';

/** Times in epoch ms, masses in kg. */
export interface FitContents {
  weights: { measuredAt: number; weightKg: number; composition: Composition }[];
  pressures: { measuredAt: number; systolic: number; diastolic: number; pulse: number | null }[];
}

const messageNumber = { fileId: 0, weightScale: 30, bloodPressure: 51 } as const;
const measurementFileTypes = new Set<number | undefined>([9, 14]);
const stillCalculating = 0xfffe;
/** 1989-12-31T00:00:00Z */
const fitEpochSeconds = 631_065_600;
const timestampField = 253;

/**
 * The measurements in a weight or blood pressure file.
 *
 * @throws FitError when Garmin would refuse the file; one record without its main value spoils all of it
 */
export function readMeasurements(bytes: Uint8Array): FitContents {
  const messages = readFit(bytes);
  const [first] = messages;
  if (first?.number !== messageNumber.fileId) throw new FitError('the file does not begin with file_id');
  if (!measurementFileTypes.has(first.fields.get(0))) throw new FitError('not a file of measurements');
  const contents = {
    weights: messages.filter(({ number }) => number === messageNumber.weightScale).map(weightOf),
    pressures: messages.filter(({ number }) => number === messageNumber.bloodPressure).map(pressureOf),
  };
  if (contents.weights.length + contents.pressures.length === 0) throw new FitError('no measurements in the file');
  return contents;
}

function weightOf({ fields }: FitMessage): FitContents['weights'][number] {
  const weight = required(fields, 0);
  if (weight === stillCalculating) throw new FitError('a weight that is still being calculated');
  return {
    measuredAt: measuredAt(fields),
    weightKg: weight / 100,
    composition: {
      bmi: scaled(fields, 13, 10),
      bodyFat: scaled(fields, 1, 100),
      bodyWater: scaled(fields, 2, 100),
      boneMassKg: scaled(fields, 4, 100),
      muscleMassKg: scaled(fields, 5, 100),
      physiqueRating: scaled(fields, 8, 1),
      visceralFat: scaled(fields, 11, 1),
      metabolicAgeYears: scaled(fields, 10, 1),
    },
  };
}

function pressureOf({ fields }: FitMessage): FitContents['pressures'][number] {
  return {
    measuredAt: measuredAt(fields),
    systolic: required(fields, 0),
    diastolic: required(fields, 1),
    pulse: fields.get(6) ?? null,
  };
}

const measuredAt = (fields: FitMessage['fields']): number =>
  (required(fields, timestampField) + fitEpochSeconds) * 1000;

function required(fields: FitMessage['fields'], number: number): number {
  const value = fields.get(number);
  if (value === undefined) throw new FitError(`a record without field ${number}`);
  return value;
}

function scaled(fields: FitMessage['fields'], number: number, scale: number): number | null {
  const raw = fields.get(number);
  return raw === undefined ? null : raw / scale;
}
