import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { basic, garmin, json, send } from './world.ts';

describe('a refresh', () => {
  it('gives a new pair, with which the data API is open', async () => {
    const { tokens, refresh, call } = garmin();
    const response = await refresh(tokens.di_refresh_token);
    expect(response.status).toBe(200);
    const answer = await json(response);
    expect(answer).toMatchObject({ token_type: 'Bearer', expires_in: 64_800, refresh_token_expires_in: 2_592_000 });
    expect(answer.access_token).not.toBe(tokens.di_token);
    expect(answer.refresh_token).not.toBe(tokens.di_refresh_token);
    expect((await call('/userprofile-service/socialProfile', {}, answer.access_token)).status).toBe(200);
    expect((await refresh(answer.refresh_token)).status).toBe(200);
  });

  it('gives an access token that says when it ends and for which client it is', () => {
    const { tokens, clock } = garmin();
    const claims = decodeJwt(tokens.di_token);
    expect(claims).toMatchObject({ iss: 'https://diauth.garmin.com', client_id: tokens.di_client_id });
    expect(claims.iat).toBe(clock.now() / 1000);
    expect(claims.exp).toBe(clock.now() / 1000 + 18 * 3600);
  });

  it('gives a refresh token that hides its value and the person in base64', () => {
    const { tokens, simulator } = garmin();
    const content = JSON.parse(atob(tokens.di_refresh_token));
    expect(content).toEqual({
      refreshTokenValue: expect.any(String),
      garminGuid: simulator.account('anna').garminGuid,
    });
  });

  it('leaves the old access token good to its end, and then forgets it', async () => {
    const { tokens, refresh, call, simulator, clock } = garmin();
    const { refresh_token } = await json(await refresh(tokens.di_refresh_token));
    expect((await call('/userprofile-service/socialProfile')).status).toBe(200);
    clock.advance({ hours: 18 });
    await refresh(refresh_token);
    expect(Object.keys(simulator.account('anna').accessTokens)).toHaveLength(1);
  });

  it('uses the old refresh token up: a second time it is refused, and repeated in the error', async () => {
    const { tokens, refresh } = garmin();
    await refresh(tokens.di_refresh_token);
    const again = await refresh(tokens.di_refresh_token);
    expect(again.status).toBe(400);
    expect(await json(again)).toEqual({
      error: 'invalid_grant',
      error_description: `Invalid refresh token: ${tokens.di_refresh_token}`,
    });
  });

  it('takes the old refresh token again when so turned', async () => {
    const { tokens, refresh, simulator } = garmin();
    simulator.turn({ oldRefreshTokenStillAccepted: true });
    await refresh(tokens.di_refresh_token);
    expect((await refresh(tokens.di_refresh_token)).status).toBe(200);
  });

  it('leaves the refresh token out, and the old one good, when so turned', async () => {
    const { tokens, refresh, simulator, clock } = garmin();
    simulator.turn({ refreshOmitsRefreshToken: true });
    for (let day = 0; day < 60; day += 20) {
      const answer = await json(await refresh(tokens.di_refresh_token));
      expect(answer).toHaveProperty('access_token');
      expect(answer).not.toHaveProperty('refresh_token');
      clock.advance({ days: 20 });
    }
    expect(Object.keys(simulator.account('anna').refreshTokens)).toEqual([tokens.di_refresh_token]);
  });

  it('comes too late after 30 days', async () => {
    const { tokens, refresh, clock } = garmin();
    clock.advance({ days: 29, hours: 23 });
    const { refresh_token } = await json(await refresh(tokens.di_refresh_token));
    clock.advance({ days: 30 });
    expect((await refresh(refresh_token)).status).toBe(400);
  });

  it.each([
    ['unknown', 'SOME_OTHER_APP', undefined],
    ['not the one in the Basic header', undefined, { Authorization: basic('GARMIN_CONNECT_MOBILE_IOS_DI') }],
    ['in no Basic header', undefined, { Authorization: '' }],
  ])('is refused when the client id is %s', async (_, clientId, headers) => {
    const { tokens, refresh } = garmin();
    expect((await refresh(tokens.di_refresh_token, clientId, headers)).status).toBe(401);
    expect((await refresh(tokens.di_refresh_token)).status).toBe(200);
  });

  it('is refused for a client the token was not made for', async () => {
    const { tokens, refresh } = garmin();
    expect((await refresh(tokens.di_refresh_token, 'GARMIN_CONNECT_MOBILE_IOS_DI')).status).toBe(400);
  });

  it('is the only grant there is without a sign-in', async () => {
    const { tokens, simulator } = garmin();
    const response = await send(simulator, '/di-oauth2-service/oauth/token', {
      method: 'POST',
      headers: { Authorization: basic(tokens.di_client_id) },
      body: new URLSearchParams({ grant_type: 'password', client_id: tokens.di_client_id }),
    });
    expect(await json(response)).toMatchObject({ error: 'unsupported_grant_type' });
  });
});
