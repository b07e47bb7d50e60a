import { describe, expect, it } from 'vitest';
import type { Fetch } from '../../lib/http.ts';
import { withingsApp } from '../../lib/withings/app.ts';
import { getDemoAccess } from '../../lib/withings/demo-access.ts';
import { exchangeCode, refreshTokens } from '../../lib/withings/oauth.ts';
import { revoke } from '../../lib/withings/revoke.ts';
import { getNonce, sign } from '../../lib/withings/signature.ts';
import { redirectUri, sandboxed } from './connected.ts';

/** As `sandboxed`, with the application registered, so that its signature counts. */
function registered(clientSecret = 'secret') {
  const sandbox = sandboxed();
  const { clock, fetch, simulator } = sandbox;
  simulator.state.clients.push({ clientId: 'client', clientSecret, callbackUrls: [redirectUri] });
  const sent: string[] = [];
  const watched: Fetch = async (input, init) => {
    sent.push(String(init?.body));
    return fetch(input, init);
  };
  const credentials = { clientId: 'client', clientSecret: 'secret' };
  const signedApp = withingsApp({ ...credentials, fetch: watched, clock, random: () => 0.5, signed: true });
  return { ...sandbox, sent, signedApp };
}

describe('a signature', () => {
  it.each([
    ['secret', ['getnonce', 'abc', 1_700_000_000], 'ba1e52aa66e41ea5f1de891bbc2f58bd1a95e1ec1ef84d9e428b0def7c9253c9'],
    [
      'secret',
      ['requesttoken', 'abc', '0123456789abcdef'],
      '09359934f9dbebd8f60fede692255fd78801204c4edb149c0316211040e09a64',
    ],
    ['s3cr3t-é', ['revoke', 'client', 'nonce'], 'd92977f396b3f3b0da10b61fe21b15e8fc6ae7051308f7e97dfdbee46c770774'],
  ])('with %s of %j is known', (secret, values, signature) => {
    expect(sign(secret, ...values)).toBe(signature);
  });
});

describe('a nonce', () => {
  it('is got without waiting, also by several in the same second', async () => {
    const { app, clock, simulator } = registered();
    const nonces = await Promise.all([getNonce(app), getNonce(app), getNonce(app)]);
    expect(new Set(nonces).size).toBe(3);
    expect(clock.sleeps).toEqual([]);
    expect(simulator.calls).toEqual({ getnonce: 3 });
  });

  it('is refused to who signs with another secret, and says what to check', async () => {
    const { app } = registered('another');
    await expect(getNonce(app)).rejects.toMatchObject({
      kind: 'bug',
      action: 'getnonce',
      status: 503,
      message: expect.stringMatching(/client id, the client secret/),
    });
  });
});

describe('a signed application', () => {
  it('gets and renews tokens without ever sending its secret', async () => {
    const { signedApp, consent, sent, simulator } = registered();
    const tokens = await exchangeCode(signedApp, { code: await consent(), redirectUri });
    await expect(refreshTokens(signedApp, tokens.refreshToken)).resolves.toMatchObject({ userId: tokens.userId });
    expect(simulator.calls).toEqual({ getnonce: 2, requesttoken: 2 });
    expect(sent.filter((body) => body.includes('signature='))).toHaveLength(4);
    expect(sent.filter((body) => body.includes('secret'))).toEqual([]);
  });

  it('is told apart from a person whose tokens are dead', async () => {
    const { signedApp, connect } = registered();
    const { refreshToken } = await connect();
    const wrong = { ...signedApp, clientSecret: 'another' };
    await expect(refreshTokens(wrong, refreshToken)).rejects.toMatchObject({ kind: 'bug' });
    await expect(refreshTokens(signedApp, 'dead')).rejects.toMatchObject({ kind: 'reauthorize' });
  });
});

describe('revoking', () => {
  it('ends the consent of one person', async () => {
    const { app, connect, person } = registered();
    const { refreshToken, userId } = await connect();
    await revoke(app, userId);
    expect(person.grants).toEqual([]);
    await expect(refreshTokens(app, refreshToken)).rejects.toMatchObject({ kind: 'reauthorize' });
  });

  it('tries again with another nonce: a used one is refused', async () => {
    const { app, connect, simulator } = registered();
    const { userId } = await connect();
    simulator.plan({ action: 'revoke', kind: 'http', httpStatus: 502 });
    await revoke(app, Number(userId));
    expect(simulator.calls).toMatchObject({ getnonce: 2, revoke: 2 });
    expect(simulator.state.nonces).toHaveLength(1);
  });

  it('says so when there is no consent, or not any more', async () => {
    const { app, connect, signedApp } = registered();
    const { userId } = await connect();
    await revoke(app, userId);
    const again = revoke(signedApp, userId);
    await expect(again).rejects.toMatchObject({ kind: 'rejected', message: expect.stringMatching(/no consent/) });
  });

  it('is not for everybody', async () => {
    const { app, connect } = registered();
    const { userId } = await connect();
    await expect(revoke({ ...app, clientSecret: 'another' }, userId)).rejects.toMatchObject({ kind: 'bug' });
  });

  it('refuses what is no user id before anything is sent', async () => {
    const { app, simulator } = registered();
    await expect(revoke(app, 'robin')).rejects.toMatchObject({ kind: 'rejected', action: 'revoke' });
    expect(simulator.calls).toEqual({});
  });
});

describe('demo access', () => {
  it('gives tokens without a consent', async () => {
    const { app, clock } = registered();
    await expect(getDemoAccess(app, ['user.metrics', 'user.info'])).resolves.toMatchObject({
      accessToken: expect.stringMatching(/./),
      refreshToken: expect.stringMatching(/./),
      expiresAt: clock.now() + 3 * 3_600_000,
      scope: 'user.metrics,user.info',
    });
  });

  it('refuses a scope that there is not before anything is sent', async () => {
    const { app, simulator } = registered();
    // @ts-expect-error: no such scope
    const refused = getDemoAccess(app, 'user.heartrate');
    await expect(refused).rejects.toMatchObject({ kind: 'rejected', message: expect.stringMatching(/user\.metrics/) });
    expect(simulator.calls).toEqual({});
  });
});
