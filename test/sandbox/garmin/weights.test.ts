import { describe, expect, it } from 'vitest';
import { encodeWeightFile } from '../../../lib/fit/weight-file.ts';
import type { WeighInValues } from '../../../lib/measurement.ts';
import { weighIn } from '../../fit/events.ts';
import { garmin, halfPastSix, json } from './world.ts';

const seconds = (text: string) => Date.parse(text) / 1000;
const fileOf = (...weighIns: [time: string, values: WeighInValues][]) =>
  encodeWeightFile(weighIns.map(([time, values]) => weighIn({ measuredAt: seconds(time), values })));

const manual = {
  dateTimestamp: '2026-11-20T07:30:00.000',
  gmtTimestamp: '2026-11-20T06:30:00.000',
  unitKey: 'kg',
  sourceType: 'MANUAL',
  value: 82.13,
};

describe('a weigh-in that came by file', () => {
  it('is told in grams, with the noise of single precision, its age in milliseconds', async () => {
    const { upload, get } = garmin();
    await upload(
      fileOf([
        '2026-11-20T06:30:00Z',
        {
          weightKg: 82.13,
          fatPercent: 22.1,
          hydrationPercent: 54.25,
          boneMassKg: 3.25,
          muscleMassKg: 61.07,
          bmi: 25.3,
          visceralFatRating: 9,
          metabolicAgeYears: 24,
        },
      ]),
    );
    const { dateWeightList } = await get('/weight-service/weight/dayview/2026-11-20?includeAll=true');
    expect(dateWeightList).toEqual([
      {
        samplePk: Date.parse('2026-11-20T07:00:00Z'),
        date: Date.parse('2026-11-20T07:30:00Z'),
        calendarDate: '2026-11-20',
        weight: 82129.99725341797,
        bmi: 25.299999237060547,
        bodyFat: 22.100000381469727,
        bodyWater: 54.25,
        boneMass: 3250,
        muscleMass: 61070,
        physiqueRating: null,
        visceralFat: 9,
        metabolicAge: 757_366_224_000,
        sourceType: 'INDEX_SCALE',
        timestampGMT: halfPastSix,
        weightDelta: null,
      },
    ]);
  });

  it('lies on the day of the account’s zone', async () => {
    const { upload, get } = garmin();
    await upload(fileOf(['2026-11-19T23:30:00Z', { weightKg: 80 }], ['2026-07-31T22:30:00Z', { weightKg: 81 }]));
    const dayOf = async (day: string) => (await get(`/weight-service/weight/dayview/${day}`)).dateWeightList.length;
    expect([await dayOf('2026-11-19'), await dayOf('2026-11-20')]).toEqual([0, 1]);
    expect([await dayOf('2026-07-31'), await dayOf('2026-08-01')]).toEqual([0, 1]);
  });
});

describe('a weigh-in by hand', () => {
  it('is answered 204 with nothing, and holds nothing but the weight', async () => {
    const { post, get } = garmin();
    const response = await post('/weight-service/user-weight', manual);
    expect([response.status, await response.text()]).toEqual([204, '']);
    const [metric] = (await get('/weight-service/weight/dayview/2026-11-20')).dateWeightList;
    expect(metric).toMatchObject({
      sourceType: 'MANUAL',
      timestampGMT: halfPastSix,
      date: Date.parse('2026-11-20T07:30:00Z'),
      bmi: null,
      bodyFat: null,
      bodyWater: null,
      boneMass: null,
      muscleMass: null,
      physiqueRating: null,
      visceralFat: null,
      metabolicAge: null,
    });
    expect(metric.weight).toBeCloseTo(82_130, 1);
  });

  it('may be in pounds', async () => {
    const { post, simulator } = garmin();
    await post('/weight-service/user-weight', { ...manual, unitKey: 'lbs', value: 100 });
    expect(simulator.weights('anna')[0]?.weightKg).toBeCloseTo(45.359, 3);
  });

  it.each([
    ['a missing time', { ...manual, gmtTimestamp: undefined }],
    [
      'the keys of another service',
      { ...manual, gmtTimestamp: undefined, measurementTimestampGMT: manual.gmtTimestamp },
    ],
    ['a time with a zone letter', { ...manual, gmtTimestamp: '2026-11-20T06:30:00.000Z' }],
    ['a time without milliseconds', { ...manual, dateTimestamp: '2026-11-20T07:30:00' }],
    ['an unknown unit', { ...manual, unitKey: 'st' }],
    ['a weight in words', { ...manual, value: '82.13' }],
  ])('with %s is answered 400', async (_, body) => {
    const { post, simulator } = garmin();
    expect((await post('/weight-service/user-weight', body)).status).toBe(400);
    expect(simulator.weights('anna')).toEqual([]);
  });
});

describe('reading weigh-ins', () => {
  async function severalDays() {
    const world = garmin();
    await world.upload(fileOf(['2026-11-20T06:00:00Z', { weightKg: 83 }], ['2026-11-21T06:00:00Z', { weightKg: 85 }]));
    // Older ones come later: what counts is when they were measured.
    await world.upload(
      fileOf(
        ['2026-11-17T06:00:00Z', { weightKg: 79 }],
        ['2026-11-18T06:00:00Z', { weightKg: 80 }],
        ['2026-11-19T06:00:00Z', { weightKg: 82, bmi: 25 }],
        ['2026-11-19T18:00:00Z', { weightKg: 84, bmi: 26 }],
      ),
    );
    return world;
  }

  it.each(['dateRange', 'daterangesnapshot'])('by %s gives the days asked for, newest first', async (name) => {
    const { get } = await severalDays();
    const answer = await get(`/weight-service/weight/${name}?startDate=2026-11-19&endDate=2026-11-20`);
    expect(answer).toMatchObject({ startDate: '2026-11-19', endDate: '2026-11-20' });
    expect(answer.dateWeightList.map((metric: { weight: number }) => metric.weight)).toEqual([83_000, 84_000, 82_000]);
    expect(answer.dateWeightList.map((metric: { weightDelta: number }) => metric.weightDelta)).toEqual([
      -1000, 2000, 2000,
    ]);
    expect(answer.totalAverage).toEqual({
      from: Date.parse('2026-11-19T00:00:00Z'),
      until: Date.parse('2026-11-20T23:59:59.999Z'),
      weight: 83_000,
      bmi: 25.5,
      bodyFat: null,
      bodyWater: null,
      boneMass: null,
      muscleMass: null,
      physiqueRating: null,
      visceralFat: null,
      metabolicAge: null,
    });
  });

  it('by range sums up each day and knows its neighbours', async () => {
    const { get } = await severalDays();
    const answer = await get('/weight-service/weight/range/2026-11-19/2026-11-19?includeAll=true');
    expect(answer.dailyWeightSummaries).toMatchObject([
      {
        summaryDate: '2026-11-19',
        numOfWeightEntries: 2,
        minWeight: 82_000,
        maxWeight: 84_000,
        latestWeight: { weight: 84_000 },
        allWeightMetrics: [{ weight: 84_000 }, { weight: 82_000 }],
      },
    ]);
    expect(answer.previousDateWeight).toMatchObject({ calendarDate: '2026-11-18', weight: 80_000 });
    expect(answer.nextDateWeight).toMatchObject({ calendarDate: '2026-11-20', weight: 83_000 });
  });

  it('by range lists single weigh-ins only when all are asked for', async () => {
    const { get } = await severalDays();
    const { dailyWeightSummaries } = await get('/weight-service/weight/range/2026-11-18/2026-11-20');
    expect(dailyWeightSummaries.map((day: { allWeightMetrics: [] }) => day.allWeightMetrics)).toEqual([[], [], []]);
  });

  it('of days without any gives empty lists and nulls', async () => {
    const { get } = garmin();
    expect(await get('/weight-service/weight/dayview/2026-11-20?includeAll=true')).toMatchObject({
      dateWeightList: [],
      totalAverage: { weight: null },
    });
    expect(await get('/weight-service/weight/range/2026-11-19/2026-11-20?includeAll=true')).toMatchObject({
      dailyWeightSummaries: [],
      previousDateWeight: { weight: null },
      nextDateWeight: { samplePk: null },
    });
  });

  it.each([
    '/weight-service/weight/dayview/20-11-2026',
    '/weight-service/weight/range/2026-11-20/today',
    '/weight-service/weight/dateRange?startDate=2026-11-20',
  ])('is answered 400 without proper days: %s', async (path) => {
    expect((await garmin().call(path)).status).toBe(400);
  });
});

describe('deleting a weigh-in', () => {
  it('does not free its key for the next one', async () => {
    const { post, call, simulator } = garmin();
    await post('/weight-service/user-weight', manual);
    const [first] = simulator.weights('anna');
    await call(`/weight-service/weight/2026-11-20/byversion/${first?.samplePk}`, { method: 'DELETE' });
    await post('/weight-service/user-weight', manual);
    expect(simulator.weights('anna')).toHaveLength(1);
    expect(simulator.weights('anna')[0]?.samplePk).not.toBe(first?.samplePk);
  });

  it('takes its day and its key', async () => {
    const { post, get, call, simulator } = garmin();
    await post('/weight-service/user-weight', manual);
    const [{ samplePk }] = (await get('/weight-service/weight/dayview/2026-11-20')).dateWeightList;
    const remove = (day: string, key: number) =>
      call(`/weight-service/weight/${day}/byversion/${key}`, { method: 'DELETE' });
    expect((await remove('2026-11-20', samplePk + 1)).status).toBe(404);
    expect((await remove('2026-11-21', samplePk)).status).toBe(404);
    expect(simulator.weights('anna')).toHaveLength(1);
    const response = await remove('2026-11-20', samplePk);
    expect([response.status, await response.text()]).toEqual([204, '']);
    expect(simulator.weights('anna')).toEqual([]);
    expect((await remove('2026-11-20', samplePk)).status).toBe(404);
  });
});

it('the settings of a person know their newest weight in grams', async () => {
  const { upload, call } = garmin();
  await upload(fileOf(['2026-11-20T06:30:00Z', { weightKg: 82 }], ['2026-11-19T06:30:00Z', { weightKg: 90 }]));
  const settings = await json(await call('/userprofile-service/userprofile/user-settings'));
  expect(settings.userData.weight).toBe(82_000);
});
