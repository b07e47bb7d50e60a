import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RejectedError } from '../../lib/errors.ts';
import { deliveredValues } from '../../lib/fingerprint.ts';
import { encodeBloodPressureFile } from '../../lib/fit/blood-pressure-file.ts';
import type { BloodPressureValues } from '../../lib/measurement.ts';
import { arbitraryTime, pressureReading, thousandths } from './events.ts';
import { decode, secondsOf } from './oracle.ts';

const arbitraryReading = fc
  .record({
    measuredAt: arbitraryTime,
    modified: arbitraryTime,
    device: fc.constantFrom('cuff', 'manual'),
    values: fc.record(
      {
        systolicMmHg: thousandths(0, 300_000),
        diastolicMmHg: thousandths(0, 200_000),
        heartRateBpm: thousandths(0, 254_499),
      },
      { requiredKeys: ['systolicMmHg', 'diastolicMmHg'] },
    ),
  })
  .map(pressureReading);

describe('a blood pressure file', () => {
  it('tells Garmin’s own decoder what went in, with pulse or without', () => {
    fc.assert(
      fc.property(fc.array(arbitraryReading, { minLength: 1, maxLength: 12 }), (events) => {
        const read = (decode(encodeBloodPressureFile(events)).bloodPressureMesgs ?? []).map((mesg) => ({
          measuredAt: secondsOf(mesg.timestamp),
          values: {
            systolicMmHg: mesg.systolicPressure,
            diastolicMmHg: mesg.diastolicPressure,
            heartRateBpm: mesg.heartRate,
          },
        }));
        const inOrder = events.toSorted((a, b) => a.measuredAt - b.measuredAt || (a.id < b.id ? -1 : 1));
        expect(read).toEqual(
          inOrder.map((event) => ({ measuredAt: event.measuredAt, values: deliveredValues(event) })),
        );
      }),
    );
  });

  it('has the type of a weight file, which is what Garmin Connect has been taking', () => {
    const values = { systolicMmHg: 121, diastolicMmHg: 78 };
    const bytes = encodeBloodPressureFile([pressureReading({ measuredAt: 1_795_156_200, values })]);
    expect(decode(bytes).fileIdMesgs).toMatchObject([{ type: 'weight' }]);
  });

  it.each<[field: string, values: BloodPressureValues]>([
    ['systolic_pressure', { systolicMmHg: 65_535, diastolicMmHg: 78 }],
    ['diastolic_pressure', { systolicMmHg: 121, diastolicMmHg: -1 }],
    ['heart_rate', { systolicMmHg: 121, diastolicMmHg: 78, heartRateBpm: 255 }],
  ])('refuses a %s that does not fit', (field, values) => {
    const encode = () => encodeBloodPressureFile([pressureReading({ measuredAt: 1_795_156_200, values })]);
    expect(encode).toThrow(RejectedError);
    expect(encode).toThrow(field);
  });
});
