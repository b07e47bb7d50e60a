import { describe, expect, it } from 'vitest';
import { getmeas } from '../../lib/withings/measures.ts';
import { WithingsSession } from '../../lib/withings/session.ts';
import { connectedSession } from './connected.ts';

const since = { lastupdate: 1 };

describe('a session', () => {
  it('costs one call when the token is good', async () => {
    const { session, simulator } = await connectedSession();
    await getmeas(session, since);
    expect(simulator.calls).toEqual({ requesttoken: 1, getmeas: 1 });
  });

  it('renews a token that has less than ten minutes left, and stores the new pair', async () => {
    const { session, simulator, clock, store } = await connectedSession();
    const { refreshToken } = store.record.tokens;
    clock.advance({ hours: 2, minutes: 49 });
    await getmeas(session, since);
    expect(simulator.calls).toEqual({ requesttoken: 1, getmeas: 1 });
    clock.advance({ minutes: 2 });
    await getmeas(session, since);
    expect(simulator.calls).toEqual({ requesttoken: 2, getmeas: 2 });
    expect(store.record.tokens.refreshToken).not.toBe(refreshToken);
  });

  it('renews a refused token once and repeats the call once', async () => {
    const { session, simulator, store } = await connectedSession();
    store.record.tokens.accessToken = 'revoked';
    await expect(getmeas(session, since)).resolves.toMatchObject({ groups: [] });
    expect(simulator.calls).toEqual({ requesttoken: 2, getmeas: 2 });
  });

  it('gives up after the second refusal', async () => {
    const { session, simulator } = await connectedSession();
    simulator.plan({ action: 'getmeas', kind: 'status', status: 401, times: 9 });
    await expect(getmeas(session, since)).rejects.toMatchObject({ kind: 'reauthorize', status: 401 });
    expect(simulator.calls).toEqual({ requesttoken: 2, getmeas: 2 });
  });

  it('asks for a new consent when the permission was not granted', async () => {
    const { app, simulator, connect, store } = await connectedSession();
    simulator.state.faults.withheldScopes = ['user.metrics'];
    store.record = { tokens: await connect() };
    const session = new WithingsSession(app, store);
    const before = { ...simulator.calls };
    await expect(getmeas(session, since)).rejects.toMatchObject({ kind: 'reauthorize', status: 277 });
    // No new token can do what was never granted: none is asked for, and the call is not repeated.
    expect(simulator.calls).toEqual({ ...before, getmeas: 1 });
  });

  it('survives a refresh whose answer was lost: the old refresh token works until the new access token is used', async () => {
    const { session, simulator, clock } = await connectedSession();
    clock.advance({ hours: 4 });
    simulator.plan({ action: 'requesttoken', kind: 'lost answer' });
    await expect(getmeas(session, since)).rejects.toMatchObject({ kind: 'retry', outcomeUnknown: true });
    clock.advance({ minutes: 5 });
    await expect(getmeas(session, since)).resolves.toMatchObject({ groups: [] });
  });

  it('refreshes once for callers at the same time', async () => {
    const { session, simulator, clock } = await connectedSession();
    clock.advance({ hours: 4 });
    await Promise.all([getmeas(session, { lastupdate: 1 }), getmeas(session, { lastupdate: 2 })]);
    expect(simulator.calls).toEqual({ requesttoken: 2, getmeas: 2 });
  });
});
