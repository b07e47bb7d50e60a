import { Encoder, type FileIdMesg, type WeightScaleMesg } from '@garmin/fitsdk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc16 } from '../../../lib/fit/crc.ts';
import { encodeWeightFile } from '../../../lib/fit/weight-file.ts';
import { readMeasurements } from '../../../lib/sandbox/garmin/fit-contents.ts';
import { FitError, readFit } from '../../../lib/sandbox/garmin/fit-reader.ts';
import { weighIn } from '../../fit/events.ts';
import { halfPastSix } from './world.ts';

const file = encodeWeightFile([
  weighIn({ measuredAt: halfPastSix / 1000, values: { weightKg: 82.13, fatPercent: 22.1 } }),
]);

/** A file around these records, with both checksums right. */
function framed(...records: number[]): Uint8Array {
  const bytes = new Uint8Array(14 + records.length + 2);
  const view = new DataView(bytes.buffer);
  bytes.set([14, 0x10, 108, 0, records.length, 0, 0, 0, ...new TextEncoder().encode('.FIT')]);
  view.setUint16(12, crc16(bytes, 12), true);
  bytes.set(records, 14);
  view.setUint16(14 + records.length, crc16(bytes, 14 + records.length), true);
  return bytes;
}

const fieldsOf = (bytes: Uint8Array) =>
  readFit(bytes).map(({ number, fields }) => [number, Object.fromEntries(fields)]);

describe('the FIT reader', () => {
  it('reads what Garmin’s own encoder writes', () => {
    const fileId: FileIdMesg = { type: 'weight', timeCreated: new Date(halfPastSix) };
    const weight: WeightScaleMesg = {
      timestamp: new Date(halfPastSix),
      weight: 82.13,
      percentFat: 22.1,
      metabolicAge: 41,
    };
    const encoder = new Encoder().onMesg(0, fileId).onMesg(30, weight);
    expect(readMeasurements(encoder.close()).weights).toMatchObject([
      { measuredAt: halfPastSix, weightKg: 82.13, composition: { bodyFat: 22.1, metabolicAgeYears: 41, bmi: null } },
    ]);
  });

  it('notices a change of any byte', () => {
    fc.assert(
      fc.property(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        expect(() => readFit(file.with(at, file[at]! ^ change))).toThrow(FitError);
      }),
    );
  });

  it('notices a file cut at any place', () => {
    for (let length = 0; length < file.length; length++) {
      expect(() => readFit(file.subarray(0, length))).toThrow(FitError);
    }
  });

  it('notices anything after the end', () => {
    expect(() => readFit(Uint8Array.of(...file, 0))).toThrow(FitError);
  });

  it('reads both byte orders, negative numbers and timed records, and passes over what is no single whole number', () => {
    const bigEndian = [0x41, 0, 1, 0x12, 0x34, 3, 1, 2, 0x84, 2, 2, 0x83, 3, 4, 0x07];
    const data = [0x01, 0x01, 0x00, 0xff, 0xfe, 0x41, 0x42, 0x43, 0x00];
    const timed = [0x80 | (1 << 5) | 7, ...data.slice(1)];
    expect(fieldsOf(framed(...bigEndian, ...data, ...timed))).toEqual([
      [0x1234, { 1: 256, 2: -2 }],
      [0x1234, { 1: 256, 2: -2 }],
    ]);
  });

  it('takes a header checksum of zero for none, and any other at its word', () => {
    const bytes = framed();
    expect(() => readFit(bytes.with(12, bytes[12]! ^ 1))).toThrow('header checksum');
    const none = bytes.with(12, 0).with(13, 0);
    new DataView(none.buffer).setUint16(14, crc16(none, 14), true);
    expect(readFit(none)).toEqual([]);
  });

  it.each<[what: string, records: number[]]>([
    ['data before their definition', [0x00, 1]],
    ['developer fields', [0x60, 0, 0, 0, 0, 0, 0]],
    ['a definition that goes beyond the end', [0x40, 0, 0, 0, 0, 3, 1, 1]],
    ['data that go beyond the end', [0x40, 0, 0, 0, 0, 1, 0, 1, 0x00, 0x00]],
    ['a text that goes beyond the end', [0x40, 0, 0, 0, 0, 1, 0, 4, 0x07, 0x00, 0x41]],
  ])('refuses %s', (_, records) => {
    expect(() => readFit(framed(...records))).toThrow(FitError);
  });
});
