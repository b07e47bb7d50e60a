import { beforeEach, describe, expect, it } from 'vitest';
import { IntervalsSimulator } from '../../../lib/sandbox/intervals/simulator.ts';
import type { Athlete, IntervalsState } from '../../../lib/sandbox/intervals/state.ts';
import { FlowingClock } from '../../flowing-clock.ts';

/*
 * Documented (the site's OpenAPI document, and its author in its forum): Basic with the user name API_KEY; 403 for a key
 * sent as Bearer; athlete 0; the calls and their fields; only fields that are present change, null clears nothing;
 * `localDate`; `locked`. As open clients have it: that the athlete 0 says whose the key is.
 * Assumed: 401 or 403 for a wrong key, 404 for an unknown athlete, what a day without data is and how its empty fields
 * look (knobs), 422 for a body of the wrong shape, that a locked day takes a call like ours all the same, and that the
 * athlete's weight does not follow a bulk write.
 */

const day = '2026-11-20';
const key = 'invented-key';
const basic = (user: string, password: string) => `Basic ${btoa(`${user}:${password}`)}`;

let simulator: IntervalsSimulator;
let athlete: Athlete;
beforeEach(() => {
  simulator = new IntervalsSimulator({ clock: new FlowingClock() });
  athlete = simulator.addAthlete({ name: 'Anna', apiKey: key });
});

const send = (path: string, init: RequestInit = {}, authorization = basic('API_KEY', key)) =>
  simulator.fetch(new Request(`https://intervals.icu/api/v1/athlete/${path}`, { ...init, headers: { authorization } }));
const put = (path: string, body: unknown) => send(path, { method: 'PUT', body: JSON.stringify(body) });
const get = async (path: string): Promise<unknown> => (await send(path)).json();

describe('who calls', () => {
  it.each(['0', 'i100001'])('is known by the key, as athlete %s', async (id) => {
    expect((await send(`${id}/wellness/${day}`)).status).toBe(200);
  });

  it.each([
    ['a key as Bearer', `Bearer ${key}`, 403],
    ['a wrong key', basic('API_KEY', 'wrong'), 401],
    ['another user name', basic('anna', key), 401],
    ['no key', '', 401],
  ])('is turned away with %s', async (_, authorization, status) => {
    simulator.turn({ refusedKey: 401 });
    expect((await send(`0/wellness/${day}`, {}, authorization)).status).toBe(status);
  });

  it('may be refused by 403 as well', async () => {
    expect((await send(`0/wellness/${day}`, {}, basic('API_KEY', 'wrong'))).status).toBe(403);
  });

  it('sees no other athlete', async () => {
    const other = simulator.addAthlete({ name: 'Ben', apiKey: 'other-key' });
    expect((await send(`${other.id}/wellness/${day}`)).status).toBe(403);
    expect((await send(`i999/wellness/${day}`)).status).toBe(404);
  });
});

describe('a write of a day', () => {
  it('changes only what it holds, and null clears nothing', async () => {
    await put(`0/wellness/${day}`, { weight: 80.25, bodyFat: 18.5, restingHR: 52 });
    const answer = await put(`0/wellness/${day}`, { weight: 80.5, bodyFat: null, systolic: 121, diastolic: 79 });
    const fields = { weight: 80.5, bodyFat: 18.5, restingHR: 52, systolic: 121, diastolic: 79 };
    expect(await answer.json()).toMatchObject({ id: day, ...fields });
    expect(athlete.wellness[day]?.fields).toEqual(fields);
  });

  it.each([
    [`?localDate=${day}`, 80.25],
    ['?localDate=2026-11-21', null],
    ['', null],
  ])('with %j makes the athlete’s weight %s', async (query, weight) => {
    await put(`0/wellness/${day}${query}`, { weight: 80.25, restingHR: 52 });
    expect([athlete.weight, athlete.restingHR]).toEqual([weight, weight && 52]);
    await put(`0/wellness/${day}${query}`, { bodyFat: 18 });
    expect(athlete.weight).toBe(weight);
  });

  it('may name the day inside', async () => {
    await put('0/wellness', { id: day, weight: 80.25 });
    expect(athlete.wellness[day]?.fields).toEqual({ weight: 80.25 });
  });

  it('passes over fields that are none', async () => {
    await put(`0/wellness/${day}`, { muscleMass: 60, weight: 80.25 });
    expect(athlete.wellness[day]?.fields).toEqual({ weight: 80.25 });
  });

  it.each([
    [`0/wellness/${day}`, { weight: '80.25' }],
    [`0/wellness/${day}`, { systolic: 121.5 }],
    [`0/wellness/${day}`, 'nonsense'],
    ['0/wellness/2026-13-40', { weight: 80.25 }],
    ['0/wellness', { weight: 80.25 }],
    ['0/wellness-bulk', { id: day, weight: 80.25 }],
    ['0/wellness-bulk', [{ weight: 80.25 }]],
  ])('to %s of %j is refused', async (path, body) => {
    expect((await put(path, body)).status).toBe(422);
    expect(athlete.wellness).toEqual({});
  });

  it('that is locked goes through, since it keeps off devices only', async () => {
    await put(`0/wellness/${day}`, { weight: 80.25, locked: true });
    await put(`0/wellness/${day}`, { weight: 81 });
    expect(await get(`0/wellness/${day}`)).toMatchObject({ weight: 81, locked: true });
  });

  it('may vanish', async () => {
    simulator.turn({ writesVanish: true });
    expect((await put(`0/wellness/${day}?localDate=${day}`, { weight: 80.25 })).status).toBe(200);
    expect([athlete.wellness, athlete.weight]).toEqual([{}, null]);
  });
});

it('many days are written at once', async () => {
  const days = [
    { id: '2026-11-19', weight: 80 },
    { id: day, weight: 81 },
  ];
  expect((await put(`0/wellness-bulk?localDate=${day}`, days)).status).toBe(200);
  expect(Object.values(athlete.wellness).map(({ id, fields }) => [id, fields.weight])).toEqual([
    ['2026-11-19', 80],
    [day, 81],
  ]);
  expect(athlete.weight).toBeNull();
});

describe('what is read', () => {
  beforeEach(async () => {
    for (const date of ['21', '20', '18']) await put(`0/wellness/2026-11-${date}`, { weight: 80, systolic: 121 });
  });

  it.each(['0/wellness', '0/wellness.json'])('of %s are the days of a range, in order', async (path) => {
    const found = await get(`${path}?oldest=2026-11-18&newest=2026-11-20&fields=weight`);
    expect(found).toEqual([
      { id: '2026-11-18', weight: 80 },
      { id: '2026-11-20', weight: 80 },
    ]);
  });

  it('are all fields where none are asked for, or where the site does not care', async () => {
    const whole = expect.objectContaining({ id: '2026-11-18', weight: 80, bodyFat: null, updated: expect.any(String) });
    expect(await get('0/wellness?oldest=2026-11-18&newest=2026-11-18')).toEqual([whole]);
    simulator.turn({ allFields: true });
    expect(await get('0/wellness?oldest=2026-11-18&newest=2026-11-18&cols=weight')).toEqual([whole]);
  });

  it('may leave out what has no value', async () => {
    simulator.turn({ emptyFields: 'absent' });
    expect(await get('0/wellness/2026-11-18')).toEqual({
      ...{ id: '2026-11-18', weight: 80, systolic: 121, locked: false },
      updated: expect.any(String),
    });
  });

  it('of a day without data is a record without values, or 404', async () => {
    expect(await get('0/wellness/2026-11-19')).toMatchObject({ id: '2026-11-19', weight: null });
    simulator.turn({ emptyDay: 404 });
    expect((await send('0/wellness/2026-11-19')).status).toBe(404);
    expect(await get('0/wellness?oldest=2026-11-19&newest=2026-11-19')).toEqual([]);
  });

  it.each(['', '?oldest=yesterday', '?oldest=2026-11-18&newest=today'])('needs a range, not %j', async (query) => {
    expect((await send(`0/wellness${query}`)).status).toBe(422);
  });
});

describe('a fault', () => {
  it.each([
    [true, 1],
    [false, 0],
  ])('befalls calls of its kind as often as planned; what was asked for is done: %s', async (taken, count) => {
    simulator.addFault({ on: 'PUT wellness/day', taken, answer: 429, retryAfter: '60', times: 1 });
    const answer = await put(`0/wellness/${day}`, { weight: 80.25 });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '60']);
    expect(Object.keys(athlete.wellness)).toHaveLength(count);
    expect((await put(`0/wellness/${day}`, { weight: 80.25 })).status).toBe(200);
  });

  it('may be a lost answer, or a web page', async () => {
    simulator.addFault({ on: 'GET wellness', taken: false, answer: 'lost', times: 1 });
    simulator.addFault({ on: 'GET wellness', taken: false, answer: 'page' });
    await expect(send(`0/wellness.json?oldest=${day}`)).rejects.toThrow(TypeError);
    expect((await send(`0/wellness?oldest=${day}`)).headers.get('content-type')).toMatch(/html/);
  });
});

it('a key tells whose it is', async () => {
  expect(await get('0')).toMatchObject({ id: 'i100001', name: 'Anna' });
  expect(await get('i100001')).toMatchObject({ id: 'i100001' });
});

it('calls are counted by what they do', async () => {
  await get(`0/wellness?oldest=${day}`);
  await get(`0/wellness.json?oldest=${day}`);
  await get(`i100001/wellness/${day}`);
  await put('0/wellness-bulk', []);
  await get('0');
  expect(simulator.calls).toEqual({
    'GET athlete': 1,
    'GET wellness': 2,
    'GET wellness/day': 1,
    'PUT wellness': 0,
    'PUT wellness/day': 0,
    'PUT wellness-bulk': 1,
  });
});

it('a state that was kept goes on', async () => {
  await put(`0/wellness/${day}`, { weight: 80.25 });
  const { 'GET athlete': _unknownToAnEarlierVersion, ...calls } = simulator.calls;
  const state: IntervalsState = { ...structuredClone(simulator.state), calls: calls as IntervalsState['calls'] };
  simulator = new IntervalsSimulator({ clock: new FlowingClock(), state });
  expect(await get(`0/wellness/${day}`)).toMatchObject({ weight: 80.25 });
  expect(simulator.addAthlete({ name: 'Ben', apiKey: 'other-key' }).id).toBe('i100002');
});
