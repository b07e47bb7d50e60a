import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { getIntradayActivity, type IntradayQuery } from '../../lib/withings/intraday.ts';
import { bodies } from './bodies.ts';
import { connectedSession } from './connected.ts';

const noon = 1_795_003_200;
const daySeconds = 86_400;

describe('what is asked', () => {
  it.each<[string, IntradayQuery, object]>([
    ['a time', { startdate: noon, enddate: noon + 60 }, { startdate: noon, enddate: noon + 60 }],
    ['a moment', { startdate: noon, enddate: noon }, { startdate: noon, enddate: noon }],
    ['a whole day', { startdate: noon, enddate: noon + daySeconds }, { startdate: noon, enddate: noon + daySeconds }],
    ['the latest', {}, {}],
    ['some fields of the latest', { dataFields: ['rr', 'steps'] }, { data_fields: 'rr,steps' }],
  ])('%s, in one call', async (_, options, params) => {
    const { caller, calls } = bodies({ series: {} });
    await getIntradayActivity(caller, options);
    expect(calls).toEqual([{ path: '/v2/measure', action: 'getintradayactivity', params }]);
  });

  it('a longer time, in windows of a day that leave no second out', async () => {
    const { caller, asked } = bodies({ series: {} });
    await getIntradayActivity(caller, { startdate: noon, enddate: noon + 2.5 * daySeconds, dataFields: ['steps'] });
    expect(asked()).toEqual([
      { startdate: noon, enddate: noon + daySeconds, data_fields: 'steps' },
      { startdate: noon + daySeconds, enddate: noon + 2 * daySeconds, data_fields: 'steps' },
      { startdate: noon + 2 * daySeconds, enddate: noon + 2.5 * daySeconds, data_fields: 'steps' },
    ]);
  });

  it('never more than a day at once, whatever the range', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(noon), fc.nat(100 * daySeconds), async (startdate, seconds) => {
        const { caller, asked } = bodies({ series: {} });
        await getIntradayActivity(caller, { startdate, enddate: startdate + seconds });
        const ends = [startdate];
        for (const window of asked()) {
          expect(window?.startdate).toBe(ends.at(-1));
          expect(Number(window?.enddate) - Number(window?.startdate)).toBeLessThanOrEqual(daySeconds);
          ends.push(Number(window?.enddate));
        }
        expect(ends.at(-1)).toBe(startdate + seconds);
        expect(ends).toHaveLength(1 + Math.max(1, Math.ceil(seconds / daySeconds)));
      }),
    );
  });

  it.each<[string, object | null, RegExp]>([
    ['one end', { startdate: noon }, /give startdate and enddate/],
    ['the other end', { enddate: noon }, /give startdate and enddate/],
    ['a range that ends before it begins', { startdate: noon, enddate: noon - 1 }, /swap them/],
    ['a range in milliseconds', { startdate: noon * 1000, enddate: noon * 1000 }, /divide it by 1000/],
    ['more than a year', { startdate: 0, enddate: noon }, /more than 366 days: ask for it in parts/],
    ['the last update', { lastupdate: 5 }, /no option lastupdate/],
    ['a field that does not exist', { dataFields: ['heartrate'] }, /no heartrate: choose among/],
  ])('is refused with %s before it is sent', async (_, options, message) => {
    const { caller, calls } = bodies({ series: {} });
    await expect(getIntradayActivity(caller, options as IntradayQuery)).rejects.toMatchObject({
      kind: 'rejected',
      action: 'getintradayactivity',
      message: expect.stringMatching(message),
    });
    expect(calls).toEqual([]);
  });
});

describe('the series', () => {
  const read = (body: unknown) => getIntradayActivity(bodies(body).caller);

  it.each([[{}], [[]]])('may be empty as %j', async (series) => {
    await expect(read({ series })).resolves.toEqual({});
  });

  it('is keyed by the second, nulls left out and unknown fields kept', async () => {
    const entry = { deviceid: null, model: 'ScanWatch', model_id: 93, heart_rate: 61 };
    const series = { [noon]: { ...entry, steps: null, jumps: 3 }, [noon - 60]: { steps: 12 } };
    const found = await read({ series });
    expect(found).toEqual({
      [noon - 60]: { deviceid: null, model: null, model_id: null, steps: 12 },
      [noon]: { ...entry, jumps: 3 },
    });
    expect(Object.keys(found)).toEqual([String(noon - 60), String(noon)]);
  });

  it.each([
    [{ [noon]: { steps: '12' } }],
    [{ [noon]: null }],
    [{ yesterday: { steps: 12 } }],
    [[{ steps: 12 }]],
    ['text'],
  ])('of another shape is an error: %j', async (series) => {
    await expect(read({ series })).rejects.toMatchObject({ kind: 'bug', action: 'getintradayactivity' });
  });

  it.each([[{}], [null], [{ series: null }]])('is missed in %j', async (body) => {
    await expect(read(body)).rejects.toMatchObject({ kind: 'retry', action: 'getintradayactivity' });
  });

  it('of several days is joined, and has the second between two of them once', async () => {
    const { caller } = bodies(
      { series: { [noon]: { steps: 1 }, [noon + daySeconds]: { steps: 2 } } },
      { series: { [noon + daySeconds]: { steps: 2 }, [noon + daySeconds + 60]: { steps: 3 } } },
    );
    const found = await getIntradayActivity(caller, { startdate: noon, enddate: noon + 2 * daySeconds });
    expect(Object.values(found).map(({ steps }) => steps)).toEqual([1, 2, 3]);
  });
});

it('against the simulator, five days come whole although it answers one at a time', async () => {
  const { session, simulator, person } = await connectedSession();
  const source = { deviceid: null, model: 'ScanWatch', model_id: 93 };
  const seconds = Array.from({ length: 5 * 24 + 1 }, (_, hour) => noon + hour * 3600);
  for (const second of seconds) person.records.intraday[second] = { ...source, values: { steps: second % 1000 } };
  const range = { startdate: noon, enddate: noon + 5 * daySeconds };
  const found = await getIntradayActivity(session, { ...range, dataFields: ['steps'] });
  expect(Object.entries(found).map(([second, { steps }]) => [Number(second), steps])).toEqual(
    seconds.map((second) => [second, second % 1000]),
  );
  expect(simulator.calls).toMatchObject({ getintradayactivity: 5 });
});

it('the fields that are asked for are those of the type', async () => {
  const { caller } = bodies({ series: {} });
  const some = await getIntradayActivity(caller, { dataFields: ['steps'] });
  expectTypeOf(some[noon]?.steps).toEqualTypeOf<number | undefined>();
  // @ts-expect-error: nobody asked for it
  some[noon]?.heart_rate;
  expectTypeOf((await getIntradayActivity(caller))[noon]?.core_body_temperature).toEqualTypeOf<number | undefined>();
  // @ts-expect-error: there is no such field
  getIntradayActivity(caller, { dataFields: ['heartrate'] }).catch(() => {});
  // @ts-expect-error: half a range
  getIntradayActivity(caller, { startdate: noon }).catch(() => {});
});
