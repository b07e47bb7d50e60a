import { describe, expect, it } from 'vitest';
import { asking } from '../asking.ts';

const watch = { deviceid: 'ab'.repeat(20), brand: 1, is_tracker: true, modelid: 93, model: 'ScanWatch' };
const getactivity = '/v2/measure getactivity';

describe('getactivity', () => {
  it('gives each day with its tracker, and what was asked for beside it', async () => {
    const { simulator, userid, body, now } = await asking();
    await simulator.addActivity(userid, { ...watch, date: '2026-03-01', values: { steps: 8000, hr_average: 70 } });
    const days = { startdateymd: '2026-03-01', enddateymd: '2026-03-01' };
    expect(await body(getactivity, { ...days, data_fields: 'steps,hr_average,hr_max' })).toEqual({
      activities: [
        {
          ...{ steps: 8000, hr_average: 70, date: '2026-03-01', timezone: 'Europe/Berlin', modified: now() },
          ...{ ...watch, hash_deviceid: watch.deviceid },
        },
      ],
      more: false,
      offset: 0,
    });
    const [unasked] = (await body(getactivity, days)).activities;
    expect(unasked).toMatchObject({ steps: 8000 });
    expect(unasked).not.toHaveProperty('hr_average');
  });

  it('counts both days of a range in', async () => {
    const { simulator, userid, body } = await asking();
    for (const day of [4, 3, 2, 1]) await simulator.addActivity(userid, { date: `2026-03-0${day}`, values: {} });
    const { activities } = await body(getactivity, { startdateymd: '2026-03-02', enddateymd: '2026-03-03' });
    expect(activities.map(({ date }: { date: string }) => date)).toEqual(['2026-03-02', '2026-03-03']);
  });

  it('replaces a day as it grows, under a new modified', async () => {
    const { simulator, userid, body, clock, now } = await asking();
    const date = '2026-03-01';
    await simulator.addActivity(userid, { ...watch, date, values: { steps: 10 } });
    await simulator.addActivity(userid, { date, values: { steps: 5 } });
    const before = now();
    expect((await body(getactivity, { lastupdate: String(before) })).activities).toEqual([]);
    clock.advance({ minutes: 1 });
    await simulator.addActivity(userid, { ...watch, date, values: { steps: 20 } });
    const changed = await body(getactivity, { lastupdate: String(before) });
    expect(changed.activities).toMatchObject([{ steps: 20, modified: before + 60 }]);
    // The phone counted the same day on its own.
    expect((await body(getactivity, { lastupdate: '0' })).activities).toHaveLength(2);
  });

  it('pages with true and false', async () => {
    const { simulator, userid, body } = await asking({ rowsPerPage: 2 });
    for (const day of [1, 2, 3]) await simulator.addActivity(userid, { date: `2026-03-0${day}`, values: {} });
    expect(await body(getactivity, { lastupdate: '0' })).toMatchObject({ more: true, offset: 2 });
    const last = await body(getactivity, { lastupdate: '0', offset: '2' });
    expect(last).toMatchObject({ activities: [{ date: '2026-03-03' }], more: false, offset: 0 });
  });
});

describe('getintradayactivity', () => {
  const name = '/v2/measure getintradayactivity';
  const entry = (values: Record<string, number>) => ({
    ...{ deviceid: watch.deviceid, model: 'ScanWatch', model_id: 93 },
    values,
  });
  const seconds = async (asked: Awaited<ReturnType<typeof asking>>, params: Record<string, string>) =>
    Object.keys((await asked.body(name, params)).series).map(Number);

  it('gives an object by second, with what was asked for', async () => {
    const { person, body } = await asking();
    person.records.intraday = { 1000: entry({ steps: 60, duration: 60 }), 1060: entry({ rmssd: 40 }) };
    const range = { startdate: '1000', enddate: '2000' };
    const device = { deviceid: watch.deviceid, model: 'ScanWatch', model_id: 93 };
    expect(await body(name, range)).toEqual({ series: { 1000: { steps: 60, duration: 60, ...device } } });
    expect(await body(name, { ...range, data_fields: 'rmssd' })).toEqual({
      series: { 1060: { rmssd: 40, ...device } },
    });
  });

  it('is an empty object without data', async () => {
    const { body } = await asking();
    expect(await body(name)).toEqual({ series: {} });
  });

  it('gives no more than the first 24 hours, and without a beginning the latest', async () => {
    const asked = await asking();
    const now = asked.now();
    const hour = 3600;
    const times = [-60, -48, -30, -23, -1].map((hours) => now + hours * hour);
    asked.person.records.intraday = Object.fromEntries(times.map((time) => [time, entry({ steps: 1 })]));
    const from = { startdate: String(now - 60 * hour), enddate: String(now) };
    expect(await seconds(asked, from)).toEqual(times.slice(0, 2));
    expect(await seconds(asked, {})).toEqual(times.slice(3));
    expect(await seconds(asked, { enddate: String(now - 25 * hour) })).toEqual(times.slice(1, 3));
  });
});

describe('getworkouts', () => {
  const name = '/v2/measure getworkouts';
  const swim = { category: 7, startdate: 1_772_380_800, enddate: 1_772_383_200, deviceid: watch.deviceid };

  it('gives each one with its data apart, null where nothing is known', async () => {
    const { simulator, userid, body, now } = await asking();
    const data = { pool_laps: 60, algo_pause_duration: 90, spo2_average: null, core_body_temperature_avg: 37.4 };
    const { id } = await simulator.addWorkout(userid, { ...swim, data });
    const { core_body_temperature_avg: _, ...unlessAsked } = data;
    expect(await body(name, { startdateymd: '2026-03-01', enddateymd: '2026-03-01' })).toEqual({
      series: [
        {
          ...{ id, ...swim, timezone: 'Europe/Berlin', model: 93, attrib: 0, date: '2026-03-01', modified: now() },
          data: unlessAsked,
        },
      ],
      more: false,
      offset: 0,
    });
    expect(id).toBeGreaterThan(2 ** 31);
    const asked = await body(name, { lastupdate: '0', data_fields: 'core_body_temperature_avg,steps' });
    expect(asked.series[0].data).toEqual({ core_body_temperature_avg: 37.4 });
  });

  it('pages', async () => {
    const { simulator, userid, body } = await asking({ rowsPerPage: 1 });
    await simulator.addWorkout(userid, { ...swim, data: {} });
    await simulator.addWorkout(userid, { ...swim, startdate: swim.startdate - 60, data: {} });
    expect(await body(name, { lastupdate: '0' })).toMatchObject({ series: [{}], more: true, offset: 1 });
    const last = await body(name, { lastupdate: '0', offset: '1' });
    expect(last).toMatchObject({ series: [{ startdate: swim.startdate }], more: false, offset: 0 });
  });
});
