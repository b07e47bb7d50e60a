import { readFile } from 'node:fs/promises';
import { unzipSync } from 'fflate';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountsOf } from '../../lib/runtime.ts';
import { demo } from '../../lib/sandbox/sandbox.ts';
import { bodyPlusWeighIn } from '../../lib/sandbox/withings/devices.ts';
import { barriersIn } from '../axe.ts';
import { launchBrowser } from '../browser.ts';
import { decode } from '../fit/oracle.ts';
import { type Deployment, deploy } from './deployment.ts';

const scale = { deviceid: 'd4'.repeat(20), modelid: 5, model: 'Body+' };
const body = { weightKg: 80.5, fatPercent: 21.5, heightM: 1.8, ageYears: 40, heartPulseBpm: 60 };
const yesterday = Math.floor(Date.now() / 1000) - 86_400;

let browser: Browser;
let deployment: Deployment;
let page: Page;

beforeAll(async () => {
  const history = bodyPlusWeighIn(body, yesterday, scale);
  [browser, deployment] = await Promise.all([launchBrowser(), deploy({ history })]);
  // Nobody waits in these tests but where it is the point.
  deployment.sandbox.withings.state.settings.identicalCallSeconds = 0;
  await deployment.subscribe();
  const context = await browser.newContext({ viewport: { width: 320, height: 700 }, acceptDownloads: true });
  page = await context.newPage();
  page.setDefaultTimeout(12_000);
});
afterAll(async () => {
  await browser?.close();
  await deployment?.stop();
});

const shows = (heading: string) => page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor();
const says = (words: string) => page.getByRole('status').filter({ hasText: words }).waitFor();
const go = (name: string) => page.getByRole('navigation').getByRole('link', { name, exact: true }).click();
const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
const account = () => accountsOf(deployment.host).mustGet(deployment.account);

describe('as it is deployed, from the link to the last day', () => {
  it('the link says what will happen, and two tabs of it do no harm', async () => {
    const link = await deployment.link();
    await page.goto(link);
    await shows(`Welcome, ${demo.name}`);
    expect(await barriersIn(page)).toEqual([]);
    const tab = await page.context().newPage();
    await tab.goto(link);
    await tab.close();
    await page.getByRole('link', { name: 'Continue to Withings' }).click();
    await page.getByRole('button', { name: 'Allow' }).click();
    await shows('Connected');
    await deployment.settle();
    // The page looks again by itself.
    await shows('Weight: 80.5 kg');
  });

  it('every connection is tested, paused and resumed by its owner', async () => {
    await go('Connections');
    await shows('Connections');
    await page.getByText('come at once, by notification').waitFor();
    for (const title of ['Garmin Connect', 'TrainerRoad', 'intervals.icu']) {
      await press(`Test ${title} now`);
      await says(`${title} answers, and accepts the sign-in.`);
    }
    await press('Pause Garmin Connect');
    await says('Garmin Connect is paused.');
    await deployment.sandbox.withings.addWeighIn(deployment.userid, { weightKg: 80.1 });
    await deployment.settle();
    expect(deployment.weights()).toHaveLength(1);
    await press('Resume Garmin Connect');
    await says('Garmin Connect goes on.');
    await deployment.settle();
    expect(deployment.weights()).toHaveLength(2);
  });

  it('a destination is disconnected, and connected again with what is pasted', async () => {
    await page.getByText('Disconnect intervals.icu').first().click();
    await press('Disconnect intervals.icu');
    await says('intervals.icu is disconnected.');
    expect((await account()).connections.intervals).toBeUndefined();
    await page.getByLabel('API key').fill(demo.intervals.apiKey);
    await press('Connect intervals.icu');
    await says('intervals.icu is connected.');
    await deployment.settle();
    expect((await account()).connections.intervals).toMatchObject({ status: 'connected', enrolled: true });
  });

  it('Garmin is connected with the ticket that a browser gets on its own page', async () => {
    const reached = (await account()).connections.garmin?.credentials.sealed;
    await page.getByText('Sign in to Garmin Connect anew').click();
    await page.getByText('I sign in to Garmin with this browser').click();
    const address = await page.getByRole('link', { name: 'that of garmin.com' }).getAttribute('href');
    const tab = await page.context().newPage();
    const answered = tab.waitForResponse(/\/mobile\/api\/login/);
    await tab.goto(address ?? '');
    await tab.getByLabel('E-mail').fill(demo.garmin.email);
    await tab.getByLabel('Password').fill(demo.garmin.password);
    await tab.getByRole('button', { name: 'Sign in' }).click();
    const answer = await (await answered).text();
    await tab.close();
    await page.getByLabel('What Garmin’s page got').fill(answer);
    await press('Connect Garmin with this ticket');
    await says('Garmin Connect is connected.');
    expect((await account()).connections.garmin?.credentials.sealed).not.toBe(reached);
    await deployment.settle();
    await press('Test Garmin Connect now');
    await says('Garmin Connect answers, and accepts the sign-in.');
  });

  it('Garmin’s command is shown with a code', async () => {
    await page.getByText('Sign in to Garmin Connect anew').click();
    await press('Show the command for Garmin');
    await shows('Sign in to Garmin Connect on your computer');
    expect(await page.getByLabel('Command').textContent()).toMatch(
      /^npx weighbridge garmin login --code [\w-]{14} --to http/,
    );
  });

  it('settings are saved, and everything can be taken along', async () => {
    await go('Settings');
    await page.getByLabel('pounds', { exact: true }).check();
    await press('Save');
    await says('Saved.');
    expect((await account()).settings).toMatchObject({ units: 'lb' });
    const file = async (name: string) => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name, exact: true }).click(),
      ]);
      return readFile(await download.path());
    };
    expect((await file('CSV')).toString()).toContain(',weight,80.5,');
    expect(JSON.parse((await file('JSON')).toString()).measurements).toHaveLength(2);
    const [fit] = Object.values(unzipSync(await file('FIT files')));
    expect(decode(fit!).weightScaleMesgs).toHaveLength(2);
  });

  it('everything is deleted in two steps, and Withings knows', async () => {
    await page.getByRole('link', { name: 'Delete everything' }).click();
    await page.getByRole('link', { name: 'I want to delete everything' }).click();
    await page.getByLabel('Type DELETE').fill('DELETE');
    await press('Delete everything');
    await shows('Everything is deleted');
    expect(await accountsOf(deployment.host).get(deployment.account)).toBeUndefined();
    expect(await deployment.ledger()).toEqual([]);
    const person = deployment.sandbox.withings.state.people.find(({ userid }) => userid === deployment.userid);
    expect({ grants: person?.grants, subscriptions: person?.subscriptions }).toEqual({ grants: [], subscriptions: [] });
    await page.goBack();
    await page.reload();
    await shows('You are not signed in here');
    expect(deployment.weights()).toHaveLength(2);
  });
});
