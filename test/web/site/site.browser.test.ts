import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { barriersIn } from '../../axe.ts';
import { launchBrowser } from '../../browser.ts';
import { weighInOf } from '../pages/household.ts';
import { serveSite } from './served-site.ts';

type Served = Awaited<ReturnType<typeof serveSite>>;

let browser: Browser;
let served: Served;
let robin: Awaited<ReturnType<Served['world']['person']>>;

const hostile = `</title></style><script>document.title='owned'</script><img src=x onerror=alert(1)> 李雷 محمد Ångström 👩🏽‍🚀 & "quoted"`;

beforeAll(async () => {
  [browser, served] = await Promise.all([launchBrowser(), serveSite()]);
  const { world } = served;
  robin = await world.person('robin', ['garmin', 'intervals']);
  await world.accounts.change(await robin.account(), (account) => ({
    ...account,
    name: hostile,
    timeZone: 'Europe/Berlin',
    // Long enough ago: only the page of a first sync is loaded again by itself.
    connectedAt: account.connectedAt - 86_400_000,
    connections: {
      ...account.connections,
      garmin: { ...account.connections.garmin!, status: 'reauthorize', problem: hostile.repeat(2) },
    },
  }));
  const devices = [{ model: hostile, battery: 'low', seenAt: 1_763_000_000 }];
  await world.site.shortLived.put(
    'withings-facts',
    `${robin.id} user.metrics`,
    { notifies: true, devices },
    world.clock.now() + 3_600_000,
  );
  const at = world.clock.now() / 1000;
  for (let day = 1; day < 5; day++) {
    await world.measurements.save({
      ...weighInOf(at - day * 86_400, 80, { garmin: { state: 'failed', at, reason: hostile } }),
      model: hostile,
      account: robin.id,
      version: 0,
    });
  }
});
afterAll(async () => {
  await browser?.close();
  await served?.stop();
});

async function open(
  options: BrowserContextOptions,
  account = robin.id,
): Promise<{ page: Page; complaints: string[]; requests: string[] }> {
  // No JavaScript: the pages are to work without it, and ours have none.
  const context = await browser.newContext({ baseURL: served.address, ...options });
  await context.addCookies([await served.session(account)]);
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => complaints.push(dialog.message()));
  page.on('request', (request) => requests.push(request.url()));
  return { page, complaints, requests };
}

const pages = ['/', '/connections', '/settings', '/delete', '/delete/confirm'];
const looks = [
  { width: 320, colorScheme: 'light' },
  { width: 320, colorScheme: 'dark' },
  { width: 1600, colorScheme: 'light' },
  { width: 1600, colorScheme: 'dark' },
] as const;

describe.each(looks)('$width px wide and $colorScheme', ({ width, colorScheme }) => {
  it.each(pages)('%s fits, is one request of at most 60 KB, and bars nobody from using it', async (path) => {
    const { page, complaints, requests } = await open({ viewport: { width, height: 800 }, colorScheme });
    const response = await page.goto(path);
    expect(response?.status()).toBe(200);
    expect((await response!.body()).length).toBeLessThan(60_000);
    expect(requests.filter((url) => !url.startsWith('data:'))).toHaveLength(1);
    expect(await page.evaluate('document.scrollingElement.scrollWidth')).toBeLessThanOrEqual(width);
    for (const summary of await page.locator('summary').all()) await summary.click();
    expect(await page.evaluate('document.scrollingElement.scrollWidth')).toBeLessThanOrEqual(width);
    expect(await page.title()).not.toBe('owned');
    expect(complaints).toEqual([]);
    expect(await barriersIn(page)).toEqual([]);
    await page.context().close();
  });
});

describe('without JavaScript', () => {
  const phone = { viewport: { width: 360, height: 740 }, javaScriptEnabled: false, isMobile: true, hasTouch: true };

  it('settings are changed, wrong ones explained at their place, and each page says so once', async () => {
    const { page } = await open(phone);
    await page.goto('/settings');
    await page.getByLabel('stones and pounds').check();
    await page.getByLabel('Hold a weigh-in for a look').fill('200');
    await page.getByRole('button', { name: 'Save' }).tap();
    await page.getByText('Nothing was saved yet').waitFor();
    expect(await page.getByLabel('stones and pounds').isChecked()).toBe(true);
    await page.getByLabel('Hold a weigh-in for a look').fill('12');
    await page.getByRole('button', { name: 'Save' }).tap();
    await page.getByRole('status').filter({ hasText: 'Saved.' }).waitFor();
    await page.reload();
    expect(await page.getByRole('status').count()).toBe(0);
    expect((await robin.account()).settings).toMatchObject({ units: 'st', outlierPercent: 12 });
  });

  it('a double click on a button does no more than one', async () => {
    const { page } = await open({ ...phone, isMobile: false });
    await page.goto('/connections');
    await page.getByRole('button', { name: 'Pause intervals.icu' }).dblclick();
    await page.getByText('Paused by you.').waitFor();
    await page.getByRole('button', { name: 'Resume intervals.icu' }).click();
    await page.getByText('intervals.icu goes on.').waitFor();
  });

  it('a refused key says what to do, and a good one connects', async () => {
    const kim = await served.world.person('kim', []);
    kim.athlete.apiKey = 'key-of-kim';
    const { page } = await open(phone, kim.id);
    await page.goto('/connections');
    await page.getByLabel('API key').fill('a-key-of-nobody');
    await page.getByRole('button', { name: 'Connect intervals.icu' }).tap();
    await page.getByText('intervals.icu refuses the API key.').waitFor();
    await page.getByLabel('API key').fill('key-of-kim');
    await page.getByRole('button', { name: 'Connect intervals.icu' }).tap();
    await page.getByText('intervals.icu is connected.').waitFor();
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'Connections' }).waitFor();
  });

  it('everything is deleted in two steps', async () => {
    const sam = await served.world.person('sam', ['garmin']);
    const { page } = await open(phone, sam.id);
    await page.goto('/settings');
    await page.getByRole('link', { name: 'Delete everything' }).tap();
    await page.getByRole('link', { name: 'I want to delete everything' }).tap();
    await page.getByLabel('Type DELETE').fill('DELETE');
    await page.getByRole('button', { name: 'Delete everything' }).tap();
    await page.getByRole('heading', { name: 'Everything is deleted' }).waitFor();
    expect(await served.world.accounts.get(sam.id)).toBeUndefined();
    await page.goBack();
    await page.reload();
    await page.getByRole('heading', { name: 'You are not signed in here' }).waitFor();
  });
});

describe('with the keyboard alone', () => {
  it('a connection is paused, and the page says so to whoever hears it', async () => {
    const { page } = await open({ viewport: { width: 1280, height: 800 } });
    await page.goto('/connections');
    const focused = () => page.evaluate<string>('document.activeElement.textContent');
    for (let steps = 0; steps < 60 && (await focused()) !== 'Pause intervals.icu'; steps++) {
      await page.keyboard.press('Tab');
      const outline = await page.evaluate<string>('getComputedStyle(document.activeElement).outlineStyle');
      expect(outline, await focused()).not.toBe('none');
    }
    await page.keyboard.press('Enter');
    await page.getByRole('status').filter({ hasText: 'intervals.icu is paused.' }).waitFor();
    await page.context().close();
  });
});

it('a form on another site changes nothing', async () => {
  const { page } = await open({});
  await page.goto('/settings');
  const csrf = await page.locator('input[name=csrf]').first().inputValue();
  const before = await robin.account();
  await page.goto(
    `data:text/html,${encodeURIComponent(`<form method="post" action="${served.address}/connections/intervals/pause"><input name="csrf" value="${csrf}"><button>Go</button></form>`)}`,
  );
  await page.getByRole('button', { name: 'Go' }).click();
  await page.getByRole('heading', { level: 1 }).waitFor();
  expect((await robin.account()).version).toBe(before.version);
});

it('a script that gets into a page is not run', async () => {
  const { page, complaints } = await open({});
  await page.route('**/settings', async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace('<main', `<script>document.title='owned'</script><main`);
    await route.fulfill({ response, body });
  });
  await page.goto('/settings');
  expect(await page.title()).not.toBe('owned');
  expect(complaints.join()).toContain('Content Security Policy');
});
