import { describe, expect, it } from 'vitest';
import { authorizeUrl, exchangeCode, refreshTokens } from '../../lib/withings/oauth.ts';
import { redirectUri, sandboxed } from './connected.ts';

describe('the authorize URL', () => {
  const app = { accountUrl: 'https://account.example', clientId: 'client' };

  it('joins the scopes with commas and carries all five parameters', () => {
    const url = new URL(authorizeUrl(app, { redirectUri, state: 's&1', scopes: ['user.info', 'user.metrics'] }));
    expect(url.origin + url.pathname).toBe('https://account.example/oauth2_user/authorize2');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: 'code',
      client_id: 'client',
      state: 's&1',
      scope: 'user.info,user.metrics',
      redirect_uri: redirectUri,
    });
  });

  it('asks for the demo person when told so', () => {
    const url = authorizeUrl(app, { redirectUri, state: 's', scopes: ['user.metrics'], mode: 'demo' });
    expect(new URL(url).searchParams.get('mode')).toBe('demo');
  });
});

describe('exchanging a code', () => {
  it('gives tokens, their end and what was granted', async () => {
    const { app, clock, consent } = sandboxed();
    const tokens = await exchangeCode(app, { code: await consent(['user.info', 'user.metrics']), redirectUri });
    expect(tokens).toEqual({
      userId: '12345678',
      accessToken: expect.stringMatching(/^[0-9a-f]{40}$/),
      refreshToken: expect.stringMatching(/^[0-9a-f]{40}$/),
      expiresAt: clock.now() + 3 * 3_600_000,
      scope: 'user.info,user.metrics',
    });
  });

  it('tells what was really granted', async () => {
    const { simulator, connect } = sandboxed();
    simulator.state.faults.withheldScopes = ['user.activity', 'user.sleepevents'];
    await expect(connect()).resolves.toMatchObject({ scope: 'user.info,user.metrics' });
  });

  it.each([
    ['after 30 seconds', 30],
    ['much later', 600],
  ])('says what to do about a code used %s', async (_, seconds) => {
    const { app, clock, consent } = sandboxed();
    const code = await consent();
    clock.advance({ seconds });
    const exchange = exchangeCode(app, { code, redirectUri });
    await expect(exchange).rejects.toMatchObject({
      kind: 'reauthorize',
      message: expect.stringMatching(/30 seconds and only once.*connect Withings/),
    });
  });

  it('refuses a code that was used before, and does not try again by itself', async () => {
    const { app, clock, consent, simulator } = sandboxed();
    const code = await consent();
    await exchangeCode(app, { code, redirectUri });
    clock.advance({ seconds: 15 });
    await expect(exchangeCode(app, { code, redirectUri })).rejects.toMatchObject({ kind: 'reauthorize' });
    expect(simulator.calls).toEqual({ requesttoken: 2 });
  });

  it('does not send the person round in circles when it is the application that is refused', async () => {
    const { app, consent, simulator } = sandboxed();
    const code = await consent();
    simulator.state.clients.push({ clientId: 'client', clientSecret: 'rotated', callbackUrls: [redirectUri] });
    const exchange = exchangeCode(app, { code, redirectUri });
    await expect(exchange).rejects.toMatchObject({ kind: 'bug', message: expect.stringMatching(/client secret/) });
  });
});

describe('refreshing', () => {
  it('replaces both tokens and keeps the person, whose id now arrives as a number', async () => {
    const { app, connect } = sandboxed();
    const old = await connect();
    const fresh = await refreshTokens(app, old.refreshToken);
    expect(fresh).toMatchObject({ userId: old.userId, scope: old.scope });
    expect(fresh.accessToken).not.toBe(old.accessToken);
    expect(fresh.refreshToken).not.toBe(old.refreshToken);
  });

  it('says what to do about a dead refresh token', async () => {
    const { app, connect, simulator, person } = sandboxed();
    const { refreshToken } = await connect();
    await simulator.disconnect(person.userid);
    await expect(refreshTokens(app, refreshToken)).rejects.toMatchObject({
      kind: 'reauthorize',
      status: 503,
      message: expect.stringMatching(/Connect Withings again/),
    });
  });

  it('is tried once: whoever asked holds a lease that another 12 seconds would outlive', async () => {
    const { app, connect, simulator } = sandboxed();
    const { refreshToken } = await connect();
    simulator.plan({ action: 'requesttoken', kind: 'http', httpStatus: 502 });
    await expect(refreshTokens(app, refreshToken)).rejects.toMatchObject({ kind: 'retry', outcomeUnknown: true });
    expect(simulator.calls).toEqual({ requesttoken: 2 });
  });
});
