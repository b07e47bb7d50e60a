import { expect, it } from 'vitest';
import { emptySso } from '../../../../lib/sandbox/garmin/sso/state.ts';
import { send } from '../world.ts';
import { visiting } from './browser.ts';

function browsing(account: Parameters<typeof visiting>[0] = {}) {
  const world = visiting(account);
  const submit = (path: string, form: Record<string, string> = {}) =>
    send(world.simulator, `/switches/${path}`, { method: 'POST', body: new URLSearchParams(form) });
  return { ...world, submit, page: async () => (await send(world.simulator, '/')).text() };
}

it('the front page shows with what its people sign in, and the codes they were sent', async () => {
  const { page, login, simulator } = browsing({ mfa: 'email' });
  await login();
  const text = await page();
  for (const shown of ['anna@example.com', 'right-password', simulator.codeOf('anna')]) expect(text).toContain(shown);
});

it('the front page shows what an authenticator app shows', async () => {
  const { page, simulator } = browsing({ mfa: 'totp' });
  expect(await page()).toContain(`The authenticator app shows <code>${simulator.codeOf('anna')}</code>`);
});

it('its forms turn every knob of the sign-in', async () => {
  const { submit, simulator } = browsing();
  const turned = {
    ...{
      limitedAs: 'json',
      challenged: 'mobile',
      mfa427: 'mobile',
      inactiveTokensFor: 'embed',
      wrongCodeStatus: '200',
    },
    ...{ unknownStatus: 'NEW', ticketSeconds: '5', codeSeconds: '60' },
    ...{ captcha: 'on', phoneNag: 'on', widgetSendsOnRequest: 'on' },
  };
  expect((await submit('sso-knobs', turned)).headers.get('location')).toBe('/?done');
  expect(simulator.state.sso.knobs).toEqual({
    ...turned,
    ...{
      wrongCodeStatus: 200,
      ticketSeconds: 5,
      codeSeconds: 60,
      captcha: true,
      phoneNag: true,
      widgetSendsOnRequest: true,
    },
  });
  expect(Object.keys(turned).sort()).toEqual(Object.keys(emptySso().knobs).sort());
});

it('its forms lock an account, ask it for a code, and limit sign-ins', async () => {
  const { submit, simulator, clock, page } = browsing();
  await submit('account', { account: 'anna', mfa: 'sms', locked: 'on' });
  expect(simulator.account('anna')).toMatchObject({ mfa: 'sms', locked: true, isChild: false });
  await submit('sign-in-limit', { seconds: '60' });
  expect(simulator.state.sso.limit).toEqual({ seconds: 60, until: clock.now() + 60_000 });
  expect(await page()).toContain('Refused until');
  await submit('sign-in-limit', { seconds: '' });
  expect(simulator.state.sso.limit).toBeNull();
});
