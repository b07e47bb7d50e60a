import { describe, expect, it } from 'vitest';
import { appCode } from '../../../../lib/sandbox/garmin/sso/codes.ts';
import { android, answerOf, browserOf, read, visiting } from './browser.ts';

const signInPage = '/mobile/sso/en_US/sign-in?clientId=GCM_ANDROID_DARK';
const ticket = expect.stringMatching(/^ST-\d+-[0-9a-f]+-sso$/);

describe('the sign-in of the phone app', () => {
  it('begins with a page that says no captcha is wanted, and sets a session', async () => {
    const { visit, cookies } = visiting();
    const page = await read(await visit(signInPage));
    expect(page).toMatchObject({ status: 200, title: 'Garmin SSO Portal' });
    expect(page.text).toContain('isCaptchaEnabled:false, platform:"mobile", dcName:"WW"');
    expect([...cookies.keys()].sort()).toEqual(['SESSION', '__VCAP_ID__', '__cf_bm', '__cflb', '_cfuvid']);
  });

  it.each(['with its page', 'without its page'])('gives a ticket for the right password, %s', async (how) => {
    const { visit, login, cookies } = visiting();
    if (how === 'with its page') await visit(signInPage);
    expect(await answerOf(login())).toEqual({
      status: 200,
      body: {
        serviceURL: android,
        serviceTicketId: ticket,
        responseStatus: { type: 'SUCCESSFUL', message: '', httpStatus: 'OK' },
        responseReason: null,
        customerMfaInfo: null,
        consentTypeList: null,
        captchaAlreadyPassed: false,
        samlResponse: null,
        authType: 'CAS',
      },
    });
    expect([...cookies.keys()]).toEqual(
      expect.arrayContaining(['CASTGC', 'GARMIN-SSO', 'GARMIN-SSO-CUST-GUID', 'GMN_TRACKABLE']),
    );
  });

  it.each([
    ['password', 'wrong', 'anna@example.com'],
    ['name', 'right-password', 'nobody@example.com'],
  ])('refuses a wrong %s in the same words', async (_, given, name) => {
    const { login } = visiting();
    expect(await answerOf(login(given, 'mobile', name))).toEqual({
      status: 401,
      body: expect.objectContaining({
        serviceTicketId: null,
        authType: null,
        responseStatus: {
          type: 'INVALID_USERNAME_PASSWORD',
          message: 'generalLoginInvalidUsernameOrPassword',
          httpStatus: 'UNAUTHORIZED',
        },
      }),
    });
  });

  it('locks an account after five wrong passwords in a row, also for the right one', async () => {
    const { login, simulator } = visiting();
    for (let time = 0; time < 4; time += 1) await login('wrong');
    await login();
    for (let time = 0; time < 5; time += 1) await login('wrong');
    expect(simulator.account('anna').locked).toBe(true);
    const { status, body } = await answerOf(login());
    expect([status, body.responseStatus.type]).toEqual([401, 'ACCOUNT_LOCKED']);
  });

  it('takes a browser that changes its name for a robot', async () => {
    const { visit, login, rename } = visiting();
    await visit(signInPage);
    rename('Mozilla/5.0 (iPhone)');
    expect((await read(await login())).status).toBe(429);
  });

  it.each([
    ['captcha', { captcha: true }, 'CAPTCHA_REQUIRED'],
    ['anything', { unknownStatus: 'SOMETHING_NEW' }, 'SOMETHING_NEW'],
  ])('asks for a %s when so turned', async (_, knobs, type) => {
    const { login, simulator } = visiting();
    simulator.turnSso(knobs);
    const { status, body } = await answerOf(login());
    expect([status, body.responseStatus.type, body.responseStatus.httpStatus]).toEqual([200, type, 'OK']);
  });

  it.each(['html', 'json'] as const)(
    'that is asked too often refuses as %s, and longer with each try',
    async (limitedAs) => {
      const { login, simulator, clock } = visiting();
      simulator.turnSso({ limitedAs });
      simulator.limitSignIns(600);
      clock.advance({ seconds: 599 });
      const answer = await read(await login());
      expect(answer.status).toBe(429);
      if (limitedAs === 'html') expect(answer.text).toContain('error code: 1015');
      else expect(JSON.parse(answer.text).error['status-code']).toBe('429');
      clock.advance({ seconds: 1199 });
      expect((await login()).status).toBe(429);
      clock.advance({ seconds: 2400 });
      expect((await login()).status).toBe(200);
    },
  );

  it('shows programs a page instead when so turned', async () => {
    const { login, simulator, form } = visiting();
    simulator.turnSso({ challenged: 'mobile' });
    expect(await read(await login())).toMatchObject({ status: 403, title: 'Just a moment...' });
    expect((await form()).status).toBe(200);
    simulator.turnSso({ challenged: 'all' });
    expect((await form()).status).toBe(403);
  });
});

describe('a code beside the password', () => {
  it('is asked for in the words that were recorded, and sent', async () => {
    const { login, simulator } = visiting({ mfa: 'email' });
    expect(await answerOf(login())).toEqual({
      status: 200,
      body: {
        serviceURL: null,
        serviceTicketId: null,
        responseStatus: { type: 'MFA_REQUIRED', message: '', httpStatus: 'OK' },
        responseReason: null,
        customerMfaInfo: {
          email: 'an*****@example.com',
          phoneNumber: null,
          mfaLastMethodUsed: 'email',
          defaultMfaMethod: null,
          mfaUISetting: { allowPhoneOption: true, allowAddEmailAddress: false, chooseDifferentWayShown: false },
        },
        consentTypeList: [],
        captchaAlreadyPassed: false,
        samlResponse: null,
        authType: null,
      },
    });
    expect(simulator.codeOf('anna')).toMatch(/^\d{6}$/);
  });

  it('brings the ticket; a wrong one leaves room for the right one', async () => {
    const { login, verify, simulator } = visiting({ mfa: 'email' });
    await login();
    const wrong = await answerOf(verify('000000'));
    expect([wrong.status, wrong.body.responseStatus.type]).toEqual([401, 'MFA_CODE_INVALID']);
    expect(await answerOf(verify(simulator.codeOf('anna')))).toEqual({
      status: 200,
      body: {
        serviceURL: android,
        serviceTicketId: ticket,
        responseStatus: { type: 'SUCCESSFUL', message: '', httpStatus: 'OK' },
        responseReason: null,
        samlResponse: null,
        authType: 'CAS',
      },
    });
  });

  it('is wrong when another method is named', async () => {
    const { login, verify, simulator } = visiting({ mfa: 'sms' });
    await login();
    const { body } = await answerOf(verify(simulator.codeOf('anna'), 'email'));
    expect(body.responseStatus.type).toBe('MFA_CODE_INVALID');
    expect((await verify(simulator.codeOf('anna'), 'sms')).status).toBe(200);
  });

  it('of an earlier sign-in is worth nothing', async () => {
    const { login, verify, simulator } = visiting({ mfa: 'email' });
    await login();
    const earlier = simulator.codeOf('anna');
    const other = browserOf(simulator);
    await other.login();
    expect((await verify(earlier)).status).toBe(401);
    expect((await other.verify(earlier)).status).toBe(401);
    expect((await other.verify(simulator.codeOf('anna'))).status).toBe(200);
  });

  it('can be sent again, which replaces it; and it ends', async () => {
    const { login, verify, sendAgain, simulator, clock } = visiting({ mfa: 'email' });
    await login();
    const first = simulator.codeOf('anna');
    expect((await sendAgain()).status).toBe(200);
    expect((await verify(first)).status).toBe(401);
    clock.advance({ minutes: 10 });
    const { body } = await answerOf(verify(simulator.codeOf('anna')));
    expect(body.responseStatus).toMatchObject({ type: 'MFA_CODE_INVALID', message: 'codeEntryExpired' });
  });

  it('of an authenticator is that of its clock', async () => {
    const { login, verify, simulator, clock } = visiting({ mfa: 'totp' });
    await login();
    const anna = simulator.account('anna');
    expect((await verify(appCode(anna, clock.now() + 5 * 60_000), 'totp')).status).toBe(401);
    expect((await verify(simulator.codeOf('anna'), 'totp')).status).toBe(200);
  });

  it('may be given at the other door, where such accounts are not let in with the password', async () => {
    const { login, verify, simulator } = visiting({ mfa: 'email' });
    const { body } = await answerOf(login(undefined, 'portal'));
    expect(body).toMatchObject({ error: { 'status-code': '427' } });
    await login();
    expect((await verify(simulator.codeOf('anna'), 'email', 'portal')).status).toBe(200);
  });
});

it('an authenticator shows what RFC 6238 says it should', () => {
  const { simulator } = visiting();
  const account = {
    ...simulator.account('anna'),
    authenticatorSecret: Buffer.from('12345678901234567890').toString('hex'),
  };
  expect([59, 1_111_111_109, 20_000_000_000].map((seconds) => appCode(account, seconds * 1000))).toEqual([
    '287082',
    '081804',
    '353130',
  ]);
});
