import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BugError, RejectedError } from '../../lib/errors.ts';
import { deliveredValues } from '../../lib/fingerprint.ts';
import { encodeWeightFile } from '../../lib/fit/weight-file.ts';
import type { WeighIn, WeighInValues } from '../../lib/measurement.ts';
import { arbitraryShuffled, arbitraryTime, thousandths, weighIn } from './events.ts';
import { decode, secondsOf } from './oracle.ts';

const arbitraryWeighIn: fc.Arbitrary<WeighIn> = fc
  .record({
    measuredAt: arbitraryTime,
    modified: arbitraryTime,
    device: fc.constantFrom('scale', 'other scale', 'manual'),
    values: fc.record(
      {
        weightKg: thousandths(0, 655_334),
        fatPercent: thousandths(0, 100_000),
        hydrationPercent: thousandths(0, 100_000),
        boneMassKg: thousandths(0, 20_000),
        muscleMassKg: thousandths(0, 300_000),
        bmi: thousandths(0, 200_000),
        visceralFatRating: thousandths(0, 254_499),
        metabolicAgeYears: thousandths(0, 254_499),
        basalMetabolismKcal: thousandths(0, 16_383_000),
      },
      { requiredKeys: ['weightKg'] },
    ),
  })
  .map(weighIn);

function valuesRead(bytes: Uint8Array): { measuredAt: number; values: WeighInValues }[] {
  return (decode(bytes).weightScaleMesgs ?? []).map((mesg) => {
    const values = {
      weightKg: mesg.weight,
      fatPercent: mesg.percentFat,
      hydrationPercent: mesg.percentHydration,
      boneMassKg: mesg.boneMass,
      muscleMassKg: mesg.muscleMass,
      bmi: mesg.bmi,
      visceralFatRating: mesg.visceralFatRating,
      metabolicAgeYears: mesg.metabolicAge,
      basalMetabolismKcal: mesg.basalMet,
    };
    return { measuredAt: secondsOf(mesg.timestamp), values: values as WeighInValues };
  });
}

const one = (values: WeighInValues, measuredAt = 1_795_156_200) => [weighIn({ measuredAt, values })];

describe('a weight file', () => {
  it('tells Garmin’s own decoder what went in, whatever is known or missing', () => {
    fc.assert(
      fc.property(fc.array(arbitraryWeighIn, { minLength: 1, maxLength: 12 }), (events) => {
        const inOrder = events.toSorted((a, b) => a.measuredAt - b.measuredAt || (a.id < b.id ? -1 : 1));
        expect(valuesRead(encodeWeightFile(events))).toEqual(
          inOrder.map((event) => ({ measuredAt: event.measuredAt, values: deliveredValues(event) })),
        );
      }),
    );
  });

  it('is the same, byte for byte, in whatever order the events come', () => {
    const distinct = fc.uniqueArray(arbitraryWeighIn, { minLength: 2, maxLength: 12, selector: ({ id }) => id });
    fc.assert(
      fc.property(arbitraryShuffled(distinct), ({ original, shuffled }) => {
        expect(encodeWeightFile(shuffled)).toEqual(encodeWeightFile(original));
      }),
    );
  });

  it('keeps every weight from 30.00 to 200.00 kg to the last 10 g', () => {
    const weights = Array.from({ length: 17_001 }, (_, i) => Number(`${3000 + i}e-2`));
    const read: number[] = [];
    for (let i = 0; i < weights.length; i += 200) {
      const events = weights
        .slice(i, i + 200)
        .map((weightKg, j) => weighIn({ measuredAt: 1_795_156_200 + j, values: { weightKg } }));
      read.push(...valuesRead(encodeWeightFile(events)).map(({ values }) => values.weightKg));
    }
    expect(read).toEqual(weights);
  });

  it.each([
    [70.1, 70.1],
    [70.105, 70.11],
    [70.1049, 70.1],
    [82.135, 82.14],
  ])('carries %d kg as %d kg', (weightKg, expected) => {
    expect(valuesRead(encodeWeightFile(one({ weightKg })))[0]?.values.weightKg).toBe(expected);
  });

  it('says that it was made when its newest event was last changed, by no known device', () => {
    const events = [3, 9, 5].map((day) =>
      weighIn({ measuredAt: 1_795_000_000 + day, modified: 1_795_100_000 + day, values: { weightKg: 80 } }),
    );
    const [fileId] = decode(encodeWeightFile(events)).fileIdMesgs ?? [];
    expect(secondsOf(fileId?.timeCreated)).toBe(1_795_100_009);
    expect(fileId).toMatchObject({ type: 'weight' });
    for (const field of ['manufacturer', 'product', 'serialNumber', 'number']) expect(fileId).not.toHaveProperty(field);
  });

  it.each([0, 1_763_000_000_000])('refuses no weigh-in because it was last changed at %d', (modified) => {
    const [fileId] =
      decode(encodeWeightFile([weighIn({ measuredAt: 1_795_000_000, modified, values: { weightKg: 80 } })]))
        .fileIdMesgs ?? [];
    expect(secondsOf(fileId?.timeCreated)).toBe(1_795_000_000);
  });

  it('holds 200 events and refuses to be made of none or of more', () => {
    const events = Array.from({ length: 201 }, (_, i) =>
      weighIn({ measuredAt: 1_795_000_000 + i, values: { weightKg: 80 } }),
    );
    expect(valuesRead(encodeWeightFile(events.slice(0, 200)))).toHaveLength(200);
    expect(() => encodeWeightFile(events)).toThrow(BugError);
    expect(() => encodeWeightFile([])).toThrow(BugError);
  });

  it.each<[WeighInValues, number | undefined]>([
    [{ weightKg: 82.13, muscleMassKg: 61.25, boneMassKg: 3.25 }, 32.25],
    [{ weightKg: 82.13, muscleMassKg: 61.26, boneMassKg: 3.25 }, 32.26],
    [{ weightKg: 55, muscleMassKg: 38.1, boneMassKg: 2.1 }, 20.1],
    [{ weightKg: 82.13, muscleMassKg: 61.25 }, undefined],
    [{ weightKg: 82.13, boneMassKg: 3.25 }, undefined],
    [{ weightKg: 82.13 }, undefined],
  ])('of %o may say the skeletal part of the muscle: %s kg', (values, muscleMassKg) => {
    const [read] = valuesRead(encodeWeightFile(one(values), { muscleMass: 'skeletal' }));
    const { muscleMassKg: _, ...others } = values;
    expect(read?.values).toEqual({ ...others, ...(muscleMassKg !== undefined && { muscleMassKg }) });
  });

  it('leaves the events it was given as they were', () => {
    const events = Object.freeze([...one({ weightKg: 80.123 }, 2_000_000_000), ...one({ weightKg: 81 })]);
    encodeWeightFile(events);
    expect(events.map(({ values }) => values.weightKg)).toEqual([80.123, 81]);
  });
});

describe('a value that does not fit its field', () => {
  it.each<[field: string, values: WeighInValues]>([
    ['weight', { weightKg: 655.34 }], // stored as 0xfffe: "calculating"
    ['weight', { weightKg: 655.35 }], // stored as 0xffff: "absent"
    ['weight', { weightKg: 700 }],
    ['weight', { weightKg: -0.01 }],
    ['weight', { weightKg: Number.NaN }],
    ['weight', { weightKg: Number.POSITIVE_INFINITY }],
    ['percent_fat', { weightKg: 80, fatPercent: 655.35 }],
    ['percent_hydration', { weightKg: 80, hydrationPercent: -1 }],
    ['bone_mass', { weightKg: 80, boneMassKg: 655.35 }],
    ['muscle_mass', { weightKg: 80, muscleMassKg: Number.NaN }],
    ['bmi', { weightKg: 80, bmi: 6553.5 }],
    ['visceral_fat_rating', { weightKg: 80, visceralFatRating: 254.5 }],
    ['metabolic_age', { weightKg: 80, metabolicAgeYears: 255 }],
    ['basal_met', { weightKg: 80, basalMetabolismKcal: 16_383.75 }],
  ])('is refused by the name of the field, %s, and never shown: %o', (field, values) => {
    const error = errorOf(() => encodeWeightFile(one(values)));
    expect(error).toBeInstanceOf(RejectedError);
    expect(error.message).toContain(field);
    const bad = Object.values(values).at(-1);
    expect(error.message).not.toContain(String(bad));
  });

  it.each([
    ['1989-12-30T23:59:59Z'],
    ['2126-02-06T06:28:15Z'], // stored as 0xffffffff: "absent"
    ['2200-01-01T00:00:00Z'],
  ])('may be the date %s', (date) => {
    const error = errorOf(() => encodeWeightFile(one({ weightKg: 80 }, Date.parse(date) / 1000)));
    expect(error).toBeInstanceOf(RejectedError);
    expect(error.message).toMatch(/time.* between 1989-12-31T00:00:00Z and 2126-02-06T06:28:14Z/);
  });

  it('is not the last one that fits', () => {
    const values = { weightKg: 655.33, fatPercent: 655.34, metabolicAgeYears: 254, basalMetabolismKcal: 16_383.5 };
    for (const date of ['1989-12-31T00:00:00Z', '2126-02-06T06:28:14Z']) {
      const measuredAt = Date.parse(date) / 1000;
      expect(valuesRead(encodeWeightFile(one(values, measuredAt)))).toEqual([{ measuredAt, values }]);
    }
  });
});

function errorOf(action: () => unknown): Error {
  try {
    action();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('It was expected to throw an error.');
}
