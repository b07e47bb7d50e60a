import { describe, expect, it } from 'vitest';
import { getStethoscopeList, getStethoscopeSignal } from '../../lib/withings/stethoscope.ts';
import { bodies } from './bodies.ts';
import { connectedSession } from './connected.ts';

const record = { hash_deviceid: 'a1b2', signalid: 9, vhd: 4, timestamp: 1_795_000_000, timezone: 'Europe/Paris' };

describe('the list of recordings', () => {
  it('is asked for by time', async () => {
    const { caller, calls } = bodies({ series: [record] });
    await expect(getStethoscopeList(caller, { startdate: 5, enddate: 9 })).resolves.toEqual([record]);
    expect(calls).toEqual([{ path: '/v2/stetho', action: 'list', params: { startdate: 5, enddate: 9 } }]);
  });

  it('is read with what nobody knows, and without what is not said', async () => {
    const { caller } = bodies({ series: [{ signalid: 9, timestamp: 5, murmur: 1 }] });
    await expect(getStethoscopeList(caller)).resolves.toEqual([
      { hash_deviceid: null, signalid: 9, vhd: null, timestamp: 5, timezone: null, murmur: 1 },
    ]);
  });

  it('comes over as many pages as there are', async () => {
    const { session, simulator, person } = await connectedSession({ rowsPerPage: 2 });
    for (const signalid of [1, 2, 3]) await simulator.addHeartSound(person.userid, { signalid });
    const records = await getStethoscopeList(session);
    expect(records.map(({ signalid }) => signalid).sort()).toEqual([1, 2, 3]);
  });
});

describe('a sound', () => {
  const sound = {
    ...{ signal: [213, 85], frequency: 4000, duration: 20, format: 'alaw', size: 2, resolution: 8 },
    ...{ channel: 1, model: 71, position: 18, vhd: 4 },
  };

  it('is asked for by its number', async () => {
    const { caller, calls } = bodies(sound);
    await expect(getStethoscopeSignal(caller, 9)).resolves.toEqual(sound);
    expect(calls).toEqual([{ path: '/v2/stetho', action: 'get', params: { signalid: 9 } }]);
  });

  it('is refused without a number', async () => {
    const { caller } = bodies(sound);
    await expect(getStethoscopeSignal(caller, Number.NaN)).rejects.toMatchObject({ kind: 'rejected', action: 'get' });
  });

  it.each([{}, null, { signal: null }])('is missed in %j', async (body) => {
    await expect(getStethoscopeSignal(bodies(body).caller, 9)).rejects.toMatchObject({ kind: 'retry' });
  });

  it('comes from the simulator', async () => {
    const { session, simulator, person } = await connectedSession();
    await simulator.addHeartSound(person.userid, { signalid: 77 });
    await expect(getStethoscopeSignal(session, 77)).resolves.toMatchObject({ frequency: 4000, resolution: 8 });
  });
});
