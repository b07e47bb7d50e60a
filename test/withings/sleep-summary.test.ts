import { describe, expect, expectTypeOf, it } from 'vitest';
import { getSleepSummaries } from '../../lib/withings/sleep-summary.ts';
import { bodies } from './bodies.ts';
import { connectedSession } from './connected.ts';

const november = { startdateymd: '2026-11-01', enddateymd: '2026-11-30' };
const night = {
  id: 3_000_000_001,
  timezone: 'Europe/Paris',
  model: 32,
  model_id: 63,
  hash_deviceid: 'a1b2',
  startdate: 1_795_040_000,
  enddate: 1_795_068_800,
  date: '2026-11-19',
  created: 1_795_069_000,
  modified: 1_795_069_100,
  completed: true,
  data: { total_sleep_time: 26_000, sleep_efficiency: 0.91 },
};

const read = async (fields: object) =>
  (
    await getSleepSummaries(bodies({ series: [{ ...night, ...fields }] }).caller, {
      ...november,
      dataFields: ['night_events', 'apnea_hypopnea_index', 'total_sleep_time', 'sleep_efficiency'],
    })
  )[0];

it('asks for what it was told to', async () => {
  const { caller, calls } = bodies({ series: [] });
  await getSleepSummaries(caller, { ...november, dataFields: ['sleep_score', 'night_events'] });
  const params = { ...november, data_fields: 'sleep_score,night_events' };
  expect(calls).toEqual([{ path: '/v2/sleep', action: 'getsummary', params }]);
});

it('a night is as Withings has it', async () => {
  await expect(read({})).resolves.toEqual(night);
});

describe('the events of a night', () => {
  it.each<[string, unknown, unknown]>([
    ['a text of JSON', '{"1":[0],"2":[540,3600],"4":[28800]}', { 1: [0], 2: [540, 3600], 4: [28_800] }],
    ['an object', { 3: [60] }, { 3: [60] }],
    ['an event that nobody knows', '{"9":[1]}', { 9: [1] }],
    ['an empty list', [], {}],
    ['a text of an empty list', '[]', {}],
    ['a text of an empty object', '{}', {}],
  ])('may come as %s', async (_, night_events, events) => {
    expect((await read({ data: { night_events } }))?.data.night_events).toEqual(events);
  });

  it.each([null, undefined])('may be %s', async (night_events) => {
    expect((await read({ data: { night_events } }))?.data).not.toHaveProperty('night_events', null);
  });

  it.each(['{"1":[0', 'null', '{"1":0}', '{"bed":[0]}', 5])('are an error as %j', async (night_events) => {
    await expect(read({ data: { night_events } })).rejects.toMatchObject({
      kind: 'bug',
      message: expect.stringContaining('series.0.data.night_events'),
    });
  });
});

it.each<[string, object, object]>([
  [
    'an apnea index that is not available',
    { data: { apnea_hypopnea_index: -1 } },
    { data: { apnea_hypopnea_index: -1 } },
  ],
  [
    'phases that an external source does not know',
    { data: { total_sleep_time: 5, lightsleepduration: null } },
    { data: { total_sleep_time: 5 } },
  ],
  ['no word on whether it is complete', { completed: undefined }, { completed: null }],
  ['no data', { data: null }, { data: {} }],
  ['a new kind of device', { model: 4711, model_id: 4712 }, { model: 4711, model_id: 4712 }],
  ['keys that nobody knows', { dreams: 3 }, { dreams: 3 }],
])('a night is read with %s', async (_, fields, expected) => {
  await expect(read(fields)).resolves.toEqual({ ...night, ...expected });
});

it('against the simulator, every night comes once, whatever the order of the pages', async () => {
  const { session, simulator, person, clock } = await connectedSession({ rowsPerPage: 4 });
  const evening = Math.floor(clock.now() / 1000) - 30 * 86_400;
  for (let index = 0; index < 10; index++) {
    const startdate = evening + index * 86_400;
    await simulator.addNight(person.userid, {
      startdate,
      enddate: startdate + 28_000,
      data: { sleep_score: 70 + index },
    });
  }
  const nights = await getSleepSummaries(session, { lastupdate: 1, dataFields: ['sleep_score'] });
  expect(nights.map(({ data }) => data.sleep_score).sort()).toEqual([70, 71, 72, 73, 74, 75, 76, 77, 78, 79]);
});

it('the fields that are asked for are those of the type, and Withings’ own choice otherwise', async () => {
  const { caller } = bodies({ series: [] });
  const [some] = await getSleepSummaries(caller, { ...november, dataFields: ['night_events'] });
  expectTypeOf(some?.data.night_events).toEqualTypeOf<{ [event: string]: number[] } | undefined>();
  // @ts-expect-error: nobody asked for it
  some?.data.waso;
  const [chosen] = await getSleepSummaries(caller, november);
  expectTypeOf(chosen?.data.waso).toEqualTypeOf<number | undefined>();
  // @ts-expect-error: Withings does not send it of its own accord
  chosen?.data.sleep_score;
  // @ts-expect-error: there is no such field
  getSleepSummaries(caller, { ...november, dataFields: ['score'] });
});
