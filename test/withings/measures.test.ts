import { describe, expect, it } from 'vitest';
import { epochSeconds } from '../../lib/clock.ts';
import { getmeas, type MeasureQuery } from '../../lib/withings/measures.ts';
import type { Caller } from '../../lib/withings/transport.ts';
import { connectedSession } from './connected.ts';

/** A caller that gives these bodies in turn, and notes the parameters it was asked with. */
function bodies(...pages: unknown[]) {
  const asked: unknown[] = [];
  const caller: Caller = {
    call: async ({ params }) => {
      asked.push(params);
      return pages[Math.min(asked.length, pages.length) - 1];
    },
  };
  return { caller, asked };
}

const group = { grpid: 6_000_000_001, date: 1_700_000_000, measures: [{ value: 81_350, type: 1, unit: -3 }] };

describe('what is asked', () => {
  it.each<[string, MeasureQuery, Record<string, string>]>([
    ['everything since', { lastupdate: 5 }, { category: '1', lastupdate: '5' }],
    ['a time', { startdate: 5, enddate: 9 }, { category: '1', startdate: '5', enddate: '9' }],
    ['from the very beginning', { lastupdate: 0 }, { category: '1', lastupdate: '0' }],
    ['some types', { lastupdate: 5, meastypes: [1, 4, 6] }, { category: '1', lastupdate: '5', meastypes: '1,4,6' }],
  ])('%s, and never goals', async (_, query, params) => {
    const { caller, asked } = bodies({ measuregrps: [] });
    await getmeas(caller, query);
    expect(asked).toEqual([params]);
  });
});

describe('paging', () => {
  it('brings every group, over as many pages as there are', async () => {
    const { session, simulator, person, clock } = await connectedSession({ pageSize: 4 });
    for (let index = 0; index < 5; index++) {
      await simulator.addWeighIn(person.userid, {
        weightKg: 80 + index / 10,
        at: epochSeconds(clock) - index * 86_400,
      });
    }
    const { groups, timezone, updatetime } = await getmeas(session, { lastupdate: 1 });
    expect(groups.map(({ grpid }) => grpid).sort()).toEqual(person.groups.map(({ grpid }) => grpid).sort());
    expect({ timezone, updatetime }).toEqual({ timezone: 'Europe/Berlin', updatetime: epochSeconds(clock) });
    expect(simulator.calls).toMatchObject({ getmeas: 4 });
  });

  it('keeps the time of the first page: what changed since may be missing', async () => {
    const { caller } = bodies(
      { measuregrps: [], updatetime: 100, more: 1, offset: 1 },
      { measuregrps: [], updatetime: 200 },
    );
    await expect(getmeas(caller, { lastupdate: 1 })).resolves.toMatchObject({ updatetime: 100 });
  });

  it.each([
    ['0', 0],
    ['false', false],
    ['null', null],
  ])('ends when more is %s', async (_, more) => {
    const { caller, asked } = bodies({ measuregrps: [group], more, offset: 0 });
    await getmeas(caller, { lastupdate: 1 });
    expect(asked).toHaveLength(1);
  });

  it.each([
    ['is the same again', [{ measuregrps: [], more: 1, offset: 200 }], 2],
    [
      'goes back',
      [
        { measuregrps: [], more: 1, offset: 200 },
        { measuregrps: [], more: true, offset: 100 },
      ],
      2,
    ],
    ['is missing', [{ measuregrps: [group], more: 1 }], 1],
  ])('ends with an error when the offset %s', async (_, pages, calls) => {
    const { caller, asked } = bodies(...pages);
    await expect(getmeas(caller, { lastupdate: 1 })).rejects.toMatchObject({ kind: 'retry' });
    expect(asked).toHaveLength(calls);
  });

  it('ends with an error when the pages have no end', async () => {
    let offset = 0;
    const caller: Caller = { call: async () => ({ measuregrps: [], more: 1, offset: ++offset }) };
    await expect(getmeas(caller, { lastupdate: 1 })).rejects.toMatchObject({ kind: 'retry' });
  });

  it('never takes an answer without groups for a person without measurements', async () => {
    const { session, simulator } = await connectedSession();
    simulator.plan({ action: 'getmeas', kind: 'null body' });
    await expect(getmeas(session, { lastupdate: 1 })).rejects.toMatchObject({ kind: 'retry' });
  });
});

describe('a measure group', () => {
  const parsed = async (fields: object) => {
    const { caller } = bodies({ measuregrps: [{ ...group, ...fields }] });
    return (await getmeas(caller, { lastupdate: 1 })).groups[0];
  };

  it('has a value for everything an answer of old leaves out', async () => {
    await expect(parsed({})).resolves.toEqual({
      ...group,
      attrib: 0,
      created: group.date,
      modified: group.date,
      category: 1,
      deviceid: null,
      modelid: null,
      model: null,
    });
  });

  it.each([
    ['modelid', { modelid: 10, model: 'Body Scan' }, { modelid: 10, model: 'Body Scan' }],
    ['model_id', { model_id: 10, model: 'Body Scan' }, { modelid: 10, model: 'Body Scan' }],
    ['no name', { modelid: 45, model: '' }, { modelid: 45, model: 'BPM Connect' }],
    ['an unknown number', { modelid: 4711, model: null }, { modelid: 4711, model: null }],
    ['only the hash of the device', { hash_deviceid: 'abc' }, { deviceid: 'abc' }],
    ['a null device', { deviceid: null, hash_deviceid: null }, { deviceid: null }],
    ['no time of change', { created: 5 }, { created: 5, modified: 5 }],
    ['an unknown attribution', { attrib: 10_009 }, { attrib: 10_009 }],
    ['unknown keys', { comment: null, brand: 1, algo_params: { 1: 1 } }, { grpid: group.grpid }],
  ])('is read with %s', async (_, fields, expected) => {
    await expect(parsed(fields)).resolves.toMatchObject(expected);
  });

  it('keeps measure types nobody has named, and the positions', async () => {
    const measures = [
      { value: 12, type: 9999, unit: 0 },
      { value: 5, type: 173, unit: -2, position: 12, algo: 3, fm: 131 },
      { value: 5, type: 11, unit: 0, position: null },
    ];
    const { measures: read } = (await parsed({ measures })) ?? {};
    expect(read).toEqual([
      { value: 12, type: 9999, unit: 0 },
      { value: 5, type: 173, unit: -2, position: 12 },
      { value: 5, type: 11, unit: 0 },
    ]);
  });

  it.each([
    ['grpid', { grpid: undefined }],
    ['date', { date: '1700000000' }],
    ['measures', { measures: null }],
    ['measures.0.value', { measures: [{ type: 1, unit: 0, value: null }] }],
  ])('without %s is an error that names the field and no value', async (field, fields) => {
    const error = await parsed(fields).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ kind: 'bug', message: expect.stringContaining(`measuregrps.0.${field}`) });
  });

  it('may be counted by a server whose time is a text', async () => {
    const { caller } = bodies({ measuregrps: [], updatetime: '1700000000' });
    await expect(getmeas(caller, { lastupdate: 1 })).resolves.toMatchObject({ updatetime: 1_700_000_000 });
  });
});
