import { describe, expect, expectTypeOf, it } from 'vitest';
import { nameOfWorkoutCategory } from '../../lib/withings/vocabulary.ts';
import { getWorkouts, type WorkoutQuery } from '../../lib/withings/workouts.ts';
import { bodies } from './bodies.ts';
import { connectedSession } from './connected.ts';

const november = { startdateymd: '2026-11-01', enddateymd: '2026-11-30' };
const swim = {
  id: 5_100_000_001,
  category: 7,
  timezone: 'Europe/Paris',
  model: 93,
  attrib: 7,
  startdate: 1_795_000_000,
  enddate: 1_795_002_400,
  date: '2026-11-18',
  modified: 1_795_002_500,
  deviceid: null,
  data: { calories: 310, pool_laps: 40 },
};

it('asks for what it was told to', async () => {
  const { caller, calls } = bodies({ series: [] });
  await getWorkouts(caller, { lastupdate: 7, dataFields: ['strokes', 'pool_length'] });
  const params = { lastupdate: 7, data_fields: 'strokes,pool_length' };
  expect(calls).toEqual([{ path: '/v2/measure', action: 'getworkouts', params }]);
});

it.each([{}, { ...november, lastupdate: 5 }, { ...november, dataFields: ['laps'] }])('refuses %j', async (options) => {
  const { caller, calls } = bodies({ series: [] });
  await expect(getWorkouts(caller, options as WorkoutQuery)).rejects.toMatchObject({
    kind: 'rejected',
    action: 'getworkouts',
  });
  expect(calls).toEqual([]);
});

describe('a workout', () => {
  const read = async (fields: object) =>
    (await getWorkouts(bodies({ series: [{ ...swim, ...fields }] }).caller, november))[0];

  it('is as Withings has it', async () => {
    await expect(read({})).resolves.toEqual(swim);
  });

  it.each<[string, object, object]>([
    ['data that are all null', { data: { algo_pause_duration: null } }, { data: {} }],
    ['some data that are null', { data: { calories: 5, spo2_average: null } }, { data: { calories: 5 } }],
    ['no data', { data: undefined }, { data: {} }],
    ['null data', { data: null }, { data: {} }],
    ['data in an empty list', { data: [] }, { data: {} }],
    ['data that nobody knows', { data: { jumps: 3, hops: null } }, { data: { jumps: 3, hops: null } }],
    [
      'a temperature',
      { data: { core_body_temperature_status: 'usual' } },
      { data: { core_body_temperature_status: 'usual' } },
    ],
    ['an unknown category', { category: 4711 }, { category: 4711 }],
    ['keys that nobody knows', { weather: 'rain' }, { weather: 'rain' }],
    ['no device, model and attribution', { deviceid: null, model: null, attrib: null }, { model: null, attrib: null }],
  ])('is read with %s', async (_, fields, expected) => {
    await expect(read(fields)).resolves.toEqual({ ...swim, ...expected });
  });

  it.each(['id', 'category', 'startdate', 'enddate'])('without %s is an error that names it', async (field) => {
    await expect(read({ [field]: null })).rejects.toMatchObject({
      kind: 'bug',
      message: expect.stringContaining(`series.0.${field}`),
    });
  });

  it('has a sport to read, a new one by its number', () => {
    expect([187, 4711].map(nameOfWorkoutCategory)).toEqual(['Rowing', 'unknown (4711)']);
  });
});

it('against the simulator, every workout comes once', async () => {
  const { session, simulator, person } = await connectedSession({ rowsPerPage: 2 });
  const begin = 1_772_000_000;
  for (const category of [1, 2, 7, 187, 560]) {
    const startdate = begin + category * 3600;
    await simulator.addWorkout(person.userid, {
      category,
      startdate,
      enddate: startdate + 1800,
      data: { calories: category },
    });
  }
  const workouts = await getWorkouts(session, { lastupdate: 1, dataFields: ['calories'] });
  expect(workouts.map(({ category, data }) => [category, data.calories]).sort()).toEqual(
    [1, 2, 7, 187, 560].map((category) => [category, category]).sort(),
  );
});

it('the fields that are asked for are those of the type', async () => {
  const { caller } = bodies({ series: [] });
  const [some] = await getWorkouts(caller, { ...november, dataFields: ['calories'] });
  expectTypeOf(some?.data.calories).toEqualTypeOf<number | undefined>();
  // @ts-expect-error: nobody asked for it
  some?.data.steps;
  const [every] = await getWorkouts(caller, november);
  expectTypeOf(every?.data.core_body_temperature_status).toEqualTypeOf<string | undefined>();
  // @ts-expect-error: there is no such field
  getWorkouts(caller, { ...november, dataFields: ['laps'] });
});
