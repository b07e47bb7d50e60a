import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../../lib/settings.ts';
import { siteWorld } from './site-world.ts';

async function robinAtHome() {
  const world = siteWorld();
  const robin = await world.person();
  const browser = await world.signedIn(robin.id);
  const save = (fields: Record<string, string>) => browser.send('/settings', '/settings', fields);
  const settings = async () => (await robin.account()).settings;
  return { world, robin, browser, save, settings };
}

const asItIs = {
  units: 'kg',
  dailyWeighIn: 'first',
  muscleMass: 'total',
  outlierPercent: '10',
  bloodPressure: 'on',
  silenceDays: '3',
};

describe('the settings', () => {
  it('are saved, said, and shown as they are', async () => {
    const { save, settings, browser } = await robinAtHome();
    const chosen = { ...asItIs, units: 'st', dailyWeighIn: 'lowest', outlierPercent: '7,5', monthlyNote: 'on' };
    const { bloodPressure: _off, ...without } = chosen;
    const { status, text } = await save(without);
    expect(status).toBe(303);
    expect(text).toContain('Saved.');
    expect(await settings()).toEqual({
      ...defaultSettings,
      ...{ units: 'st', dailyWeighIn: 'lowest', outlierPercent: 7.5, monthlyNote: true, bloodPressure: false },
    });
    const { body } = await browser.open('/settings');
    expect(body).toContain('value="st" checked');
    expect(body).toContain('value="7.5"');
  });

  it('are read and written with the digits and the decimal sign of the visitor', async () => {
    const { save, settings, browser } = await robinAtHome();
    await save({ ...asItIs, outlierPercent: '٧٫٥', silenceDays: '１２' });
    expect(await settings()).toMatchObject({ outlierPercent: 7.5, silenceDays: 12 });
    const german = await browser.request('/settings', { headers: { 'accept-language': 'de-DE' } });
    expect(german.body).toContain('value="7,5"');
  });

  it('that are the same already cost no write', async () => {
    const { robin, save } = await robinAtHome();
    const { version } = await robin.account();
    expect((await save(asItIs)).text).toContain('It was so already.');
    expect((await robin.account()).version).toBe(version);
  });

  it.each([
    [{ outlierPercent: '101' }, 'Enter a number of percent from 0 to 100'],
    [{ outlierPercent: '-1' }, 'Enter a number of percent from 0 to 100'],
    [{ silenceDays: 'often' }, 'Enter a number of days from 0 to 365'],
    [{ silenceDays: '' }, 'Enter a number of days from 0 to 365'],
    [{ silenceDays: '"><script>alert(1)</script>' }, 'Enter a number of days from 0 to 365'],
  ])('say what is wrong with %o, and keep what was typed', async (fields, words) => {
    const { save, settings } = await robinAtHome();
    const { status, text, body } = await save({ ...asItIs, units: 'lb', ...fields });
    expect(status).toBe(422);
    expect(text).toContain('Nothing was saved yet');
    expect(text).toContain(words);
    expect(body).toContain('value="lb" checked');
    expect(body).toContain('aria-invalid="true"');
    expect(body).not.toContain('<script');
    expect(await settings()).toBeUndefined();
  });

  it('take no choice that is none', async () => {
    const { save, settings } = await robinAtHome();
    expect((await save({ ...asItIs, units: 'ounces' })).status).toBe(422);
    expect(await settings()).toBeUndefined();
  });

  it('leave what a later version knows as it is', async () => {
    const { world, robin, save, settings } = await robinAtHome();
    const later: object = { later: 'setting' };
    await world.accounts.change(await robin.account(), (account) => ({ ...account, settings: { ...later } }));
    await save({ ...asItIs, units: 'lb' });
    expect(await settings()).toMatchObject({ later: 'setting', units: 'lb' });
  });
});
