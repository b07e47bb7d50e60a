import { describe, expect, it } from 'vitest';
import { sandboxed } from '../../withings/connected.ts';
import { post } from './calls.ts';

describe('identical calls', () => {
  it('are refused within 10 seconds, however they are spelt', async () => {
    const { fetch, connect, clock } = sandboxed();
    const { accessToken } = await connect();
    const call = () => post(fetch, '/measure', { action: 'getmeas', category: '1' }, accessToken);
    expect(await call()).toMatchObject({ status: 0 });
    clock.advance({ seconds: 4 });
    expect(await post(fetch, '/measure', { category: '1', action: 'getmeas' }, accessToken)).toEqual({
      http: 200,
      status: 601,
      body: { wait_seconds: 6 },
      error: 'Same arguments in less than 10 seconds',
    });
    clock.advance({ seconds: 6 });
    expect(await call()).toMatchObject({ status: 0 });
  });

  it('are of one account: another person may ask the same', async () => {
    const { fetch, connect, simulator } = sandboxed();
    const tokens = [await connect()];
    simulator.state.people.unshift(simulator.addPerson({ name: 'Kim Example', timezone: 'Europe/Oslo', userid: 5 }));
    simulator.state.people.pop();
    tokens.push(await connect());
    for (const { accessToken } of tokens) {
      expect(await post(fetch, '/measure', { action: 'getmeas' }, accessToken)).toMatchObject({ status: 0 });
    }
  });
});

describe('the quota', () => {
  it('is 120 calls of one application within a minute', async () => {
    const { fetch, connect, clock } = sandboxed();
    const { accessToken } = await connect();
    const call = (lastupdate: number) =>
      post(fetch, '/measure', { action: 'getmeas', lastupdate: String(lastupdate) }, accessToken);
    // The exchange of the code was the first call.
    for (let index = 1; index < 120; index++) expect(await call(index)).toMatchObject({ status: 0 });
    expect(await call(120)).toMatchObject({ http: 200, status: 601, body: { wait_seconds: 60 } });
    clock.advance({ seconds: 60 });
    expect(await call(121)).toMatchObject({ status: 0 });
  });
});
