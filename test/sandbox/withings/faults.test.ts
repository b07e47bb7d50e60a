import { describe, expect, it } from 'vitest';
import { sandboxed } from '../../withings/connected.ts';
import { post } from './calls.ts';

async function connected() {
  const sandbox = sandboxed({ identicalCallSeconds: 0 });
  const { accessToken } = await sandbox.connect();
  const getmeas = () =>
    sandbox.fetch('https://wbsapi.withings.net/measure', {
      method: 'POST',
      headers: { authorization: `Bearer ${accessToken}` },
      body: 'action=getmeas',
    });
  return { ...sandbox, getmeas };
}

describe('a planned fault', () => {
  it('hits as many calls of its action as it was planned for, in order', async () => {
    const { simulator, getmeas } = await connected();
    simulator.plan({ action: 'subscribe', kind: 'status', status: 5000 });
    simulator.plan({ action: 'getmeas', kind: 'status', status: 601, waitSeconds: 188, times: 2 });
    simulator.plan({ kind: 'status', status: 522 });
    for (const status of [601, 601, 522, 0]) expect(await (await getmeas()).json()).toMatchObject({ status });
    expect(simulator.calls).toEqual({ requesttoken: 1, getmeas: 4 });
  });

  it('says how long to wait', async () => {
    const { simulator, getmeas } = await connected();
    simulator.plan({ kind: 'status', status: 601, waitSeconds: 188 });
    expect(await (await getmeas()).json()).toMatchObject({ body: { wait_seconds: 188 } });
  });

  it.each([
    [{ kind: 'http', httpStatus: 502 } as const, 502],
    [{ kind: 'html' } as const, 200],
  ])('answers with a page: %o', async (fault, status) => {
    const { simulator, getmeas } = await connected();
    simulator.plan(fault);
    const answer = await getmeas();
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('text/html');
  });

  it('answers with nothing in the body', async () => {
    const { simulator, getmeas } = await connected();
    simulator.plan({ kind: 'null body' });
    expect(await (await getmeas()).json()).toEqual({ status: 0, body: null });
  });

  it('answers with a list for a body, as PHP writes an empty object', async () => {
    const { simulator, getmeas } = await connected();
    simulator.plan({ kind: 'array body' });
    expect(await (await getmeas()).json()).toEqual({ status: 0, body: [] });
  });

  it('ends the answer in its middle', async () => {
    const { simulator, getmeas } = await connected();
    simulator.plan({ kind: 'truncated' });
    const text = await (await getmeas()).text();
    expect(text).toMatch(/^\{"status":0,/);
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
  });

  it('answers with numbers that nobody has seen yet, and the values as they are', async () => {
    const { simulator, fetch, connect, person } = await connected();
    const { accessToken } = await connect();
    await simulator.addWeighIn(person.userid, { weightKg: 80 });
    simulator.plan({ kind: 'unknown enums' });
    const { body } = await post(fetch, '/measure', { action: 'getmeas' }, accessToken);
    const [{ measures, ...group }] = body.measuregrps.slice(-1);
    expect(group).toMatchObject({ attrib: 99_999, category: 99_999, modelid: 99_999, model: 'Body Scan' });
    expect(measures[0]).toMatchObject({ type: 99_999, value: 80_000, unit: -3 });
    expect(JSON.stringify(person)).not.toContain('99999');
  });

  it('is of one service when several have an action of its name', async () => {
    const { simulator, fetch, connect } = await connected();
    const { accessToken } = await connect();
    const list = (path: string) => post(fetch, path, { action: 'list' }, accessToken);
    simulator.plan({ action: '/v2/stetho list', kind: 'status', status: 522 });
    expect(await list('/v2/heart')).toMatchObject({ status: 0 });
    expect(await list('/v2/stetho')).toMatchObject({ status: 522 });
  });

  it('answers late', async () => {
    const { simulator, getmeas, clock } = await connected();
    simulator.plan({ kind: 'slow', delayMs: 11_000 });
    expect((await getmeas()).status).toBe(200);
    expect(clock.sleeps).toEqual([11_000]);
  });

  it('carries the call out and loses the answer', async () => {
    const { simulator, getmeas, person } = await connected();
    simulator.plan({ kind: 'lost answer' });
    await expect(getmeas()).rejects.toThrow();
    expect(person.grants).toMatchObject([{ accessUsed: true }]);
  });
});
