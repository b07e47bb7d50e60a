import { describe, expect, it } from 'vitest';
import { dateTime, uint16 } from '../../../lib/fit/base-type.ts';
import { encodeBloodPressureFile } from '../../../lib/fit/blood-pressure-file.ts';
import { type MessageLayout, type MessageValues, message } from '../../../lib/fit/message.ts';
import { bloodPressure, fileCreator, fileId, fileType, weightScale } from '../../../lib/fit/messages.ts';
import { encodeWeightFile } from '../../../lib/fit/weight-file.ts';
import { FitWriter } from '../../../lib/fit/writer.ts';
import { pressureReading, weighIn } from '../../fit/events.ts';
import { garmin, halfPastSix, json } from './world.ts';

const measuredAt = halfPastSix / 1000;
const file = encodeWeightFile([weighIn({ measuredAt, values: { weightKg: 82.13, bmi: 25.3 } })]);

type FitRecord = [layout: MessageLayout, values: MessageValues<string>];

function fitFile(...records: FitRecord[]): Uint8Array {
  const writer = new FitWriter({ bytes: 14, protocolVersion: 0x10, profileVersion: 108 }, 1000);
  for (const [layout, values] of records) writer.write(layout, values);
  return writer.finish();
}

describe('an upload', () => {
  it.each(['/upload-service/upload', '/upload-service/upload/.fit', '/upload-service/upload/fit'])(
    'to %s is answered 201 with one success',
    async (path) => {
      const { upload, simulator } = garmin();
      const response = await upload(file, { path, name: 'weight.fit' });
      expect(response.status).toBe(201);
      const { detailedImportResult } = await json(response);
      expect(detailedImportResult).toMatchObject({
        uploadId: expect.any(Number),
        uploadUuid: { uuid: expect.any(String) },
        owner: simulator.account('anna').profileId,
        fileSize: file.length,
        creationDate: '2026-11-20 07:00:00.000 GMT',
        fileName: 'weight.fit',
        successes: [{ internalId: expect.any(Number), externalId: null, messages: null }],
        failures: [],
      });
    },
  );

  it('of weigh-ins stores what the file says, on the day of the account’s zone', async () => {
    const { upload, simulator } = garmin({ zone: 'Pacific/Auckland' });
    await upload(file);
    expect(simulator.weights('anna')).toMatchObject([
      {
        measuredAt: halfPastSix,
        measuredAtLocal: Date.parse('2026-11-20T19:30:00Z'),
        sourceType: 'INDEX_SCALE',
        weightKg: 82.13,
        composition: { bmi: 25.3, bodyFat: null, muscleMassKg: null },
      },
    ]);
  });

  it('of blood pressures stores them as a device’s', async () => {
    const { upload, simulator } = garmin();
    const values = { systolicMmHg: 121, diastolicMmHg: 78, heartRateBpm: 61 };
    await upload(encodeBloodPressureFile([pressureReading({ measuredAt, values })]));
    expect(simulator.pressures('anna')).toMatchObject([
      {
        measuredAt: halfPastSix,
        measuredAtLocal: Date.parse('2026-11-20T07:30:00Z'),
        systolic: 121,
        diastolic: 78,
        pulse: 61,
        sourceType: 'DEVICE',
      },
    ]);
  });

  it('of blood pressures may have the file type of its own', async () => {
    const { upload, simulator } = garmin();
    const reading = { timestamp: measuredAt, systolic_pressure: 121, diastolic_pressure: 78 };
    await upload(fitFile([fileId, { type: fileType.bloodPressure }], [bloodPressure, reading]));
    expect(simulator.pressures('anna')).toMatchObject([{ systolic: 121, pulse: null }]);
  });

  it('made a second time adds everything a second time', async () => {
    const { upload, simulator } = garmin();
    await upload(file);
    expect((await upload(file)).status).toBe(201);
    const [first, second] = simulator.weights('anna');
    expect(second).toEqual({ ...first, samplePk: (first?.samplePk ?? 0) + 1 });
    expect(simulator.uploads('anna').map(({ outcome }) => outcome)).toEqual(['imported', 'imported']);
  });

  const calculating = message({
    name: 'weight_scale',
    number: weightScale.number,
    local: 3,
    fields: { timestamp: { number: 253, type: dateTime }, weight: { number: 0, type: uint16 } },
  });
  const start: FitRecord = [fileId, { type: fileType.weight }];
  const weight: FitRecord = [weightScale, { timestamp: measuredAt, weight: 80 }];
  it.each<[what: string, bytes: Uint8Array, name?: string]>([
    ['something else', new TextEncoder().encode('weight,80')],
    ['a file with a wrong checksum', file.with(40, file[40]! ^ 1)],
    ['a file cut short', file.subarray(0, -1)],
    ['a file of which the name ends otherwise', file, 'weight.csv'],
    ['a file without file_id', fitFile(weight)],
    ['a file that begins with another message', fitFile([fileCreator, { software_version: 9 }], start, weight)],
    ['a file of another type', fitFile([fileId, { type: 4 }], weight)],
    ['a file without measurements', fitFile(start)],
    [
      'a file with one record without weight',
      fitFile(start, weight, [weightScale, { timestamp: measuredAt, bmi: 25 }]),
    ],
    [
      'a file with a weight that is still being calculated',
      fitFile(start, [calculating, { timestamp: measuredAt, weight: 0xfffe }]),
    ],
    ['a file with one record without time', fitFile(start, weight, [weightScale, { weight: 80 }])],
    [
      'a blood pressure without diastole',
      fitFile(start, [bloodPressure, { timestamp: measuredAt, systolic_pressure: 121 }]),
    ],
  ])('of %s is refused in the body, under a status that says nothing of it', async (_, bytes, name = 'a.fit') => {
    const { upload, simulator } = garmin();
    const response = await upload(bytes, { name });
    expect(response.ok).toBe(true);
    expect((await json(response)).detailedImportResult).toMatchObject({
      uploadId: '',
      uploadUuid: null,
      fileSize: 0,
      successes: [],
      failures: [{ internalId: null, messages: [{ code: 415 }] }],
    });
    expect(simulator.weights('anna')).toEqual([]);
    expect(simulator.pressures('anna')).toEqual([]);
  });

  it('from a browser is answered 202 and dropped', async () => {
    const { upload, simulator } = garmin();
    const response = await upload(file, { userAgent: 'Mozilla/5.0 (X11; Linux x86_64)' });
    expect(response.status).toBe(202);
    expect((await json(response)).detailedImportResult).toMatchObject({ successes: [], failures: [] });
    expect(simulator.weights('anna')).toEqual([]);
  });

  it('from a browser is taken when so turned', async () => {
    const { upload, simulator } = garmin();
    simulator.turn({ browserUploadsVanish: false });
    await upload(file, { userAgent: 'Mozilla/5.0' });
    expect(simulator.weights('anna')).toHaveLength(1);
  });

  it('is answered 412 until the person has consented to it', async () => {
    const { upload, simulator } = garmin({ uploadConsent: false });
    expect((await upload(file)).status).toBe(412);
    simulator.account('anna').uploadConsent = true;
    expect((await upload(file)).status).toBe(201);
    expect(simulator.weights('anna')).toHaveLength(1);
  });

  it('of too many records is answered 504, and nothing of it is taken', async () => {
    const { upload, simulator } = garmin();
    simulator.turn({ recordsPerFile: 2 });
    const of = (count: number) =>
      encodeWeightFile(
        Array.from({ length: count }, (_, i) => weighIn({ measuredAt: measuredAt + i, values: { weightKg: 80 } })),
      );
    expect((await upload(of(3))).status).toBe(504);
    expect(simulator.weights('anna')).toEqual([]);
    expect((await upload(of(2))).status).toBe(201);
  });

  it.each([
    ['JSON', JSON.stringify({ file: 'a' })],
    ['a form without a file', new URLSearchParams({ file: 'a' })],
  ])('that is %s is answered 400', async (_, body) => {
    const { call } = garmin();
    expect((await call('/upload-service/upload', { method: 'POST', body })).status).toBe(400);
  });
});
