import { describe, expect, it } from 'vitest';
import { dateTime, uint8, uint16 } from '../../lib/fit/base-type.ts';
import { encodeBloodPressureFile } from '../../lib/fit/blood-pressure-file.ts';
import { message } from '../../lib/fit/message.ts';
import { bloodPressure, fileId, fileType, weightScale } from '../../lib/fit/messages.ts';
import { encodeWeightFile } from '../../lib/fit/weight-file.ts';
import { type FitHeader, FitWriter, fitFileBytes } from '../../lib/fit/writer.ts';
import { pressureReading, weighIn } from './events.ts';

const created = Date.parse('2026-11-20T07:00:00Z') / 1000;
const measuredAt = Date.parse('2026-11-20T06:30:00Z') / 1000;

const w1 = `
0c106c00c60000002e46495440000000000603048c0404860102840202840502840001000000000000f0a36245ffffffffffff0941000031000200028401010201ffffff42000017000cfd
048603048c0704860804860202840402840502840a02840001020101020601020b010202e89c624500000000ffffffffffffffffffffffffffffffffffffffff4300001e000dfd04860002
840102840202840302840402840502840702840902840801020a01020b01020d028403e89c6245152066083115ffff4501ed17fffffffffffffffd009982`;

/** W1 with half of 61.25 + 3.25 kg for muscle (0x0c99), and the checksum made anew by another program. */
const w1Skeletal = w1.replace('ed17', '990c').replace(/9982$/, '5603');

const b1 = `
0c106c00af0000002e46495440000000000603048c0404860102840202840502840001000000000000f0a36245ffffffffffff0941000031000200028401010201ffffff42000017000cfd
048603048c0704860804860202840402840502840a02840001020101020601020b010202e89c624500000000ffffffffffffffffffffffffffffffffffffffff4e0000330008fd04860002
840102840202840302840402840502840601020ee89c624579004e00ffffffffffffffff3d330e`;

const w2 = `
0e106c006f0000002e464954e66c40000000000603048c0404860102840202840502840001000039300000f0a3624501007d09ffff094300001e000dfd0486000284010284020284030284
0402840502840702840902840801020a01020b01020d028403e89c6245152066083115ffff4501ed17ffffffff052909fd009097`;

const b2 = `
0e106c00440000002e464954a5c740000000000603048c0404860102840202840502840001000039300000f0a3624501007d09ffff0e430000330004fd048600028401028406010203e89c
624579004e003d466b`;

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(/\s/g, ''), 'hex'));

describe('a file in the layout that Garmin Connect takes every day', () => {
  const event = weighIn({
    measuredAt,
    modified: created,
    values: {
      weightKg: 82.13,
      fatPercent: 21.5,
      hydrationPercent: 54.25,
      boneMassKg: 3.25,
      muscleMassKg: 61.25,
      bmi: 25.3,
    },
  });

  it('of one weigh-in is the golden one, byte for byte', () => {
    expect(encodeWeightFile([event])).toEqual(bytesOf(w1));
    expect(encodeWeightFile([event], { muscleMass: 'total' })).toEqual(bytesOf(w1));
  });

  it('of one weigh-in with skeletal muscle differs from it in two bytes and the checksum', () => {
    expect(encodeWeightFile([event], { muscleMass: 'skeletal' })).toEqual(bytesOf(w1Skeletal));
  });

  it('of one blood pressure reading is the golden one, byte for byte', () => {
    const values = { systolicMmHg: 121, diastolicMmHg: 78, heartRateBpm: 61 };
    expect(encodeBloodPressureFile([pressureReading({ measuredAt, modified: created, values })])).toEqual(bytesOf(b1));
  });
});

describe('a file with a header checksum, a device of its own and no device_info', () => {
  const header: FitHeader = { bytes: 14, protocolVersion: 0x10, profileVersion: 108 };
  const indexScale = { manufacturer: 1, product: 2429, serial_number: 12345, time_created: created };

  it('of one weigh-in is the golden one, byte for byte', () => {
    const writer = new FitWriter(
      header,
      fitFileBytes(header, [
        [fileId, 1],
        [weightScale, 1],
      ]),
    );
    writer.write(fileId, { ...indexScale, type: fileType.weight });
    writer.write(weightScale, {
      timestamp: measuredAt,
      weight: 82.13,
      percent_fat: 21.5,
      percent_hydration: 54.25,
      bone_mass: 3.25,
      muscle_mass: 61.25,
      physique_rating: 5,
      metabolic_age: 41,
      visceral_fat_rating: 9,
      bmi: 25.3,
    });
    expect(writer.finish()).toEqual(bytesOf(w2));
  });

  it('of one blood pressure reading is the golden one, byte for byte', () => {
    const leanBloodPressure = message({
      name: bloodPressure.name,
      number: bloodPressure.number,
      local: 3,
      fields: {
        timestamp: { number: 253, type: dateTime },
        systolic_pressure: { number: 0, type: uint16 },
        diastolic_pressure: { number: 1, type: uint16 },
        heart_rate: { number: 6, type: uint8 },
      },
    });
    const writer = new FitWriter(
      header,
      fitFileBytes(header, [
        [fileId, 1],
        [leanBloodPressure, 1],
      ]),
    );
    writer.write(fileId, { ...indexScale, type: fileType.bloodPressure });
    writer.write(leanBloodPressure, {
      timestamp: measuredAt,
      systolic_pressure: 121,
      diastolic_pressure: 78,
      heart_rate: 61,
    });
    expect(writer.finish()).toEqual(bytesOf(b2));
  });
});
