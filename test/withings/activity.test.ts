import { describe, expect, expectTypeOf, it } from 'vitest';
import { type ActivityField, type ActivityQuery, getActivities } from '../../lib/withings/activity.ts';
import { bodies } from './bodies.ts';
import { connectedSession } from './connected.ts';

const november = { startdateymd: '2026-11-01', enddateymd: '2026-11-30' };
const day = { date: '2026-11-07', steps: 8_412 };

/** As a row of Withings is read that says no more than its date. */
const unsaid = {
  timezone: null,
  deviceid: null,
  hash_deviceid: null,
  brand: null,
  is_tracker: null,
  modelid: null,
  model: null,
  modified: 0,
};

describe('what is asked', () => {
  it.each<[string, ActivityQuery, object]>([
    ['some days', november, november],
    ['what changed', { lastupdate: 5 }, { lastupdate: 5 }],
    ['since a Date', { lastupdate: new Date(5_000) }, { lastupdate: 5 }],
    [
      'some fields',
      { ...november, dataFields: ['steps', 'hr_zone_3'] },
      { ...november, data_fields: 'steps,hr_zone_3' },
    ],
  ])('%s', async (_, options, params) => {
    const { caller, calls } = bodies({ activities: [] });
    await getActivities(caller, options);
    expect(calls).toEqual([{ path: '/v2/measure', action: 'getactivity', params }]);
  });

  it.each<[string, object | undefined, RegExp]>([
    ['no range', {}, /give startdateymd and enddateymd, or lastupdate/],
    ['nothing at all', undefined, /give startdateymd and enddateymd, or lastupdate/],
    ['two ranges', { ...november, lastupdate: 5 }, /are two ranges: leave one of them out/],
    ['a range that ends before it begins', { startdateymd: '2026-11-02', enddateymd: '2026-11-01' }, /swap them/],
    ['no date', { ...november, startdateymd: 'yesterday' }, /startdateymd is no day.*YYYY-MM-DD/],
    ['a field that does not exist', { ...november, dataFields: ['stepps'] }, /no stepps: choose among steps, distance/],
    ['no fields', { ...november, dataFields: [] }, /empty list: leave it out/],
    ['a range of another service', { startdate: 1, enddate: 2 }, /no option startdate: it takes startdateymd/],
  ])('is refused with %s before it is sent, and says what to change', async (_, options, message) => {
    const { caller, calls } = bodies({ activities: [] });
    const error: unknown = await getActivities(caller, options as ActivityQuery).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: 'rejected', action: 'getactivity', message: expect.stringMatching(message) });
    expect(calls).toEqual([]);
  });
});

describe('a day', () => {
  const read = async (body: unknown) => getActivities(bodies(body).caller, november);

  it('has what Withings said, and null for the rest', async () => {
    const said = { ...day, brand: 18, modelid: -1, is_tracker: false, modified: 1_795_000_000, timezone: 'Asia/Tokyo' };
    await expect(read({ activities: [day, said] })).resolves.toEqual([
      { ...unsaid, ...day },
      { ...unsaid, ...said },
    ]);
  });

  it('leaves out a field that is null, and keeps what nobody knows', async () => {
    const row = { ...day, hr_average: null, mood: 'fine', aura: null };
    await expect(read({ activities: [row] })).resolves.toEqual([{ ...unsaid, ...day, mood: 'fine', aura: null }]);
  });

  it('may be the whole answer, as it was until 2016', async () => {
    await expect(read({ date: '2013-04-10', steps: 2_453 })).resolves.toMatchObject([
      { date: '2013-04-10', steps: 2_453 },
    ]);
  });

  it.each([
    ['activities.1.date', { activities: [day, { steps: 5 }] }],
    ['activities.0.steps', { activities: [{ ...day, steps: 'many' }] }],
    ['activities.0.model', { activities: [{ ...day, model: 1055 }] }],
    ['activities.0', { activities: [null] }],
    ['offset', { activities: [], offset: 'two' }],
  ])('that is wrong in %s ends in an error that names the field and no value', async (field, body) => {
    await expect(read(body)).rejects.toMatchObject({
      kind: 'bug',
      message: expect.stringMatching(new RegExp(`getactivity.*: ${field} (is missing|should be [a-z&]+)\\.$`, 'i')),
    });
  });

  it.each([[{}], [null], ['text'], [{ activities: null }], [{ date: '2013-04-10', activities: null }]])(
    'never follows from an answer without its list: %j',
    async (body) => {
      await expect(read(body)).rejects.toMatchObject({ kind: 'retry', action: 'getactivity' });
    },
  );
});

describe('against the simulator', () => {
  it('every day comes, over as many pages as there are, with the fields that were asked for', async () => {
    const { session, simulator, person } = await connectedSession({ rowsPerPage: 3 });
    for (let index = 1; index <= 8; index++) {
      await simulator.addActivity(person.userid, {
        date: `2026-02-0${index}`,
        values: { steps: index, distance: 9.5 },
      });
    }
    const february = { startdateymd: '2026-02-01', enddateymd: '2026-02-07' };
    const days = await getActivities(session, { ...february, dataFields: ['steps'] });
    expect(days.map(({ date, steps }) => [date, steps])).toEqual(
      [1, 2, 3, 4, 5, 6, 7].map((index) => [`2026-02-0${index}`, index]),
    );
    expect(days[0]).not.toHaveProperty('distance');
    expect(simulator.calls).toMatchObject({ getactivity: 3 });
  });
});

it('the fields that are asked for are those of the type', async () => {
  const { caller } = bodies({ activities: [] });
  const [some] = await getActivities(caller, { ...november, dataFields: ['steps', 'distance'] });
  expectTypeOf(some?.steps).toEqualTypeOf<number | undefined>();
  expectTypeOf(some?.modified).toEqualTypeOf<number | undefined>();
  // @ts-expect-error: nobody asked for it
  some?.calories;
  const [every] = await getActivities(caller, november);
  expectTypeOf(every?.calories).toEqualTypeOf<number | undefined>();
  const fields = ['soft', 'intense'] as const;
  const [chosen] = await getActivities(caller, { lastupdate: 0, dataFields: fields });
  expectTypeOf(chosen?.soft).toEqualTypeOf<number | undefined>();
  // @ts-expect-error: there is no such field
  getActivities(caller, { ...november, dataFields: ['stepps'] });
  // @ts-expect-error: two ranges
  getActivities(caller, { ...november, lastupdate: 5 });
  // @ts-expect-error: half a range
  getActivities(caller, { startdateymd: '2026-11-01' });
  expectTypeOf<'hr_zone_0'>().toExtend<ActivityField>();
});
