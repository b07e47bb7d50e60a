import { expect, it } from 'vitest';
import { systemClock } from '../../lib/clock.ts';
import { GarminSimulator } from '../../lib/sandbox/garmin/simulator.ts';
import { serve } from '../../lib/sandbox/serve.ts';
import { launchBrowser } from '../browser.ts';
import { Terminal } from './terminal.ts';

it('what a browser gets on Garmin’s page, with a code too, signs in when it is pasted', {
  timeout: 90_000,
}, async () => {
  const garmin = new GarminSimulator({ clock: systemClock, random: Math.random });
  garmin.addAccount({ id: 'anna', displayName: 'Anna Example', password: 'a-secret', mfa: 'sms' });
  const served = await serve(garmin);
  const { url } = served;
  const browser = await launchBrowser();
  try {
    const screen = new Terminal().sit(['garmin', 'login', '--browser'], {
      ...{ GARMIN_SSO_URL: url, GARMIN_DIAUTH_URL: url, GARMIN_CONNECTAPI_URL: url },
    });
    const [address] = await screen.shows(/http:\S+sign-in\S+/);
    await screen.shows('Paste it here');

    const page = await browser.newPage();
    await page.goto(address);
    await page.getByLabel('E-mail').fill('anna@example.com');
    await page.getByLabel('Password').fill('a-secret');
    const submit = async (call: string) => {
      const [answer] = await Promise.all([
        page.waitForResponse((response) => response.url().includes(`mobile/api/${call}`)),
        page.getByRole('button').click(),
      ]);
      return answer.text();
    };
    screen.enter(await submit('login'));
    await screen.shows('This is the answer before the code.');
    await page.getByLabel('Code').fill(garmin.codeOf('anna'));
    screen.enter(await submit('mfa/verifyCode'));
    expect(await screen.ended).toMatchObject({
      code: 0,
      text: expect.stringContaining('Signed in to Garmin as Anna Example.'),
    });
  } finally {
    await browser.close();
    await served.stop();
  }
});
