import { describe, expect, it } from 'vitest';
import { sandboxed } from '../../withings/connected.ts';

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
