import { describe, expect, it } from 'vitest';
import { asking } from '../asking.ts';

/** 22:40 in Berlin on the last of February, to 6:40. */
const startdate = 1_772_314_800;
const enddate = startdate + 8 * 3600;
const bed = 'cd'.repeat(20);
const segment = (from: number, to: number, state: number) => ({
  startdate: startdate + from * 60,
  enddate: startdate + to * 60,
  state,
});
const segments = [segment(0, 15, 0), segment(15, 200, 1), segment(200, 300, 2), segment(300, 480, 3)];
const data = { total_sleep_time: 27_000, sleep_score: 80, night_events: '{"1":[0],"4":[28800]}' };
const night = { hash_deviceid: bed, startdate, enddate, data, segments };

describe('getsummary', () => {
  const name = '/v2/sleep getsummary';

  it('files a night under the day of waking up, with the events as text inside', async () => {
    const { simulator, userid, body, now } = await asking();
    const { id } = await simulator.addNight(userid, night);
    const day = { startdateymd: '2026-03-01', enddateymd: '2026-03-01' };
    expect(await body(name, { ...day, data_fields: 'sleep_score,night_events,withings_index' })).toEqual({
      series: [
        {
          ...{ id, timezone: 'Europe/Berlin', model: 32, model_id: 63, hash_deviceid: bed, startdate, enddate },
          ...{ date: '2026-03-01', created: now(), modified: now(), completed: true },
          data: { sleep_score: 80, night_events: data.night_events },
        },
      ],
      more: false,
      offset: 0,
    });
    const unasked = await body(name, day);
    expect(unasked.series[0].data).toEqual({ total_sleep_time: 27_000 });
    const before = { startdateymd: '2026-02-28', enddateymd: '2026-02-28' };
    expect((await body(name, before)).series).toEqual([]);
  });

  it('pages by 300, in no order to count on', async () => {
    const { simulator, person, userid, body } = await asking();
    const { id: _, ...first } = await simulator.addNight(userid, night);
    person.records.nights = Array.from({ length: 305 }, (_, id) => ({ ...first, id, startdate: startdate + id }));
    const page = await body(name, { lastupdate: '0' });
    expect(page).toMatchObject({ more: true, offset: 300 });
    const rest = await body(name, { lastupdate: '0', offset: '300' });
    expect(rest).toMatchObject({ more: false, offset: 0 });
    const ids = [...page.series, ...rest.series].map(({ id }: { id: number }) => id);
    expect(new Set(ids).size).toBe(305);
    expect([ids[0]! > ids[1]!, ids[203]! > ids[204]!]).toEqual([true, false]);
  });

  it('keeps a night and a nap of one day apart', async () => {
    const { simulator, userid, body } = await asking();
    await simulator.addNight(userid, night);
    await simulator.addNight(userid, { ...night, startdate: enddate + 3600, enddate: enddate + 7200 });
    const { series } = await body(name, { startdateymd: '2026-03-01', enddateymd: '2026-03-01' });
    expect(new Set(series.map(({ id }: { id: number }) => id)).size).toBe(2);
  });
});

describe('sleep get', () => {
  const name = '/v2/sleep get';
  const range = { startdate: String(startdate), enddate: String(enddate) };

  it('gives a list of segments with their device, and no samples unless asked', async () => {
    const { simulator, userid, body } = await asking();
    await simulator.addNight(userid, night);
    const device = { model: 'Aura Sensor V2', model_id: 63, hash_deviceid: bed };
    const series = segments.map((one) => ({ ...one, ...device }));
    expect(await body(name, range)).toEqual({ series, model: 32 });
  });

  it('samples each field asked for every minute, the same each time; a sensor’s missing field is absent', async () => {
    const { simulator, userid, body } = await asking();
    await simulator.addNight(userid, night);
    const params = { ...range, data_fields: 'hr,rr,mvt_score' };
    const [awake] = (await body(name, params)).series;
    expect(Object.keys(awake.hr)).toEqual(Array.from({ length: 15 }, (_, index) => String(startdate + index * 60)));
    for (const bpm of Object.values(awake.hr)) expect(bpm).toBeGreaterThan(40);
    expect(Object.keys(awake.rr)).toHaveLength(15);
    expect(awake).not.toHaveProperty('mvt_score');
    expect(await body(name, params)).toEqual(await body(name, params));
  });

  it.each([
    [24, 1],
    [168, 2],
  ])('answers the first %i hours of a range', async (sleepRangeHours, nights) => {
    const { simulator, userid, body } = await asking({ sleepRangeHours });
    const [first] = segments;
    await simulator.addNight(userid, { ...night, segments: [first!] });
    const later = { startdate: first!.startdate + 30 * 3600, enddate: first!.enddate + 30 * 3600, state: 0 };
    await simulator.addNight(userid, { ...night, segments: [later] });
    const long = { startdate: String(startdate), enddate: String(startdate + 60 * 3600) };
    expect((await body(name, long)).series).toHaveLength(nights);
  });

  it('is empty in the day', async () => {
    const { body } = await asking();
    expect(await body(name, range)).toEqual({ series: [], model: 32 });
  });
});
