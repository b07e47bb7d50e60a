import { describe, expect, it } from 'vitest';
import type { Caller } from '../../lib/withings/transport.ts';
import { getDevices, getGoals } from '../../lib/withings/user.ts';

const answering = (body: unknown): Caller => ({ call: async () => body });

describe('devices', () => {
  const scale = { type: 'Scale', model: 'Body+', model_id: 5, battery: 'high', deviceid: 'abc', hash_deviceid: 'abc' };
  const unsaid = { timezone: null, first_session_date: null, last_session_date: null };

  it.each<[string, object, object]>([
    ['as they are', { ...scale, ...unsaid }, { ...scale, ...unsaid }],
    ['with little said', scale, { ...scale, ...unsaid }],
    ['with nothing said', {}, { type: null, model: null, model_id: null, battery: null, deviceid: null, ...unsaid }],
    ['with a model that has only a number', { ...scale, model: '' }, { model: 'Body+' }],
    ['with a model nobody knows', { ...scale, model: null, model_id: 696969 }, { model: null, model_id: 696969 }],
    ['with what only partners get', { ...scale, fw: '123' }, { fw: '123' }],
    ['of a kind that is new', { ...scale, type: 'Mirror', battery: 'unknown' }, { type: 'Mirror', battery: 'unknown' }],
  ])('are read %s', async (_, device, expected) => {
    await expect(getDevices(answering({ devices: [device] }))).resolves.toMatchObject([expected]);
  });

  it.each([
    ['nothing', {}, 'retry'],
    ['no list', { devices: null }, 'retry'],
    ['something else', { devices: 'none' }, 'bug'],
  ])('are not taken for none when the answer is %s', async (_, body, kind) => {
    await expect(getDevices(answering(body))).rejects.toMatchObject({ kind, action: 'getdevice' });
  });
});

describe('goals', () => {
  it.each<[string, unknown, object]>([
    [
      'all of them',
      { steps: 9000, sleep: 27_000, weight: { value: 70_500, unit: -3 } },
      { steps: 9000, sleep: 27_000, weight: { value: 70_500, unit: -3, decimal: 70.5 } },
    ],
    ['one of them', { steps: 9000 }, { steps: 9000 }],
    ['those that are not null', { steps: 9000, sleep: null, weight: null }, { steps: 9000 }],
    ['none, as an object', {}, {}],
    ['none, as a list', [], {}],
    ['another kind', { steps: 9000, floors: 10 }, { steps: 9000, floors: 10 }],
  ])('are %s', async (_, goals, expected) => {
    await expect(getGoals(answering({ goals }))).resolves.toEqual(expected);
  });

  it('are not taken for none when the answer has nothing', async () => {
    await expect(getGoals(answering({}))).rejects.toMatchObject({ kind: 'retry', action: 'getgoals' });
  });
});
