import fc from 'fast-check';
import { decimal } from '../../lib/decimal.ts';
import { type BloodPressureReading, eventId, type WeighIn } from '../../lib/measurement.ts';

type Sketch<Event> = { measuredAt: number; modified?: number; device?: string } & Pick<Event, 'values' & keyof Event>;

export function weighIn(sketch: Sketch<WeighIn>): WeighIn {
  return { kind: 'weight', ...eventBase('weight', sketch), values: sketch.values };
}

export function pressureReading(sketch: Sketch<BloodPressureReading>): BloodPressureReading {
  return { kind: 'bloodPressure', ...eventBase('bloodPressure', sketch), values: sketch.values };
}

function eventBase(kind: string, sketch: { measuredAt: number; modified?: number; device?: string }) {
  const { measuredAt, modified = measuredAt, device = 'scale' } = sketch;
  return { id: eventId(measuredAt, kind, device), measuredAt, modified, device, model: null };
}

/** Epoch seconds that a FIT file can hold. */
export const arbitraryTime = fc.integer({
  min: Date.parse('1989-12-31T00:00:00Z') / 1000,
  max: Date.parse('2126-02-06T06:28:14Z') / 1000,
});

/** Numbers of up to three decimals. */
export const thousandths = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min, max }).map((n) => decimal(n, -3));

export const arbitraryShuffled = <T>(lists: fc.Arbitrary<T[]>): fc.Arbitrary<{ original: T[]; shuffled: T[] }> =>
  lists.chain((original) =>
    fc.shuffledSubarray(original, { minLength: original.length }).map((shuffled) => ({ original, shuffled })),
  );
