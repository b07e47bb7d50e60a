import { describe, expect, it } from 'vitest';
import { garmin, json } from './world.ts';

const manual = {
  measurementTimestampLocal: '2026-11-20T07:30:00.000',
  measurementTimestampGMT: '2026-11-20T06:30:00.000',
  systolic: 121,
  diastolic: 78,
  pulse: 61,
  sourceType: 'MANUAL',
  notes: '',
};
const add = '/bloodpressure-service/bloodpressure';
const range = '/bloodpressure-service/bloodpressure/range/2026-11-19/2026-11-21';

describe('a blood pressure by hand', () => {
  it('is answered with what was stored', async () => {
    const { post } = garmin();
    const response = await post(add, manual);
    expect(response.status).toBe(200);
    expect(await json(response)).toEqual({
      version: Date.parse('2026-11-20T07:00:00Z'),
      systolic: 121,
      diastolic: 78,
      pulse: 61,
      multiMeasurement: false,
      notes: '',
      sourceType: 'MANUAL',
      measurementTimestampLocal: '2026-11-20T07:30:00.0',
      measurementTimestampGMT: '2026-11-20T06:30:00.0',
      category: 'ELEVATED',
      categoryName: 'ELEVATED',
    });
  });

  it('made a second time is there twice', async () => {
    const { post, simulator } = garmin();
    await post(add, manual);
    await post(add, manual);
    const versions = simulator.pressures('anna').map(({ version }) => version);
    expect(new Set(versions).size).toBe(2);
  });

  it.each([
    ['half a millimetre', { ...manual, systolic: 121.5 }],
    ['no diastole', { ...manual, diastolic: undefined }],
    ['no local time', { ...manual, measurementTimestampLocal: undefined }],
    [
      'the keys of the weight service',
      { ...manual, measurementTimestampGMT: undefined, gmtTimestamp: '2026-11-20T06:30:00.000' },
    ],
  ])('with %s is answered 400', async (_, body) => {
    const { post, simulator } = garmin();
    expect((await post(add, body)).status).toBe(400);
    expect(simulator.pressures('anna')).toEqual([]);
  });
});

describe('reading blood pressures', () => {
  it('sums up each day that has any, by its local time', async () => {
    const { post, get } = garmin();
    await post(add, manual);
    await post(add, {
      ...manual,
      systolic: 135,
      diastolic: 70,
      pulse: null,
      measurementTimestampLocal: '2026-11-20T08:30:00.125',
    });
    await post(add, { ...manual, measurementTimestampLocal: '2026-11-22T00:30:00.000' });
    const answer = await get(`${range}?includeAll=true`);
    expect(answer).toMatchObject({
      from: '2026-11-19',
      until: '2026-11-21',
      measurementSummaries: [
        {
          startDate: '2026-11-20',
          endDate: '2026-11-20',
          highSystolic: 135,
          highDiastolic: 78,
          lowSystolic: 121,
          lowDiastolic: 70,
          numOfMeasurements: 2,
          category: 'STAGE_1_HIGH',
          measurements: [{ pulse: 61 }, { pulse: null, measurementTimestampLocal: '2026-11-20T08:30:00.125' }],
        },
      ],
      categoryStats: {
        noOfDaysStage1: 1,
        noOfDaysElevated: 0,
        categoryCounts: { STAGE_1_HIGH: 1, NORMAL: 0, HYPERTENSIVE_CRISIS: 0 },
      },
    });
  });

  it('lists single readings only when all are asked for', async () => {
    const { post, get } = garmin();
    await post(add, manual);
    expect((await get(range)).measurementSummaries).toMatchObject([{ numOfMeasurements: 1, measurements: [] }]);
  });

  it('of days without any gives none', async () => {
    expect((await garmin().get(`${range}?includeAll=true`)).measurementSummaries).toEqual([]);
  });

  it.each([
    [119, 79, 'NORMAL'],
    [120, 79, 'ELEVATED'],
    [129, 80, 'STAGE_1_HIGH'],
    [130, 79, 'STAGE_1_HIGH'],
    [139, 90, 'STAGE_2_HIGH'],
    [140, 79, 'STAGE_2_HIGH'],
    [181, 79, 'HYPERTENSIVE_CRISIS'],
    [120, 121, 'HYPERTENSIVE_CRISIS'],
  ])('calls %d over %d %s', async (systolic, diastolic, category) => {
    expect(await json(await garmin().post(add, { ...manual, systolic, diastolic }))).toMatchObject({ category });
  });
});

describe('deleting a blood pressure', () => {
  it('takes its day and its version', async () => {
    const { post, call, simulator } = garmin();
    const { version } = await json(await post(add, manual));
    const remove = (day: string, key: number) => call(`${add}/${day}/${key}`, { method: 'DELETE' });
    expect((await remove('2026-11-20', version + 1)).status).toBe(404);
    expect((await remove('2026-11-19', version)).status).toBe(404);
    expect(simulator.pressures('anna')).toHaveLength(1);
    expect((await remove('2026-11-20', version)).status).toBe(204);
    expect(simulator.pressures('anna')).toEqual([]);
  });
});
