import { describe, expect, it } from 'vitest';
import { embed, read, visiting } from './browser.ts';

const application = 'GARMIN Authentication Application';
const codePath = '/sso/verifyMFA/loginEnterMfaCode';
const escapedTicket =
  /var response_url = "https:\\\/\\\/sso\.garmin\.com\\\/sso\\\/embed\?ticket=ST-\d+-[0-9a-f]+-cas";/;

describe('the widget', () => {
  it('is embedded by one page and signs in on another', async () => {
    const { visit, form, cookies } = visiting();
    expect((await read(await visit('/sso/embed'))).title).toBe('GAuth Embedded Version');
    expect([...cookies.keys()]).toEqual(['__cf_bm', '__cflb', '_cfuvid']);
    expect(await form()).toMatchObject({
      status: 200,
      title: application,
      csrf: expect.stringMatching(/^[0-9a-f]{100}$/),
    });
    expect([...cookies.keys()]).toEqual(expect.arrayContaining(['SESSION', '__VCAP_ID__']));
  });

  it('gives a ticket in a script that escapes its slashes', async () => {
    const { form, enter, cookies } = visiting();
    const page = await read(await enter((await form()).csrf));
    expect(page).toMatchObject({ status: 200, title: 'Success' });
    expect(page.text).toMatch(escapedTicket);
    expect([...cookies.keys()]).toEqual(
      expect.arrayContaining(['CASTGC', 'GARMIN-SSO', 'GARMIN-SSO-GUID', 'GARMIN-SSO-CUST-GUID', 'GarminNoCache']),
    );
  });

  it('says under the old title what is wrong with a password, with a new token in the form', async () => {
    const { form, enter } = visiting();
    const { csrf } = await form();
    const page = await read(await enter(csrf, 'wrong'));
    expect(page).toMatchObject({ status: 401, title: application });
    expect(page.text).toContain(
      '<div id="status" class="error">Invalid sign in. (Passwords are case sensitive.)</div>',
    );
    expect(page.csrf).not.toBe(csrf);
    expect((await read(await enter(page.csrf))).title).toBe('Success');
  });

  it('takes no form but the one it has shown', async () => {
    const { form, enter } = visiting();
    expect((await enter('')).status).toBe(403);
    await form();
    expect((await enter('0'.repeat(100))).status).toBe(403);
  });

  it.each([
    ['a locked account', { locked: true }, {}, application, 'account has been locked'],
    ['a child', { isChild: true }, {}, 'Unable to Sign In', ''],
    ['a missing phone number', {}, { phoneNag: true }, 'Update Phone Number', ''],
  ])('stops %s', async (_, account, knobs, title, text) => {
    const { form, enter, simulator } = visiting(account);
    simulator.turnSso(knobs);
    const page = await read(await enter((await form()).csrf));
    expect(page.title).toBe(title);
    expect(page.text).toContain(text);
  });

  it('takes a browser that changes its name for a robot', async () => {
    const { form, enter, rename } = visiting();
    const { csrf } = await form();
    rename('Mozilla/5.0 (iPhone)');
    expect((await enter(csrf)).status).toBe(429);
  });

  it('refuses longer with each try, of its page too', async () => {
    const { form, simulator, clock } = visiting();
    simulator.limitSignIns(60);
    expect((await form()).status).toBe(429);
    clock.advance({ seconds: 61 });
    expect((await form()).status).toBe(429);
    clock.advance({ seconds: 240 });
    expect((await form()).status).toBe(200);
  });
});

describe('the widget’s code', () => {
  it.each([
    ['email', application, 'an*****@example.com'],
    ['sms', 'Enter MFA code for login', '*******42'],
    ['totp', 'Enter MFA code for login', ''],
  ] as const)('by %s is asked for under its own title', async (mfa, title, sentTo) => {
    const { form, enter, simulator } = visiting({ mfa });
    const answer = await enter((await form()).csrf);
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toContain(`${codePath}?id=gauth-widget&embedWidget=true&service=`);
    const page = await form(codePath);
    expect(page.title).toBe(title);
    for (const line of [
      `var customerGuid = "${simulator.account('anna').garminGuid}";`,
      `var mfaMethod = "${mfa}";`,
      `var codeSentTo = "${sentTo}";`,
      'var clientId = "";',
      'var locale = "en";',
    ]) {
      expect(page.text).toContain(line);
    }
  });

  it('leads over a redirect to the ticket', async () => {
    const { form, enter, enterCode, visit, simulator } = visiting({ mfa: 'email' });
    await enter((await form()).csrf);
    const { csrf } = await form(codePath);
    const answer = await enterCode(csrf, simulator.codeOf('anna'));
    const location = answer.headers.get('location') ?? '';
    expect([answer.status, location]).toEqual([302, expect.stringMatching(/^\/sso\/login\?logintoken=.+&embed=true$/)]);
    expect(new URLSearchParams(location.slice('/sso/login?'.length)).get('service')).toBe(embed);
    expect((await read(await visit(location))).text).toMatch(escapedTicket);
    expect((await visit(location)).status).toBe(403);
  });

  it('that is wrong leaves a page without a token, which has to be loaded anew', async () => {
    const { form, enter, enterCode, simulator } = visiting({ mfa: 'email' });
    await enter((await form()).csrf);
    const page = await read(await enterCode((await form(codePath)).csrf, '000000'));
    expect(page).toMatchObject({ status: 200, title: 'Enter MFA code for login', csrf: '' });
    expect(page.text).toContain('Invalid code. Please enter a valid code.');
    expect((await enterCode('', simulator.codeOf('anna'))).status).toBe(403);
    expect((await enterCode((await form(codePath)).csrf, simulator.codeOf('anna'))).status).toBe(302);
  });

  it('is only sent on request when so turned', async () => {
    const { form, enter, visit, simulator } = visiting({ mfa: 'email' });
    simulator.turnSso({ widgetSendsOnRequest: true });
    await enter((await form()).csrf);
    expect((await form(codePath)).text).toContain('var codeSentTo = "";');
    expect(() => simulator.codeOf('anna')).toThrow();
    const body = JSON.stringify({ customerGuid: 'x', mfaMethod: 'email', locale: 'en' });
    expect((await visit('/sso/verifyMFA/mfaCode?clientId=', { method: 'POST', body })).status).toBe(200);
    expect(simulator.codeOf('anna')).toMatch(/^\d{6}$/);
    expect((await form(codePath)).text).toContain('var codeSentTo = "an*****@example.com";');
  });
});
