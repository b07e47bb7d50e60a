import { describe, expect, expectTypeOf, it } from 'vitest';
import { withingsApp } from '../../lib/withings/app.ts';
import { getHeartList, getHeartSignal } from '../../lib/withings/heart.ts';
import { FlowingClock } from '../flowing-clock.ts';
import { bodies } from './bodies.ts';
import { connectedSession } from './connected.ts';

const record = {
  deviceid: 'a1b2',
  model: 44,
  ecg: { signalid: 2_600_000, afib: 0 },
  bloodpressure: { diastole: 77, systole: 121 },
  heart_rate: 64,
  modified: 1_795_000_100,
  timestamp: 1_795_000_000,
};

describe('the list of recordings', () => {
  const read = async (fields: object) => (await getHeartList(bodies({ series: [{ ...record, ...fields }] }).caller))[0];

  it.each([
    ['everything', undefined, {}],
    ['a time', { startdate: 5, enddate: new Date(9_000) }, { startdate: 5, enddate: 9 }],
    ['since', { startdate: 5 }, { startdate: 5 }],
  ])('is asked for %s', async (_, options, params) => {
    const { caller, calls } = bodies({ series: [] });
    await getHeartList(caller, options);
    expect(calls).toEqual([{ path: '/v2/heart', action: 'list', params }]);
  });

  it.each<[object, RegExp]>([
    [{ lastupdate: 5 }, /no option lastupdate: it takes startdate, enddate/],
    [{ startdate: 9, enddate: 5 }, /swap them/],
  ])('is refused with %j', async (options, message) => {
    const { caller, calls } = bodies({ series: [] });
    await expect(getHeartList(caller, options)).rejects.toMatchObject({
      kind: 'rejected',
      message: expect.stringMatching(message),
    });
    expect(calls).toEqual([]);
  });

  it.each<[string, object]>([
    ['everything', {}],
    ['a heart rate that is a measure', { heart_rate: { grpid: 6_000_000_001, value: 64, date: 5, is_deleted: false } }],
    ['an AFib code nobody knows', { ecg: { signalid: 1, afib: 99 } }],
    ['a sound', { stetho: { signalid: 4, vhd: 2 } }],
    ['keys nobody knows', { mood: 'calm', ecg: { signalid: 1, afib: 1, lead: 'I' } }],
  ])('is read with %s', async (_, fields) => {
    await expect(read(fields)).resolves.toEqual({ ...record, ...fields });
  });

  it.each([null, undefined])('is read where nothing was found: %s', async (nothing) => {
    const empty = { ecg: nothing, bloodpressure: nothing, stetho: nothing, heart_rate: nothing };
    const { deviceid, model, modified, timestamp } = record;
    await expect(read(empty)).resolves.toStrictEqual({ deviceid, model, modified, timestamp });
  });

  it('comes over as many pages as there are', async () => {
    const { session, simulator, person } = await connectedSession({ rowsPerPage: 2 });
    for (const heart_rate of [61, 62, 63, 64, 65]) await simulator.addHeartRecord(person.userid, { heart_rate });
    const records = await getHeartList(session);
    expect(records.map(({ heart_rate }) => heart_rate).sort()).toEqual([61, 62, 63, 64, 65]);
  });
});

describe('an electrocardiogram', () => {
  const trace = { signal: [5, -3, 900], sampling_frequency: 300, wearposition: 1, model: 93, heart_rate: 64 };

  it('is asked for by its number', async () => {
    const { caller, asked } = bodies(trace);
    await getHeartSignal(caller, 2_600_000);
    await getHeartSignal(caller, 5, { withFiltered: true, withIntervals: true });
    await getHeartSignal(caller, 5, { withFiltered: false });
    expect(asked()).toEqual([
      { signalid: 2_600_000 },
      { signalid: 5, with_filtered: 'true', with_intervals: 'true' },
      { signalid: 5 },
    ]);
  });

  it.each(['5', Number.NaN, -1, undefined, { signalid: 5 }])('is refused by %j', async (signalid) => {
    const { caller, calls } = bodies(trace);
    await expect(getHeartSignal(caller, signalid as number)).rejects.toMatchObject({
      kind: 'rejected',
      message: expect.stringMatching(/take it from the list of recordings/),
    });
    expect(calls).toEqual([]);
  });

  it.each([
    ['within', { body: trace }],
    ['beside', { body: { ...trace, model: undefined, heart_rate: undefined }, model: 93, heart_rate: 64 }],
  ])('is read with model and heart rate %s the body', async (_, envelope) => {
    const clock = new FlowingClock();
    const fetch = async () => Response.json({ status: 0, ...envelope });
    const { transport } = withingsApp({ clientId: 'client', clientSecret: 'secret', fetch, clock, random: () => 0.5 });
    await expect(getHeartSignal(transport, 5)).resolves.toEqual(trace);
  });

  it('may come with a heart rate that is a measure', async () => {
    const heart_rate = { grpid: 6_000_000_001, value: 64, date: 5, is_deleted: false };
    await expect(getHeartSignal(bodies({ ...trace, heart_rate }).caller, 5)).resolves.toEqual({ ...trace, heart_rate });
  });

  it('may lack everything but the signal', async () => {
    const { caller } = bodies({ signal: [1], sampling_frequency: 500 });
    await expect(getHeartSignal(caller, 5)).resolves.toEqual({
      signal: [1],
      sampling_frequency: 500,
      wearposition: null,
      model: null,
      heart_rate: null,
    });
  });

  it.each([{}, null, { sampling_frequency: 300 }])('is missed in %j', async (body) => {
    await expect(getHeartSignal(bodies(body).caller, 5)).rejects.toMatchObject({ kind: 'retry', action: 'get' });
  });

  it('comes from the simulator', async () => {
    const { session, simulator, person } = await connectedSession();
    await simulator.addHeartRecord(person.userid, { heart_rate: 60, model: 93, ecg: { signalid: 77, afib: 0 } });
    const { signal, sampling_frequency } = await getHeartSignal(session, 77);
    expect([signal.length, sampling_frequency]).toEqual([9_000, 300]);
  });
});

it('what a recording has is typed', async () => {
  const [first] = await getHeartList(bodies({ series: [] }).caller);
  expectTypeOf(first?.ecg?.afib).toEqualTypeOf<number | null | undefined>();
  // @ts-expect-error: there is no such finding
  first?.ekg;
});
