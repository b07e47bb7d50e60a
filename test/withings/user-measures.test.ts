import { describe, expect, it } from 'vitest';
import { epochSeconds } from '../../lib/clock.ts';
import { confirmUser } from '../../lib/withings/confirm-user.ts';
import type { Caller, WithingsCall } from '../../lib/withings/transport.ts';
import { getUserMeasures, type MeasureOptions } from '../../lib/withings/user-measures.ts';
import { connectedSession } from './connected.ts';

/** A caller that gives these bodies in turn, and notes the parameters it was asked with. */
function bodies(...pages: unknown[]) {
  const asked: WithingsCall['params'][] = [];
  const caller: Caller = {
    call: async ({ params }) => {
      asked.push(params);
      return pages[asked.length - 1];
    },
  };
  return { caller, asked };
}

const group = { grpid: 6_000_000_001, date: 1_700_000_000, measures: [{ value: 80_094, type: 1, unit: -3 }] };

describe('what is asked', () => {
  it.each<[string, MeasureOptions | undefined, object]>([
    ['everything', undefined, { category: 1 }],
    ['everything since', { lastupdate: 5 }, { category: 1, lastupdate: 5 }],
    ['a time', { startdate: 5, enddate: new Date(9_000) }, { category: 1, startdate: 5, enddate: 9 }],
    ['some types', { startdate: 5, meastypes: [1, 6] }, { category: 1, startdate: 5, meastypes: '1,6' }],
    ['goals', { category: 2 }, { category: 2 }],
  ])('%s', async (_, options, params) => {
    const { caller, asked } = bodies({ measuregrps: [] });
    await getUserMeasures(caller, options);
    expect(asked).toEqual([params]);
  });

  it.each<[string, object, RegExp]>([
    ['two ranges', { lastupdate: 5, enddate: 9 }, /lastupdate and enddate are two ranges/],
    ['no types', { meastypes: [] }, /meastypes is an empty list/],
    ['a misspelled option', { meastype: 1 }, /no option meastype: it takes startdate, enddate, lastupdate, meastypes/],
  ])('nothing when it is %s', async (_, options, message) => {
    const { caller, asked } = bodies({ measuregrps: [] });
    await expect(getUserMeasures(caller, options)).rejects.toMatchObject({
      kind: 'rejected',
      action: 'getmeas',
      message: expect.stringMatching(message),
    });
    expect(asked).toEqual([]);
  });
});

describe('the groups', () => {
  it('come from all pages, with what it takes to go on from there', async () => {
    const { session, simulator, person, clock } = await connectedSession({ pageSize: 2 });
    for (const index of [0, 1, 2]) {
      await simulator.addWeighIn(person.userid, { weightKg: 80 + index, at: epochSeconds(clock) - index * 86_400 });
    }
    const groups = await getUserMeasures(session);
    expect(groups.map(({ grpid }) => grpid).sort()).toEqual(person.groups.map(({ grpid }) => grpid).sort());
    const newest = Math.max(...groups.map(({ modified }) => modified));
    await expect(getUserMeasures(session, { lastupdate: newest })).resolves.toEqual([]);
    await expect(getUserMeasures(session, { lastupdate: newest - 1 })).resolves.toHaveLength(groups.length);
    for await (const page of getUserMeasures(session).pages()) {
      expect(page).toMatchObject({ timezone: 'Europe/Berlin', updatetime: epochSeconds(clock) });
    }
  });

  it('have their values worked out exactly, and everything else as it came', async () => {
    const measures = [
      { value: 80_094, type: 1, unit: -3, algo: 3, fm: 131 },
      { value: 12, type: 9999, unit: 0, position: 12 },
      { value: 5, type: 11, unit: 1, position: null },
    ];
    const { caller } = bodies({ measuregrps: [{ ...group, measures, attrib: 10_009, comment: null, brand: 1 }] });
    const [read] = await getUserMeasures(caller);
    expect(read).toEqual({
      ...group,
      attrib: 10_009,
      category: 1,
      created: group.date,
      modified: group.date,
      deviceid: null,
      modelid: null,
      model: null,
      comment: null,
      brand: 1,
      measures: [
        { value: 80_094, type: 1, unit: -3, decimal: 80.094, algo: 3, fm: 131 },
        { value: 12, type: 9999, unit: 0, decimal: 12, position: 12 },
        { value: 5, type: 11, unit: 1, decimal: 50 },
      ],
    });
  });

  it.each([
    ['modelid', { modelid: 10, model: 'Body Scan' }, { modelid: 10, model: 'Body Scan' }],
    ['model_id', { model_id: 10, model: null }, { modelid: 10, model: 'Body Scan' }],
    ['an unknown model', { modelid: 4711, model: '' }, { modelid: 4711, model: null }],
    ['only the hash of the device', { hash_deviceid: 'abc' }, { deviceid: 'abc' }],
    ['a time of change', { created: 5, modified: 7 }, { created: 5, modified: 7 }],
  ])('are read with %s', async (_, fields, expected) => {
    const { caller } = bodies({ measuregrps: [{ ...group, ...fields }] });
    await expect(getUserMeasures(caller)).resolves.toMatchObject([expected]);
  });

  it.each([
    ['nothing at all', {}, 'retry'],
    ['no list', { measuregrps: null }, 'retry'],
    ['a group without a date', { measuregrps: [{ ...group, date: null }] }, 'bug'],
  ])('are not taken for none when the answer has %s', async (_, body, kind) => {
    const { caller } = bodies(body);
    await expect(getUserMeasures(caller)).rejects.toMatchObject({ kind, service: 'Withings', action: 'getmeas' });
  });
});

describe('an uncertain weigh-in', () => {
  it.each([
    ['stays when it is theirs', true, [0]],
    ['goes when it is not', false, []],
  ])('%s', async (_, isConfirmed, attribs) => {
    const { session, simulator, person, clock } = await connectedSession();
    const [added] = await simulator.addGroups(person.userid, [{ ...group, attrib: 1, date: epochSeconds(clock) }]);
    await confirmUser(session, { grpid: added!.grpid, isConfirmed });
    expect((await getUserMeasures(session)).map(({ attrib }) => attrib)).toEqual(attribs);
  });

  it('is not asked about by half a number', async () => {
    const { caller, asked } = bodies({});
    const refused = confirmUser(caller, { grpid: 1.5, isConfirmed: true });
    await expect(refused).rejects.toMatchObject({ kind: 'rejected', action: 'confirmuser' });
    expect(asked).toEqual([]);
  });
});
