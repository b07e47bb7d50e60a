import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyPlusWeighIn } from '../../lib/sandbox/withings/devices.ts';
import { launchBrowser } from '../browser.ts';
import { type Deployment, deploy } from './deployment.ts';

const scale = { deviceid: 'b2'.repeat(20), modelid: 5, model: 'Body+' };
const body = { fatPercent: 21.5, heightM: 1.8, ageYears: 40, heartPulseBpm: 60 };
const now = Math.floor(Date.now() / 1000);
const weighIn = (weightKg: number, date: number) => bodyPlusWeighIn({ ...body, weightKg }, date, scale);
const history = [weighIn(82.1, now - 3 * 86_400), weighIn(81.9, now - 2 * 86_400), weighIn(81.8, now - 86_400)].flat();

let browser: Browser;
let deployment: Deployment;
beforeAll(async () => {
  [browser, deployment] = await Promise.all([launchBrowser(), deploy({ history })]);
});
afterAll(async () => {
  await browser?.close();
  await deployment?.stop();
});

/** A fresh browser profile, and what went wrong in it that a person need not see. */
async function profile(options: BrowserContextOptions): Promise<{ context: BrowserContext; complaints: string[] }> {
  const context = await browser.newContext(options);
  const complaints: string[] = [];
  const sites = [deployment.cloud.url, deployment.vendors.WITHINGS_ACCOUNT_URL];
  context.on('console', (message) => {
    // The browser notes each page that comes with a 4xx, and those are asked for here.
    if (!/^Failed to load resource: .* status of 40[03]/.test(message.text())) complaints.push(message.text());
  });
  context.on('weberror', (error) => complaints.push(error.error().message));
  context.on('requestfailed', (request) => complaints.push(`${request.url()} ${request.failure()?.errorText}`));
  context.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    const isOurs = request.isNavigationRequest() ? sites.includes(origin) : protocol === 'data:';
    if (!isOurs) complaints.push(`asked for ${request.resourceType()} ${request.url()}`);
  });
  return { context, complaints };
}

/** Waits until the page is there whose heading this is. */
const shows = (page: Page, heading: string) =>
  page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor({ timeout: 20_000 });

/** Whether the page can be read without scrolling sideways. */
const fits = (page: Page) => page.evaluate('document.scrollingElement.scrollWidth <= window.innerWidth');

/** What the page lists, newest first: the weight and its way. */
async function listed(page: Page): Promise<string[]> {
  const rows = await page.getByRole('table', { name: 'Latest measurements' }).getByRole('row').all();
  const cells = rows.slice(1).map((row) => row.getByRole('cell').allTextContents());
  return (await Promise.all(cells)).map((texts) => texts.join(' ').replaceAll(/\s+/g, ' ').trim());
}

describe('on a phone', () => {
  let page: Page;
  let complaints: string[];
  beforeAll(async () => {
    const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };
    const opened = await profile(phone);
    complaints = opened.complaints;
    page = await opened.context.newPage();
  });

  it('the link leads to Withings, and consent leads back', async () => {
    await page.goto(await deployment.link());
    await shows(page, 'Welcome, Robin Demo');
    expect(await fits(page)).toBe(true);
    await page.getByRole('link', { name: 'Continue to Withings' }).tap();
    await page.getByRole('button', { name: 'Allow' }).waitFor();
    expect(new URL(page.url()).origin).toBe(deployment.vendors.WITHINGS_ACCOUNT_URL);
    await page.getByRole('button', { name: 'Allow' }).tap();
    await shows(page, 'Connected');
    expect(await fits(page)).toBe(true);
  });

  it('the page then opens by itself, and shows everything as arrived', async () => {
    await page.waitForURL(`${deployment.cloud.url}/`);
    await page.getByText('Everything listed that is meant for it has arrived').nth(1).waitFor();
    await shows(page, 'Weight: 81.8 kg');
    expect(await fits(page)).toBe(true);
    const onlyNewest = /✓Garmin arrived .*–TrainerRoad skipped: TrainerRoad keeps one weight, not a history/;
    expect(await listed(page)).toEqual([
      expect.stringMatching(/^81\.80 kg 21\.5 % fat ✓Garmin arrived [\w :]+✓TrainerRoad arrived/),
      expect.stringMatching(onlyNewest),
      expect.stringMatching(onlyNewest),
    ]);
  });

  it('a new weigh-in is there when the page is loaded again', async () => {
    await deployment.sandbox.withings.addGroups(deployment.userid, weighIn(81.4, Math.floor(Date.now() / 1000)));
    await deployment.settle();
    await page.reload();
    await shows(page, 'Weight: 81.4 kg');
    expect((await listed(page))[0]).toMatch(/^81\.40 kg .*✓Garmin arrived [\w :]+✓TrainerRoad arrived/);
  });

  it('the back button does not undo anything, and the way back to the page is one tap', async () => {
    await page.goBack();
    await shows(page, 'This step has been done already');
    await page.goBack();
    await page.getByRole('button', { name: 'Allow' }).tap();
    await shows(page, 'This step has been done already');
    expect(await fits(page)).toBe(true);
    await page.getByRole('link', { name: 'Open your page' }).tap();
    await shows(page, 'Weight: 81.4 kg');
  });

  it('and nothing is complained of, or fetched besides the pages', () => {
    expect(complaints).toEqual([]);
  });
});

describe('on a desk', () => {
  let page: Page;
  let complaints: string[];
  let link: string;
  beforeAll(async () => {
    deployment.sandbox.withings.addPerson({ name: 'Kim Demo', timezone: 'Europe/Oslo' });
    link = await deployment.link();
    const opened = await profile({ viewport: { width: 1280, height: 800 } });
    complaints = opened.complaints;
    page = await opened.context.newPage();
  });

  it('a refusal at Withings connects nothing', async () => {
    await page.goto(link);
    await page.getByRole('link', { name: 'Continue to Withings' }).click();
    await page.getByRole('button', { name: 'Deny' }).click();
    await shows(page, 'Nothing was connected');
    await page.goto(deployment.cloud.url);
    await shows(page, 'You are not signed in here');
  });

  it('and the same link serves a change of mind', async () => {
    await page.goto(link);
    await page.getByRole('link', { name: 'Continue to Withings' }).click();
    await page.getByLabel('You are').selectOption('Kim Demo');
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.getByRole('link', { name: 'Open your page' }).click();
    await deployment.settle();
    await page.reload();
    await shows(page, 'No measurements yet');
  });

  it('signing out closes the page, also to the back button', async () => {
    await page.getByRole('button', { name: 'Sign out' }).click();
    await shows(page, 'Signed out');
    await page.goBack();
    await shows(page, 'You are not signed in here');
  });

  it('and nothing is complained of, or fetched besides the pages', () => {
    expect(complaints).toEqual([]);
  });
});
