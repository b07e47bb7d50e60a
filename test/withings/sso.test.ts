import { describe, expect, it } from 'vitest';
import type { Fetch } from '../../lib/http.ts';
import { resumeWithingsSso, type SsoOptions, WithingsSso, withingsSso } from '../../lib/withings/sso.ts';
import { connectedSession, redirectUri, sandboxed } from './connected.ts';

const env = { WITHINGS_CLIENT_ID: 'client', WITHINGS_CLIENT_SECRET: 'secret' };
type Sandboxed = ReturnType<typeof sandboxed>;

/** A log that is remembered, as text too. */
function noted() {
  const lines: { level: string; message: string; fields: unknown }[] = [];
  const level = (name: string) => (message: string, fields?: unknown) =>
    void lines.push({ level: name, message, fields });
  return { lines, log: { warn: level('warn'), error: level('error') }, text: () => JSON.stringify(lines) };
}

async function signedIn(options: Partial<SsoOptions> = {}, sandbox: Sandboxed = sandboxed()) {
  const { lines, log, text } = noted();
  const { fetch, clock, consent } = sandbox;
  const surroundings = { env, fetch, clock, random: () => 0.5, log };
  const sso = await withingsSso(await consent(), redirectUri, { ...surroundings, ...options });
  return { ...sandbox, sso, lines, text, surroundings };
}

/** Answers the signed calls as for an application with a contract. */
const withProfile =
  ({ fetch }: Sandboxed, answer: object, asked: URLSearchParams[] = []): Fetch =>
  async (input, init) => {
    const form = new URLSearchParams(init?.body as URLSearchParams);
    if (form.get('action') === 'getnonce') return Response.json({ status: 0, body: { nonce: '0123456789abcdef' } });
    if (form.get('action') !== 'get') return fetch(input, init);
    asked.push(form);
    return Response.json(answer);
  };

const zoned = { timezone: 'Europe/Berlin' };

describe('signing in with Withings', () => {
  it('gives tokens, and of the person their user id, devices, goals and time zone: no name, no e-mail', async () => {
    const { sso, person, lines } = await signedIn();
    expect(sso.tokens).toMatchObject({ userId: String(person.userid), accessToken: expect.stringMatching(/^\w{40}$/) });
    expect(sso.userInfo).toEqual({
      userId: String(person.userid),
      devices: expect.any(Array),
      goals: expect.any(Object),
      ...zoned,
    });
    for (const name of ['firstName', 'lastName', 'email']) expect(sso.userInfo).not.toHaveProperty(name);
    expect(lines).toEqual([]);
  });

  it('asks only for what was granted', async () => {
    const sandbox = sandboxed();
    const { fetch, clock, simulator, consent } = sandbox;
    const enter = async (scope: 'user.info' | 'user.metrics' | 'user.activity') =>
      (await withingsSso(await consent([scope]), redirectUri, { env, fetch, clock, random: () => 0, log: noted().log }))
        .userInfo;
    expect(Object.keys(await enter('user.activity'))).toEqual(['userId']);
    expect(simulator.calls).not.toHaveProperty('getdevice');
    expect(Object.keys(await enter('user.metrics'))).toEqual(['userId', 'goals', 'timezone']);
    expect(await enter('user.info')).not.toHaveProperty('firstName');
  });

  it('takes the redirect address from the environment when none is given', async () => {
    const { fetch, clock, consent, person } = sandboxed();
    const settings = { ...env, WITHINGS_REDIRECT_URI: redirectUri };
    const sso = await withingsSso(await consent(), undefined, { env: settings, fetch, clock, log: noted().log });
    expect(sso.userInfo.userId).toBe(String(person.userid));
  });

  it('calls the API that the environment names', async () => {
    const urls: string[] = [];
    const fetch: Fetch = async (input) => {
      urls.push(String(input));
      throw new TypeError('nobody there');
    };
    const options = { env: { ...env, WITHINGS_API_URL: 'http://127.0.0.1:1' }, fetch, log: noted().log };
    await expect(withingsSso('code', redirectUri, options)).rejects.toMatchObject({ kind: 'retry' });
    expect(urls).toEqual(['http://127.0.0.1:1/v2/oauth2']);
  });

  it.each([
    [{}, undefined, 'WITHINGS_CLIENT_ID, WITHINGS_CLIENT_SECRET, WITHINGS_REDIRECT_URI (or redirectUri)'],
    [{}, redirectUri, 'WITHINGS_CLIENT_ID, WITHINGS_CLIENT_SECRET'],
    [{ WITHINGS_CLIENT_ID: 'client' }, redirectUri, 'WITHINGS_CLIENT_SECRET'],
    [{ WITHINGS_CLIENT_ID: '', WITHINGS_CLIENT_SECRET: 'hidden' }, redirectUri, 'WITHINGS_CLIENT_ID'],
  ])('names everything that %j lacks, with %s, in one error', async (settings, address, missing) => {
    const { log, lines, text } = noted();
    const error = await withingsSso('a-code', address, { env: settings, log }).catch((thrown) => thrown);
    expect(error).toMatchObject({ kind: 'rejected', service: 'Withings' });
    expect(error.message).toContain(`Missing in the environment: ${missing}. `);
    expect(lines).toMatchObject([{ level: 'error', fields: { kind: 'rejected' } }]);
    expect(error.message + text()).not.toContain('hidden');
  });

  it.each([['a wrong code', (code: string) => `${code}0`, env, 'reauthorize']])(
    'fails with %s in one typed error, and the log has no secret',
    async (_, change, settings, kind) => {
      const { fetch, clock, consent } = sandboxed();
      const { log, lines, text } = noted();
      const code = change(await consent());
      const entering = withingsSso(code, redirectUri, { env: settings, fetch, clock, log });
      await expect(entering).rejects.toMatchObject({ kind, action: 'requesttoken', status: 503 });
      expect(lines).toMatchObject([{ level: 'error', message: 'The sign-in with Withings failed', fields: { kind } }]);
      expect(text()).not.toContain('secret"');
      if (code) expect(text()).not.toContain(code);
    },
  );

  it('says that there is no code before it asks Withings', async () => {
    const { fetch, clock, simulator } = sandboxed();
    const { log } = noted();
    const entering = withingsSso('', redirectUri, { env, fetch, clock, log });
    await expect(entering).rejects.toMatchObject({
      kind: 'rejected',
      message: expect.stringContaining('There is no code'),
    });
    expect(simulator.calls.requesttoken ?? 0).toBe(0);
  });

  it('goes on with tokens that were kept', async () => {
    const { sso, fetch, clock, person } = await signedIn();
    const { log } = noted();
    clock.advance({ hours: 4 });
    const resumed = resumeWithingsSso(sso.tokens, { env, fetch, clock, log });
    expect(await resumed.getUserInfo()).toMatchObject({ userId: String(person.userid), ...zoned });
    expect(resumed.tokens.accessToken).not.toBe(sso.tokens.accessToken);
  });

  it('stays signed in when nothing can be told of the person just now: the code is used up', async () => {
    const sandbox = sandboxed();
    sandbox.simulator.plan({ action: 'getdevice', kind: 'status', status: 2554 });
    const { sso, person, lines, clock } = await signedIn({}, sandbox);
    expect(sso.userInfo).toEqual({ userId: String(person.userid) });
    expect(lines).toMatchObject([{ level: 'error', message: 'Withings told nothing of the person' }]);
    clock.advance({ seconds: 12 });
    expect(await sso.getUserInfo()).toMatchObject({ devices: expect.any(Array), ...zoned });
  });
});

describe('getUserInfo', () => {
  it('does not wait to ask the same again at once, and asks again later', async () => {
    const { sso, simulator, clock, person } = await signedIn();
    const before = clock.now();
    const both = await Promise.all([sso.getUserInfo(), sso.getUserInfo()]);
    expect(both).toEqual([sso.userInfo, sso.userInfo]);
    expect({ calls: simulator.calls.getdevice, waited: clock.now() - before }).toEqual({ calls: 1, waited: 0 });
    clock.advance({ seconds: 12 });
    person.timezone = 'Asia/Tokyo';
    expect(await sso.getUserInfo()).toMatchObject({ timezone: 'Asia/Tokyo' });
    expect(sso.userInfo.timezone).toBe('Asia/Tokyo');
  });

  it('without measures tells the zone of the device used last', async () => {
    const sandbox = sandboxed();
    const { simulator, consent, fetch, clock, person } = sandbox;
    const device = { type: 'Scale', model: 'Body Scan', model_id: 10, battery: 'high' };
    const used = (timezone: string, last_session_date: number | null) => ({
      ...device,
      ...{ deviceid: 'a', hash_deviceid: 'a', timezone, first_session_date: null, last_session_date },
    });
    person.records.devices = [used('Europe/Oslo', 5), used('Asia/Tokyo', 9), used('', 12), used('UTC', null)];
    const code = await consent(['user.info']);
    const sso = await withingsSso(code, redirectUri, { env, fetch, clock, log: noted().log });
    expect(sso.userInfo.timezone).toBe('Asia/Tokyo');
    expect(simulator.calls).not.toHaveProperty('getmeas');
  });

  it.each([
    ['bare', { firstname: 'Robin', lastname: 'Example', email: 'robin@weighbridge.example' }],
    ['inside user', { user: { firstname: 'Robin', lastname: 'Example', email: 'robin@weighbridge.example' } }],
  ])('with a contract fills in name and e-mail from a signed call that answers them %s', async (_, body) => {
    const sandbox = sandboxed();
    const asked: URLSearchParams[] = [];
    const fetch = withProfile(sandbox, { status: 0, body }, asked);
    const { sso, person } = await signedIn({ contract: true, fetch }, sandbox);
    expect(sso.userInfo).toMatchObject({
      firstName: 'Robin',
      lastName: 'Example',
      email: 'robin@weighbridge.example',
    });
    expect(asked.map((form) => Object.fromEntries(form))).toEqual([
      {
        action: 'get',
        userid: String(person.userid),
        client_id: 'client',
        nonce: '0123456789abcdef',
        // HMAC-SHA256 of "get,client,0123456789abcdef" with the key "secret", worked out by openssl.
        signature: '79964878145e7777a7bfcc7ecf105e74ae0f0286f29fc4574e711c02c005d4b6',
      },
    ]);
  });

  it('leaves out what a contract does not give either: never an empty name', async () => {
    const sandbox = sandboxed();
    const fetch = withProfile(sandbox, { status: 0, body: { firstname: '', lastname: null, email: 7 } });
    const { sso } = await signedIn({ contract: true, fetch }, sandbox);
    expect(Object.keys(sso.userInfo)).toEqual(['userId', 'devices', 'goals', 'timezone']);
  });

  it('leaves name and e-mail out when Withings refuses them, and notes it', async () => {
    const sandbox = sandboxed();
    const fetch = withProfile(sandbox, { status: 277, body: {}, error: 'Not for secret' });
    const { sso, lines, text } = await signedIn({ contract: true, fetch }, sandbox);
    expect(sso.userInfo).not.toHaveProperty('email');
    expect(sso.userInfo).toHaveProperty('devices');
    expect(lines).toMatchObject([{ level: 'warn', fields: { kind: 'reauthorize' } }]);
    expect(text()).not.toContain('Not for secret');
  });

  it('fails when Withings cannot say just now whether it tells them', async () => {
    const sandbox = sandboxed();
    const fetch = withProfile(sandbox, { status: 522, body: {} });
    const { sso, clock } = await signedIn({ contract: true, fetch }, sandbox);
    expect(Object.keys(sso.userInfo)).toEqual(['userId']);
    clock.advance({ seconds: 12 });
    await expect(sso.getUserInfo()).rejects.toMatchObject({ kind: 'retry', action: 'get' });
  });
});

describe('getNewToken', () => {
  it('gives a new access token, which the next calls carry, and keeps the new pair', async () => {
    const { sso, simulator, clock } = await signedIn();
    const before = sso.tokens;
    const accessToken = await sso.getNewToken();
    expect(accessToken).not.toBe(before.accessToken);
    expect(sso.tokens).toMatchObject({ accessToken, userId: before.userId });
    expect(sso.tokens.refreshToken).not.toBe(before.refreshToken);
    clock.advance({ seconds: 12 });
    await sso.getUserInfo();
    expect(simulator.calls).toMatchObject({ requesttoken: 2, getdevice: 2 });
  });

  it('refreshes once for all who ask at the same time', async () => {
    const { sso, simulator } = await signedIn();
    const tokens = await Promise.all([sso.getNewToken(), sso.getNewToken(), sso.getNewToken()]);
    expect(new Set(tokens).size).toBe(1);
    expect(simulator.calls.requesttoken).toBe(2);
  });

  it('says that the person has to sign in again when the consent is gone', async () => {
    const { sso, simulator, person, lines, text } = await signedIn();
    const { refreshToken } = sso.tokens;
    await simulator.disconnect(person.userid);
    await expect(sso.getNewToken()).rejects.toMatchObject({ kind: 'reauthorize' });
    expect(lines).toMatchObject([{ level: 'error', message: 'Withings gave no new token' }]);
    expect(text()).not.toContain(refreshToken);
  });
});

it('begins with tokens that were kept, too', async () => {
  const { app, store, person } = await connectedSession();
  const sso = new WithingsSso(app, store.record.tokens, { log: noted().log });
  expect(sso.userInfo).toEqual({ userId: String(person.userid) });
  expect(await sso.getUserInfo()).toMatchObject(zoned);
});

it('refuses to send e-mail, with the reason', async () => {
  const { sso } = await signedIn();
  await expect(sso.sendEmail('robin@weighbridge.example', 'Hello', 'Text')).rejects.toMatchObject({
    kind: 'rejected',
    message: expect.stringMatching(/^Withings cannot send e-mail: its API has no call for it/),
  });
});
