import { describe, expect, it } from 'vitest';
import { asking } from '../asking.ts';

const device = {
  ...{ type: 'Scale', model: 'Body+', model_id: 5, battery: 'high', timezone: 'Europe/Berlin' },
  ...{ deviceid: 'ab'.repeat(20), hash_deviceid: 'ab'.repeat(20) },
  ...{ first_session_date: null, last_session_date: 1_700_000_000 },
};

describe('user', () => {
  it('has devices', async () => {
    const { person, body } = await asking();
    expect(await body('/v2/user getdevice')).toEqual({ devices: [] });
    person.records.devices.push(device);
    expect(await body('/v2/user getdevice')).toEqual({ devices: [device] });
  });

  it('has any of the goals, and an empty list for none', async () => {
    const { person, body } = await asking();
    expect(await body('/v2/user getgoals')).toEqual({ goals: [] });
    person.records.goals = { steps: 9000, weight: { value: 70_500, unit: -3 } };
    expect(await body('/v2/user getgoals')).toEqual({ goals: person.records.goals });
  });
});

describe('confirmuser', () => {
  const ambiguous = { date: 50, attrib: 1, measures: [{ type: 1, value: 80, unit: 0 }] };
  const name = '/v2/measure confirmuser';
  const world = async () => {
    const asked = await asking();
    const [group] = await asked.simulator.addGroups(asked.userid, [ambiguous]);
    const since = asked.now();
    asked.clock.advance({ minutes: 5 });
    const grpid = String(group!.grpid);
    return { ...asked, grpid, changed: () => asked.body('/measure getmeas', { lastupdate: String(since) }) };
  };

  it.each(['true', '1'])('makes an ambiguous weigh-in a sure one that has changed: %s', async (is_confirmed) => {
    const { ask, grpid, changed } = await world();
    expect(await ask(name, { grpid, is_confirmed })).toMatchObject({ status: 0, body: {} });
    expect((await changed()).measuregrps).toMatchObject([{ grpid: Number(grpid), attrib: 0 }]);
  });

  it.each(['false', '0'])('takes away what was of somebody else: %s', async (is_confirmed) => {
    const { ask, body, grpid } = await world();
    expect(await ask(name, { grpid, is_confirmed })).toMatchObject({ status: 0 });
    expect((await body('/measure getmeas')).measuregrps).toEqual([]);
  });

  it.each(['1', '0'])('leaves a sure one as it is: %s', async (is_confirmed) => {
    const { ask, body, simulator, userid, grpid } = await world();
    await simulator.editGroup(userid, Number(grpid), { attrib: 0, modified: 60 });
    expect(await ask(name, { grpid, is_confirmed })).toMatchObject({ status: 0 });
    expect((await body('/measure getmeas')).measuregrps).toMatchObject([{ attrib: 0, modified: 60 }]);
  });
});
