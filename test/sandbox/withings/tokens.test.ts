import { describe, expect, it } from 'vitest';
import { redirectUri, sandboxed } from '../../withings/connected.ts';
import { post } from './calls.ts';

const client = { action: 'requesttoken', client_id: 'client', client_secret: 'secret' };

/** A connected person, and the vendor's answers as they are. */
async function connected() {
  const sandbox = sandboxed({ identicalCallSeconds: 0 });
  const tokens = await sandbox.connect();
  return {
    ...sandbox,
    tokens,
    refresh: (refresh_token: string) =>
      post(sandbox.fetch, '/v2/oauth2', { ...client, grant_type: 'refresh_token', refresh_token }),
    use: (accessToken: string) => post(sandbox.fetch, '/measure', { action: 'getmeas' }, accessToken),
  };
}

const deadRefreshToken = { http: 200, status: 503, body: {}, error: 'Invalid Params: invalid refresh_token' };

describe('the token endpoint', () => {
  it('answers a code with a userid of text', async () => {
    const { fetch, consent } = sandboxed();
    const form = { ...client, grant_type: 'authorization_code', code: await consent(), redirect_uri: redirectUri };
    expect(await post(fetch, '/v2/oauth2', form)).toEqual({
      http: 200,
      status: 0,
      body: {
        userid: '12345678',
        access_token: expect.stringMatching(/^[0-9a-f]{40}$/),
        refresh_token: expect.stringMatching(/^[0-9a-f]{40}$/),
        scope: 'user.info,user.metrics,user.activity,user.sleepevents',
        expires_in: 10_800,
        token_type: 'Bearer',
        csrf_token: expect.stringMatching(/^[0-9a-f]{32}$/),
      },
    });
  });

  it('answers a refresh token with a userid of number', async () => {
    const { refresh, tokens } = await connected();
    expect(await refresh(tokens.refreshToken)).toMatchObject({ status: 0, body: { userid: 12_345_678 } });
  });

  it.each(['client_id', 'client_secret', 'grant_type', 'code', 'redirect_uri'])(
    'names the missing %s',
    async (name) => {
      const { fetch } = sandboxed();
      const form = { ...client, grant_type: 'authorization_code', code: 'x', redirect_uri: redirectUri };
      const { [name]: _, ...rest } = form as Record<string, string>;
      const error = `Invalid Params: missing ${name}`;
      expect(await post(fetch, '/v2/oauth2', rest)).toEqual({ http: 200, status: 503, body: {}, error });
    },
  );

  it.each([
    ['after 29 seconds', 29, redirectUri, 0],
    ['after 30 seconds', 30, redirectUri, 503],
    ['with another redirect URI', 0, `${redirectUri}/other`, 503],
  ])('takes a code or not %s', async (_, seconds, redirect_uri, status) => {
    const { fetch, clock, consent } = sandboxed();
    const form = { ...client, grant_type: 'authorization_code', code: await consent(), redirect_uri };
    clock.advance({ seconds });
    expect(await post(fetch, '/v2/oauth2', form)).toMatchObject({ status });
  });

  it('knows no other action', async () => {
    const { fetch } = sandboxed();
    expect(await post(fetch, '/v2/oauth2', { action: 'refresh' })).toMatchObject({ status: 2554 });
  });
});

describe('a replaced refresh token', () => {
  it('stays good until the new access token is first used', async () => {
    const { refresh, use, tokens } = await connected();
    await use(tokens.accessToken);
    const { body: lost } = await refresh(tokens.refreshToken);
    const { status, body: fresh } = await refresh(tokens.refreshToken);
    expect(status).toBe(0);
    expect(fresh.refresh_token).not.toBe(lost.refresh_token);
    await use(fresh.access_token);
    expect(await refresh(tokens.refreshToken)).toEqual(deadRefreshToken);
    expect(await refresh(fresh.refresh_token)).toMatchObject({ status: 0 });
  });

  it.each([
    [{ hours: 7, minutes: 59 }, 0],
    [{ hours: 8 }, 503],
  ])('stays good for 8 hours at most: %o', async (time, status) => {
    const { refresh, tokens, clock } = await connected();
    await refresh(tokens.refreshToken);
    clock.advance(time);
    expect(await refresh(tokens.refreshToken)).toMatchObject({ status });
  });

  it('is of no use to another application', async () => {
    const { fetch, tokens } = await connected();
    const form = { ...client, client_id: 'other', grant_type: 'refresh_token', refresh_token: tokens.refreshToken };
    expect(await post(fetch, '/v2/oauth2', form)).toEqual(deadRefreshToken);
  });
});

describe('lifetimes', () => {
  it('are three hours for an access token', async () => {
    const { use, tokens, clock } = await connected();
    clock.advance({ hours: 2, minutes: 59 });
    expect(await use(tokens.accessToken)).toMatchObject({ status: 0 });
    clock.advance({ minutes: 1 });
    expect(await use(tokens.accessToken)).toEqual({
      http: 200,
      status: 401,
      body: {},
      error: 'XRequestID: Not provided invalid_token: The access token provided is invalid',
    });
  });

  it.each([
    [364, 0],
    [365, 503],
  ])('are a year for a refresh token: %i days', async (days, status) => {
    const { refresh, tokens, clock } = await connected();
    clock.advance({ days });
    expect(await refresh(tokens.refreshToken)).toMatchObject({ status });
  });

  it('end when the person disconnects', async () => {
    const { refresh, use, tokens, simulator, person } = await connected();
    await simulator.disconnect(person.userid);
    expect(await use(tokens.accessToken)).toMatchObject({ status: 401 });
    expect(await refresh(tokens.refreshToken)).toEqual(deadRefreshToken);
  });
});
