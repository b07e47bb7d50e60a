import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { epochSeconds } from '../../../lib/clock.ts';
import { redirectUri, sandboxed } from '../../withings/connected.ts';
import { post } from './calls.ts';

const hmac = (secret: string, ...values: string[]) =>
  createHmac('sha256', secret).update(values.join(',')).digest('hex');

/** A registered application that signs its calls. */
function signing(secret = 'secret') {
  const sandbox = sandboxed();
  const { simulator, fetch, clock } = sandbox;
  simulator.state.clients.push({ clientId: 'client', clientSecret: secret });
  const getnonce = (form: Record<string, string> = {}) => {
    const timestamp = form.timestamp ?? String(epochSeconds(clock));
    const signature = hmac(secret, 'getnonce', 'client', timestamp);
    return post(fetch, '/v2/signature', { action: 'getnonce', client_id: 'client', timestamp, signature, ...form });
  };
  /** The answer to `path action`, with a fresh nonce unless one is given. */
  const signed = async (name: string, params: Record<string, string> = {}) => {
    const [path = '', action = ''] = name.split(' ');
    const nonce = params.nonce ?? (await getnonce()).body.nonce;
    const form = { action, client_id: 'client', nonce, signature: hmac(secret, action, 'client', nonce) };
    return post(fetch, path, { ...form, ...params });
  };
  return { ...sandbox, getnonce, signed };
}

const invalid = (what: string) => ({ http: 200, status: 503, body: {}, error: `Invalid Params: ${what}` });

describe('getnonce', () => {
  it('gives a nonce of 40 digits, as often as asked', async () => {
    const { getnonce } = signing();
    const nonces = await Promise.all([getnonce(), getnonce()]);
    for (const { body } of nonces) expect(body).toEqual({ nonce: expect.stringMatching(/^[0-9a-f]{40}$/) });
    expect(nonces[0]).not.toEqual(nonces[1]);
  });

  it.each(['client_id', 'timestamp', 'signature'])('names the missing %s', async (name) => {
    const { getnonce } = signing();
    expect(await getnonce({ [name]: '' })).toEqual(invalid(`missing ${name}`));
  });

  it.each([
    ['a signature by another secret', { signature: hmac('other', 'getnonce', 'client', '5') }, 'invalid signature'],
    ['an application that is not registered', { client_id: 'other' }, 'invalid client_id'],
    ['a time that is none', { timestamp: 'now' }, 'invalid timestamp'],
    ['a time long ago', { timestamp: '1700000000' }, 'invalid timestamp'],
  ])('refuses %s', async (_, form, what) => {
    const { getnonce } = signing();
    expect(await getnonce(form)).toEqual(invalid(what));
  });

  it('takes of an application that is not registered any signature that looks like one', async () => {
    const { getnonce, simulator } = signing();
    simulator.state.clients = [];
    expect(await getnonce({ signature: 'a'.repeat(64) })).toMatchObject({ status: 0 });
    expect(await getnonce({ signature: 'secret' })).toEqual(invalid('invalid signature'));
  });

  // Computed with Python's hmac.
  it('takes the signature that the reference gives', async () => {
    const { simulator, fetch, clock } = sandboxed();
    simulator.state.clients.push({ clientId: 'abc', clientSecret: 'secret' });
    clock.advance({ seconds: 1_700_000_000 - epochSeconds(clock) });
    const signature = 'ba1e52aa66e41ea5f1de891bbc2f58bd1a95e1ec1ef84d9e428b0def7c9253c9';
    const form = { action: 'getnonce', client_id: 'abc', timestamp: '1700000000', signature };
    expect(await post(fetch, '/v2/signature', form)).toMatchObject({ status: 0 });
  });
});

describe('a signed call', () => {
  const demo = '/v2/oauth2 getdemoaccess';
  const scope_oauth2 = 'user.metrics,user.activity';

  it('uses its nonce up, also when it is refused', async () => {
    const { signed, getnonce } = signing();
    const { nonce } = (await getnonce()).body;
    expect(await signed(demo, { nonce })).toEqual(invalid('missing scope_oauth2'));
    expect(await signed(demo, { nonce, scope_oauth2 })).toEqual(invalid('invalid nonce'));
    expect(await signed(demo, { scope_oauth2 })).toMatchObject({ status: 0 });
  });

  it.each([
    [29, 0],
    [30, 503],
  ])('may be %i minutes younger than its nonce: status %i', async (minutes, status) => {
    const { signed, getnonce, clock } = signing();
    const { nonce } = (await getnonce()).body;
    clock.advance({ minutes });
    expect(await signed(demo, { nonce, scope_oauth2 })).toMatchObject({ status });
  });

  it('has to be signed by its own secret, for its own action, with a nonce of its own', async () => {
    const { signed, simulator, getnonce } = signing();
    const signatureOf = (secret: string, action: string, nonce: string) => hmac(secret, action, 'client', nonce);
    for (const [secret, action] of [
      ['other', 'getdemoaccess'],
      ['secret', 'revoke'],
    ] as const) {
      const { nonce } = (await getnonce()).body;
      const form = { nonce, scope_oauth2, signature: signatureOf(secret, action, nonce) };
      expect(await signed(demo, form)).toEqual(invalid('invalid signature'));
    }
    const { nonce } = (await getnonce()).body;
    simulator.state.nonces[0]!.clientId = 'somebody else';
    expect(await signed(demo, { nonce, scope_oauth2 })).toEqual(invalid('invalid nonce'));
  });

  it.each(['client_id', 'nonce', 'signature'])('names the missing %s', async (name) => {
    const { signed } = signing();
    expect(await signed(demo, { scope_oauth2, [name]: '' })).toEqual(invalid(`missing ${name}`));
  });
});

describe('requesttoken', () => {
  it('takes a signature in the place of the secret, for a code and for a refresh token', async () => {
    const { signed, consent, fetch } = signing('s3cr3t-é');
    const code = await consent();
    const grant = { grant_type: 'authorization_code', code, redirect_uri: redirectUri };
    const { body } = await signed('/v2/oauth2 requesttoken', grant);
    expect(body).toMatchObject({ userid: '12345678', access_token: expect.any(String) });
    const refresh = { grant_type: 'refresh_token', refresh_token: body.refresh_token };
    expect(await signed('/v2/oauth2 requesttoken', { ...refresh, nonce: 'made up' })).toEqual(invalid('invalid nonce'));
    expect(await signed('/v2/oauth2 requesttoken', refresh)).toMatchObject({ status: 0 });
    const unproven = { action: 'requesttoken', client_id: 'client', ...refresh };
    expect(await post(fetch, '/v2/oauth2', unproven)).toEqual(invalid('missing client_secret'));
  });
});

describe('revoke', () => {
  const revoke = '/v2/oauth2 revoke';
  const world = async () => {
    const asked = signing();
    const { accessToken, refreshToken } = await asked.connect();
    const { person } = asked;
    person.subscriptions = ['client', 'other'].map((clientId) => ({
      ...{ clientId, appli: 1, callbackurl: 'https://weighbridge.example/', comment: null, failingSince: null },
    }));
    return { ...asked, accessToken, refreshToken };
  };

  it('ends the tokens and the subscriptions that the application has of a person', async () => {
    const { signed, person, fetch, accessToken, refreshToken } = await world();
    person.grants.push({ ...person.grants[0]!, clientId: 'other', accessToken: 'a', refreshToken: 'r' });
    expect(await signed(revoke, { userid: '12345678' })).toMatchObject({ status: 0, body: {} });
    expect(await post(fetch, '/measure', { action: 'getmeas' }, accessToken)).toMatchObject({ status: 401 });
    const refresh = { grant_type: 'refresh_token', refresh_token: refreshToken };
    expect(await signed('/v2/oauth2 requesttoken', refresh)).toEqual(invalid('invalid refresh_token'));
    expect(person).toMatchObject({ grants: [{ clientId: 'other' }], subscriptions: [{ clientId: 'other' }] });
  });

  it.each([
    [{}, 'missing userid'],
    [{ userid: '5' }, 'invalid userid'],
  ])('refuses %o', async (params, what) => {
    const { signed, person } = await world();
    expect(await signed(revoke, params)).toEqual(invalid(what));
    expect(person.grants).toHaveLength(1);
  });
});

describe.each(['revoke', 'getdemoaccess', 'listusers'])('%s', (action) => {
  it('has to be signed', async () => {
    const { fetch } = signing();
    const form = { action, client_id: 'client', client_secret: 'secret' };
    expect(await post(fetch, '/v2/oauth2', form)).toEqual(invalid('missing nonce'));
  });
});

describe('getdemoaccess', () => {
  const demo = '/v2/oauth2 getdemoaccess';

  it('gives tokens for the demo person, of the scopes asked for', async () => {
    const { signed, fetch } = signing();
    const { body } = await signed(demo, { scope_oauth2: 'user.metrics' });
    expect(Object.keys(body)).toEqual(['access_token', 'refresh_token', 'expires_in']);
    expect(await post(fetch, '/measure', { action: 'getmeas' }, body.access_token)).toMatchObject({ status: 0 });
    expect(await post(fetch, '/v2/user', { action: 'getdevice' }, body.access_token)).toMatchObject({ status: 277 });
  });

  it('refuses a scope that there is not', async () => {
    const { signed } = signing();
    expect(await signed(demo, { scope_oauth2: 'user.metrics,user.heartrate' })).toEqual(
      invalid('invalid scope_oauth2'),
    );
  });
});

describe('what takes a contract with Withings', () => {
  it.each(['/v2/oauth2 listusers', '/v2/oauth2 recoverauthorizationcode', '/v2/user get'])(
    'is refused however well it is signed: %s',
    async (name) => {
      const { signed } = signing();
      expect(await signed(name, { userid: '12345678' })).toMatchObject({ status: 214, body: {} });
    },
  );

  it.each(['/v2/oauth2 createuser', '/v2/signature getsignature'])('or is not known at all: %s', async (name) => {
    const { signed } = signing();
    expect(await signed(name)).toMatchObject({ status: 2554 });
  });
});
