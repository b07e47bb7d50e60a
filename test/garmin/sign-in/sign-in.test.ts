import { describe, expect, it } from 'vitest';
import { RetryError } from '../../../lib/errors.ts';
import { signIn } from '../../../lib/garmin/sign-in/sign-in.ts';
import { garminSite } from '../../../lib/garmin/sign-in/site.ts';
import type { Fetch } from '../../../lib/http.ts';
import type { NewAccount } from '../../../lib/sandbox/garmin/simulator.ts';
import type { SsoKnobs } from '../../../lib/sandbox/garmin/sso/state.ts';
import { credentials, everyTextOf, type Step, signInWorld } from './world.ts';

const mobileWay = ['GET /mobile/sso/en_US/sign-in', 'POST /mobile/api/login'];
const widgetWay = ['GET /sso/embed', 'GET /sso/signin', 'POST /sso/signin'];
const rest = ['POST /di-oauth2-service/oauth/token', 'GET /userprofile-service/socialProfile'];
const codePath = '/sso/verifyMFA/loginEnterMfaCode';

describe('a sign-in with e-mail and password', () => {
  it('brings tokens that are good for the data, and says whose they are', async () => {
    const world = signInWorld();
    const { tokens, profile, clockAheadSeconds } = await world.signIn();
    expect(profile).toMatchObject({ displayName: 'Anna' });
    expect(clockAheadSeconds).toBe(0);
    expect(tokens).toEqual({
      accessToken: expect.stringMatching(/^ey/),
      refreshToken: expect.any(String),
      clientId: 'GARMIN_CONNECT_MOBILE_ANDROID_DI_2025Q2',
      expiresAt: world.clock.now() + 18 * 3600_000,
      refreshExpiresAt: world.clock.now() + 30 * 24 * 3600_000,
    });
    expect(world.paths()).toEqual([...mobileWay, ...rest]);
  });

  it('takes the time of a person between page and answer', async () => {
    const world = signInWorld();
    await world.signIn();
    expect(world.clock.sleeps).toEqual([5000]);
  });

  it('is one visit of one browser at the phone app’s door', async () => {
    const { signIn, seen } = signInWorld();
    await signIn();
    const [page, login] = seen;
    expect(page?.url).toBe('https://sso.garmin.com/mobile/sso/en_US/sign-in?clientId=GCM_ANDROID_DARK');
    const query = new URL(login?.url ?? '').searchParams;
    expect(Object.fromEntries(query)).toEqual({
      clientId: 'GCM_ANDROID_DARK',
      locale: 'en-US',
      service: 'https://mobile.integration.garmin.com/gcm/android',
    });
    expect(login?.headers.get('user-agent')).toBe(page?.headers.get('user-agent'));
    expect(login?.headers.get('cookie')).toMatch(/SESSION=.*__cflb=/);
    expect(login?.headers.get('accept')).toBe('application/json, text/plain, */*');
    expect(await login?.json()).toEqual({
      username: credentials.email,
      password: credentials.password,
      rememberMe: false,
      captchaToken: '',
    });
  });

  it('of a Chinese account goes to China alone', async () => {
    const world = signInWorld();
    await signIn({ ...world.access, site: garminSite('garmin.cn') }, credentials);
    expect(new Set(world.seen.map(({ url }) => new URL(url).host))).toEqual(
      new Set(['sso.garmin.cn', 'diauth.garmin.cn', 'connectapi.garmin.cn']),
    );
    const form = new URLSearchParams(await world.seen[2]?.text());
    expect(form.get('service_url')).toBe('https://mobile.integration.garmin.cn/gcm/android');
    expect(form.get('grant_type')).toContain('garmin.com');
  });

  it('tries the next app when Garmin has retired one, with the same ticket', async () => {
    const world = signInWorld();
    const clientIds = ['RETIRED_APP', 'GARMIN_CONNECT_MOBILE_IOS_DI'];
    const { tokens } = await signIn({ ...world.access, clientIds }, credentials);
    expect(tokens.clientId).toBe('GARMIN_CONNECT_MOBILE_IOS_DI');
    const none = signIn({ ...signInWorld().access, clientIds: ['RETIRED_APP'] }, credentials);
    await expect(none).rejects.toMatchObject({ reason: 'noApp' });
  });

  it('keeps tokens that Garmin could not be asked about', async () => {
    const world = signInWorld();
    world.simulator.addFault({ on: 'userprofile-service', taken: false, answer: 503, times: 1 });
    expect(await world.signIn()).toMatchObject({ profile: undefined, tokens: { accessToken: expect.any(String) } });
  });

  it('tells how far the computer’s clock is off', async () => {
    const world = signInWorld();
    const ahead = { now: () => world.clock.now() + 3 * 3600_000, sleep: world.clock.sleep.bind(world.clock) };
    expect(await signIn({ ...world.access, clock: ahead }, credentials)).toMatchObject({ clockAheadSeconds: 10_800 });
  });
});

describe.each([
  ['at the phone app’s door', {}, 1],
  ['at the widget', { challenged: 'mobile' }, 2],
] as const)('a code %s', (_, knobs: Partial<SsoKnobs>, logins) => {
  const signingIn = (account: Partial<NewAccount>, steps: readonly Step[]) => {
    const world = signInWorld(account, steps);
    world.simulator.turnSso(knobs);
    return world;
  };

  it.each([
    ['email', 'an*****@example.com', true],
    ['sms', '*******42', true],
    ['totp', undefined, false],
  ] as const)('by %s is asked for in its own words, once', async (mfa, sentTo, canResend) => {
    const world = signingIn({ mfa }, ['right']);
    expect(await world.signIn()).toMatchObject({ profile: { displayName: 'Anna' } });
    expect(world.asked).toEqual([{ method: mfa, ...(sentTo && { sentTo }), canResend }]);
  });

  it('that is wrong is asked for again, twice', async () => {
    const world = signingIn({ mfa: 'email' }, ['wrong', 'wrong', 'right']);
    await world.signIn();
    expect(world.asked.map(({ trouble }) => trouble)).toEqual([undefined, 'wrong', 'wrong']);
  });

  it('that is wrong three times ends it, without another way in', async () => {
    const world = signingIn({ mfa: 'email' }, ['wrong']);
    await expect(world.signIn()).rejects.toMatchObject({ reason: 'wrongCode' });
    expect(world.asked).toHaveLength(3);
    expect(world.paths().filter((path) => /api\/login|POST \/sso\/signin/.test(path))).toHaveLength(logins);
  });

  it('of an authenticator whose clock is wrong never fits, and the sentence says to look at it', async () => {
    const world = signingIn({ mfa: 'totp' }, ['fast clock']);
    await expect(world.signIn()).rejects.toThrow(/the clock of its phone is right/);
  });

  it('can be sent again, half a minute after the last', async () => {
    const world = signingIn({ mfa: 'email' }, ['resend', 'right']);
    const before = world.simulator.state.sso.sentCodes;
    await world.signIn();
    expect(before).toEqual([]);
    const [first, second, ...others] = world.simulator.state.sso.sentCodes;
    expect(others).toEqual([]);
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBe(30_000);
    expect(world.asked).toHaveLength(2);
  });

  it('can be sent again three times and no more', async () => {
    const world = signingIn({ mfa: 'email' }, ['resend', 'resend', 'resend', 'resend', 'right']);
    await world.signIn();
    expect(world.asked.map(({ canResend }) => canResend)).toEqual([true, true, true, false, false]);
    expect(world.simulator.state.sso.sentCodes).toHaveLength(4);
  });

  it('that comes too late is asked for again', async () => {
    const world = signingIn({ mfa: 'email' }, ['late', 'resend', 'right']);
    await world.signIn();
    expect(world.asked[1]?.trouble).toMatch(/expired|wrong/);
  });
});

describe('the phone app’s code', () => {
  it('is sent with the method that Garmin named, in the same visit', async () => {
    const { signIn, seen } = signInWorld({ mfa: 'sms' });
    await signIn();
    const verify = seen.find(({ url }) => url.includes('verifyCode'));
    expect(await verify?.json()).toEqual({
      mfaMethod: 'sms',
      mfaVerificationCode: expect.stringMatching(/^\d{6}$/),
      rememberMyBrowser: false,
      reconsentList: [],
      mfaSetup: false,
    });
    const login = seen.find(({ url }) => url.includes('/api/login'));
    expect(new URL(verify?.url ?? '').search).toBe(new URL(login?.url ?? '').search);
    expect(verify?.headers.get('cookie')).toContain('SESSION=');
  });

  it('that is told to be wrong with status 200 is wrong all the same', async () => {
    const world = signInWorld({ mfa: 'email' }, ['wrong', 'right']);
    world.simulator.turnSso({ wrongCodeStatus: 200 });
    await world.signIn();
    expect(world.asked[1]).toMatchObject({ trouble: 'wrong' });
  });

  it('goes to the web site’s door where a page stands before its own, once', async () => {
    const world = signInWorld({ mfa: 'email' });
    const fetch: Fetch = async (input, init) =>
      String(input).includes('/mobile/api/mfa/verifyCode')
        ? new Response('<html><title>Just a moment...</title>', { status: 403 })
        : world.access.fetch(input, init);
    const { profile } = await signIn({ ...world.access, fetch }, credentials);
    expect(profile).toMatchObject({ displayName: 'Anna' });
    expect(world.asked).toHaveLength(1);
  });

  it('that cannot be sent again is still waited for', async () => {
    const world = signInWorld({ mfa: 'email' }, ['resend', 'right']);
    const fetch: Fetch = async (input, init) =>
      String(input).includes('sendCode') ? new Response('Not here', { status: 404 }) : world.access.fetch(input, init);
    await signIn({ ...world.access, fetch }, credentials);
    expect(world.asked[1]).toMatchObject({ trouble: 'notSent' });
  });
});

describe('the widget', () => {
  it('is where a sign-in goes that was stopped as a robot’s, with forms, referers and its own name', async () => {
    const world = signInWorld();
    world.simulator.turnSso({ challenged: 'mobile' });
    await world.signIn();
    expect(world.paths()).toEqual([...mobileWay, ...widgetWay, ...rest]);
    expect(world.clock.sleeps).toHaveLength(2);
    expect(world.seen[0]?.headers.has('cookie')).toBe(false);
    const [, , embed, page, post] = world.seen;
    expect(new URL(embed?.url ?? '').searchParams.get('gauthHost')).toBe('https://sso.garmin.com/sso');
    const query = new URL(page?.url ?? '').searchParams;
    expect(query.get('service')).toBe('https://sso.garmin.com/sso/embed');
    expect(query.has('clientId')).toBe(false);
    expect(page?.headers.get('referer')).toBe('https://sso.garmin.com/sso/embed');
    expect(post?.headers.get('referer')).toBe(page?.url);
    expect(Object.fromEntries(new URLSearchParams(await post?.text()))).toEqual({
      username: credentials.email,
      password: credentials.password,
      embed: 'true',
      _csrf: expect.stringMatching(/^[0-9a-f]{100}$/),
    });
    const exchange = new URLSearchParams(await world.seen.at(-2)?.text());
    expect(exchange.get('service_url')).toBe('https://sso.garmin.com/sso/embed');
    expect(exchange.get('service_ticket')).toMatch(/-cas$/);
  });

  it('is asked to send the code where it does not by itself', async () => {
    const world = signInWorld({ mfa: 'email' });
    world.simulator.turnSso({ challenged: 'mobile', widgetSendsOnRequest: true });
    await world.signIn();
    expect(world.paths()).toContain('POST /sso/verifyMFA/mfaCode');
  });

  it('has its form loaded anew after a wrong code', async () => {
    const world = signInWorld({ mfa: 'email' }, ['wrong', 'right']);
    world.simulator.turnSso({ challenged: 'mobile' });
    await world.signIn();
    expect(world.paths().filter((path) => path.endsWith(codePath))).toEqual([
      `GET ${codePath}`,
      `POST ${codePath}`,
      `GET ${codePath}`,
      `POST ${codePath}`,
    ]);
  });

  it.each([
    ['error 427', { mfa427: 'mobile' }, { mfa: 'email' }],
    ['tokens that the data API does not know', { inactiveTokensFor: 'mobile' }, {}],
  ] as const)('is the way round %s', async (_, knobs, account) => {
    const world = signInWorld(account);
    world.simulator.turnSso(knobs);
    expect(await world.signIn()).toMatchObject({ profile: { displayName: 'Anna' } });
    expect(world.paths()).toContain('POST /sso/signin');
  });
});

describe('a sign-in that is refused', () => {
  it.each<[string, Partial<NewAccount>, Partial<SsoKnobs>, string, RegExp]>([
    ['for a locked account', { locked: true }, {}, 'locked', /Set a new password/],
    ['for a captcha', {}, { captcha: true }, 'captcha', /captcha/],
    ['with an unknown type', {}, { unknownStatus: 'SOMETHING_NEW' }, 'unknownType', /It said: SOMETHING_NEW\.$/],
  ])('%s says so, and tries no other way', async (_, account, knobs, reason, sentence) => {
    const world = signInWorld(account);
    world.simulator.turnSso(knobs);
    const refused = world.signIn();
    await expect(refused).rejects.toThrow(sentence);
    await expect(refused).rejects.toMatchObject({ reason });
    expect(world.paths()).toEqual(mobileWay);
  });

  it('for a wrong password says so, and counts once', async () => {
    const world = signInWorld();
    await expect(world.signIn({ password: 'wrong' })).rejects.toMatchObject({ reason: 'wrongPassword' });
    expect(world.simulator.account('anna').failedSignIns).toBe(1);
    expect(world.paths()).toEqual(mobileWay);
  });

  it.each<[string, Partial<NewAccount>, Partial<SsoKnobs>, string]>([
    ['a wrong password', { password: 'another' }, {}, 'wrongPassword'],
    ['a locked account', { locked: true }, {}, 'locked'],
    ['a child’s account', { isChild: true }, {}, 'child'],
    ['a missing phone number', {}, { phoneNag: true }, 'phoneNumber'],
    ['a page for browsers', {}, { challenged: 'all' }, 'challenged'],
    ['tokens that are not active', {}, { inactiveTokensFor: 'all' }, 'inactive'],
  ])('at the widget too, for %s, says that', async (_, account, knobs, reason) => {
    const world = signInWorld(account);
    world.simulator.turnSso({ challenged: 'mobile', ...knobs });
    await expect(world.signIn()).rejects.toMatchObject({ reason });
  });

  it.each(['html', 'json'] as const)(
    'with 429 as %s is asked exactly once, and says for how long',
    async (limitedAs) => {
      const world = signInWorld();
      world.simulator.turnSso({ limitedAs });
      world.simulator.limitSignIns(600);
      const refused = world.signIn();
      await expect(refused).rejects.toThrow(RetryError);
      await expect(refused).rejects.toThrow(/Leave it alone for 2 hours/);
      await expect(refused).rejects.toMatchObject({ status: 429, waitSeconds: 7200 });
      expect(world.paths()).toEqual(mobileWay);
      expect(world.simulator.state.sso.limit?.seconds).toBe(1200);
    },
  );

  it('with 429 by the widget ends there', async () => {
    const world = signInWorld();
    world.simulator.turnSso({ inactiveTokensFor: 'mobile' });
    const fetch: Fetch = async (input, init) => {
      const answer = await world.access.fetch(input, init);
      if (String(input).includes('socialProfile')) world.simulator.limitSignIns(60);
      return answer;
    };
    await expect(signIn({ ...world.access, fetch }, credentials)).rejects.toMatchObject({ status: 429 });
    expect(world.paths().slice(-2)).toEqual(['GET /sso/embed', 'GET /sso/signin']);
  });

  it('with a wait of Garmin’s own says that one', async () => {
    const world = signInWorld();
    const fetch: Fetch = async () => new Response('', { status: 429, headers: { 'retry-after': '1500' } });
    await expect(signIn({ ...world.access, fetch }, credentials)).rejects.toThrow(/for 25 minutes/);
  });

  it.each([
    ['502', 502],
    ['no answer', 'lost'],
  ] as const)('by an outage (%s) is not tried elsewhere', async (_, answer) => {
    const world = signInWorld();
    world.simulator.addFault({ on: 'mobile', method: 'POST', taken: false, answer });
    await expect(world.signIn()).rejects.toThrow(RetryError);
    expect(world.paths()).toEqual(mobileWay);
  });

  it('when the ticket is not taken begins no second sign-in', async () => {
    const world = signInWorld();
    world.simulator.turnSso({ ticketSeconds: 0 });
    await expect(world.signIn()).rejects.toMatchObject({ reason: 'ticket' });
    expect(world.paths()).toEqual([...mobileWay, rest[0]]);
  });

  it('follows no redirect out of Garmin’s sign-in', async () => {
    const asked: string[] = [];
    const fetch: Fetch = async (input) => {
      asked.push(String(input));
      return new Response(null, { status: 302, headers: { location: 'https://elsewhere.example/' } });
    };
    await expect(signIn({ ...signInWorld().access, fetch }, credentials)).rejects.toMatchObject({
      reason: 'unexpected',
    });
    expect(asked.filter((url) => !url.startsWith('https://sso.garmin.com/'))).toEqual([]);
  });

  it.each<[string, Partial<NewAccount>, Partial<SsoKnobs>, readonly Step[]]>([
    ['a wrong password', { password: 'another' }, {}, []],
    ['a locked account', { locked: true }, {}, []],
    ['wrong codes', { mfa: 'email' }, {}, ['wrong']],
    ['a spent ticket', {}, { ticketSeconds: 0 }, []],
    ['inactive tokens', {}, { inactiveTokensFor: 'all' }, []],
    ['a page', {}, { challenged: 'all' }, []],
    ['an unknown type', {}, { unknownStatus: 'ST-1-secret' }, []],
  ])('for %s tells no secret in any text of the error', async (_, account, knobs, steps) => {
    const world = signInWorld(account, steps);
    world.simulator.turnSso(knobs);
    const text = everyTextOf(await world.signIn().catch((error: unknown) => error));
    const { tickets, sentCodes } = world.simulator.state.sso;
    const { accessTokens, refreshTokens } = world.simulator.account('anna');
    const secrets = [
      ...[credentials.password, credentials.email, 'ST-1-secret', '000000'],
      ...[tickets, accessTokens, refreshTokens].flatMap((kept) => Object.keys(kept)),
      ...sentCodes.map(({ digits }) => digits),
    ];
    expect(text).toMatch(/RejectedError/);
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  });
});
