import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { getSleep, type SleepQuery } from '../../lib/withings/sleep.ts';
import { bodies } from './bodies.ts';
import { connectedSession } from './connected.ts';

const evening = 1_795_042_800;
const daySeconds = 86_400;
const seam = evening + daySeconds;
const oneNight = { startdate: evening, enddate: evening + 36_000 };
const twoDays = { startdate: evening, enddate: evening + 2 * daySeconds };

const segment = (startdate: number, enddate: number, more: object = {}) => ({
  startdate,
  enddate,
  state: 1,
  model: 'Aura Sensor V2',
  model_id: 63,
  hash_deviceid: 'a1b2',
  ...more,
});

describe('what is asked', () => {
  it('a time, with the fields', async () => {
    const { caller, calls } = bodies({ series: [], model: 32 });
    await getSleep(caller, { ...oneNight, dataFields: ['hr', 'snoring'] });
    expect(calls).toEqual([{ path: '/v2/sleep', action: 'get', params: { ...oneNight, data_fields: 'hr,snoring' } }]);
  });

  it('a longer time, a day at once', async () => {
    const { caller, asked } = bodies({ series: [] });
    await getSleep(caller, { startdate: evening, enddate: seam + 60 });
    expect(asked()).toEqual([
      { startdate: evening, enddate: seam },
      { startdate: seam, enddate: seam + 60 },
    ]);
  });

  it.each<[string, object | undefined, RegExp]>([
    ['nothing', undefined, /give startdate and enddate/],
    ['no range', {}, /give startdate and enddate/],
    ['half a range', { startdate: evening }, /give startdate and enddate/],
    ['a range that ends before it begins', { startdate: evening, enddate: 5 }, /swap them/],
    ['days', { startdateymd: '2026-11-01', enddateymd: '2026-11-02' }, /no option startdateymd: it takes startdate/],
    ['a field that does not exist', { ...oneNight, dataFields: ['sdnn1'] }, /no sdnn1: choose among/],
  ])('is refused with %s before it is sent', async (_, options, message) => {
    const { caller, calls } = bodies({ series: [] });
    await expect(getSleep(caller, options as SleepQuery)).rejects.toMatchObject({
      kind: 'rejected',
      action: 'get',
      message: expect.stringMatching(message),
    });
    expect(calls).toEqual([]);
  });
});

describe('a segment', () => {
  const read = async (fields: object) =>
    (await getSleep(bodies({ series: [segment(evening, evening + 60, fields)], model: 32 }).caller, oneNight))
      .series[0];

  it.each<[string, object, object]>([
    ['samples', { hr: { [evening]: 58 } }, { hr: { [evening]: 58 } }],
    ['no samples, as a list', { hr: [] }, { hr: {} }],
    ['keys that nobody knows', { dream: 'flying' }, { dream: 'flying' }],
    ['an unknown state', { state: 99 }, { state: 99 }],
  ])('is read with %s', async (_, fields, expected) => {
    await expect(read(fields)).resolves.toEqual(segment(evening, evening + 60, expected));
  });

  it('is read without the samples that are null', async () => {
    await expect(read({ mvt_score: null })).resolves.toEqual(segment(evening, evening + 60));
  });

  it('is read from an answer of old, which says no device', async () => {
    const { caller } = bodies({ series: [{ startdate: 5, enddate: 9, state: 0 }], model: 16 });
    await expect(getSleep(caller, oneNight)).resolves.toEqual({
      model: 16,
      series: [{ startdate: 5, enddate: 9, state: 0, model: null, model_id: null, hash_deviceid: null }],
    });
  });

  it.each([{ state: null }, { startdate: '5' }, { hr: { noon: 5 } }, { hr: [5] }, { hr: { 5: 'x' } }])(
    'of another shape is an error: %j',
    async (fields) => {
      await expect(read(fields)).rejects.toMatchObject({ kind: 'bug', message: expect.stringContaining('series.0.') });
    },
  );

  it.each([{}, null, { series: null }])('is missed in %j', async (body) => {
    await expect(getSleep(bodies(body).caller, oneNight)).rejects.toMatchObject({ kind: 'retry', action: 'get' });
  });
});

describe('where two windows meet', () => {
  const joined = async (before: object[], after: object[]) => {
    const { caller } = bodies({ series: before, model: 32 }, { series: after, model: 32 });
    return (await getSleep(caller, twoDays)).series;
  };
  const across = segment(seam - 600, seam + 600, { hr: { [seam - 60]: 50, [seam + 60]: 52 } });

  it('a segment that both answers have is there once', async () => {
    await expect(joined([across], [across])).resolves.toEqual([across]);
    const from = segment(seam, seam + 60);
    await expect(joined([from], [from])).resolves.toEqual([from]);
  });

  it.each([
    ['first', segment(seam - 600, seam, { hr: { [seam - 60]: 50 } }), across],
    ['second', across, segment(seam, seam + 600, { hr: { [seam + 60]: 52 } })],
  ])('a segment that the %s answer cuts is whole, with every sample', async (_, before, after) => {
    await expect(joined([before], [after])).resolves.toEqual([across]);
  });

  it('a segment that the second answer has in pieces is whole, with every sample', async () => {
    const pieces = [
      segment(seam, seam + 300, { hr: { [seam + 60]: 52 } }),
      segment(seam + 300, seam + 600, { hr: { [seam + 360]: 53 } }),
    ];
    const [whole] = await joined([segment(seam - 600, seam + 600, { hr: { [seam - 60]: 50 } })], pieces);
    expect(whole).toEqual({ ...across, hr: { [seam - 60]: 50, [seam + 60]: 52, [seam + 360]: 53 } });
  });

  it('segments that only touch stay two, as they are within an answer', async () => {
    const minutes = [segment(seam - 60, seam), segment(seam, seam + 60)];
    await expect(joined([minutes[0]!], [minutes[1]!])).resolves.toEqual(minutes);
    await expect(joined([minutes[1]!], [minutes[0]!])).resolves.toHaveLength(2);
  });

  it.each([
    ['device', { hash_deviceid: 'c3d4' }],
    ['model', { model_id: 93 }],
    ['state', { state: 2 }],
  ])('segments of another %s stay two', async (_, other) => {
    await expect(joined([across], [{ ...across, ...other }])).resolves.toHaveLength(2);
  });

  it('nothing else is changed', async () => {
    const night = [segment(evening, evening + 60), segment(evening, evening + 60)];
    await expect(joined(night, [])).resolves.toEqual(night);
  });
});

describe('against the simulator', () => {
  /** Three nights of short segments, the second of them around midnight UTC of the seam. */
  async function asleep(sleepRangeHours: number) {
    const connected = await connectedSession({ sleepRangeHours });
    const { person, simulator } = connected;
    for (const [index, begin] of [evening + 3600, seam - 7200, seam + daySeconds - 3600].entries()) {
      const segments = Array.from({ length: 40 }, (_, part) => {
        return { startdate: begin + part * 600, enddate: begin + (part + 1) * 600, state: part % 4 };
      });
      const ends = { startdate: begin, enddate: begin + 24_000 };
      await simulator.addNight(person.userid, { ...ends, data: {}, segments, hash_deviceid: `device ${index}` });
    }
    const expected = person.records.nights.flatMap(({ segments }) => segments);
    return { ...connected, expected };
  }

  it.each([24, 168])('every segment comes once when it answers %i hours', async (hours) => {
    const { session, expected } = await asleep(hours);
    const { series } = await getSleep(session, { startdate: evening, enddate: evening + 4 * daySeconds });
    expect(series.map(({ startdate, enddate, state }) => ({ startdate, enddate, state }))).toEqual(expected);
  });

  it('and so it does wherever the windows meet', async () => {
    const { expected, clock, session } = await asleep(24);
    await fc.assert(
      fc.asyncProperty(fc.nat(3 * daySeconds), async (earlier) => {
        clock.advance({ minutes: 30 });
        const range = { startdate: evening - earlier, enddate: evening + 4 * daySeconds };
        const { series } = await getSleep(session, { ...range, dataFields: ['hr'] });
        expect(series.map(({ startdate }) => startdate)).toEqual(expected.map(({ startdate }) => startdate));
        expect(Object.keys(series[0]?.hr ?? {})).toHaveLength(10);
      }),
      { numRuns: 20 },
    );
  });
});

it('the fields that are asked for are those of the type, none otherwise', async () => {
  const { caller } = bodies({ series: [] });
  const { series } = await getSleep(caller, { ...oneNight, dataFields: ['hr'] });
  expectTypeOf(series[0]?.hr).toEqualTypeOf<{ [second: string]: number } | undefined>();
  // @ts-expect-error: nobody asked for it
  series[0]?.rr;
  const plain = await getSleep(caller, oneNight);
  // @ts-expect-error: Withings does not send it of its own accord
  plain.series[0]?.hr;
  // @ts-expect-error: there is no such field
  getSleep(caller, { ...oneNight, dataFields: ['sdnn1'] }).catch(() => {});
  // @ts-expect-error: half a range
  getSleep(caller, { startdate: evening }).catch(() => {});
});
