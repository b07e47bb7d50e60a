import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { html } from '../../../lib/web/html.ts';
import { barriersIn } from '../../axe.ts';
import { launchBrowser } from '../../browser.ts';
import { everyPage } from '../pages/every-page.ts';
import { openGallery } from './gallery.ts';

type Gallery = Awaited<ReturnType<typeof openGallery>>;

let browser: Browser;
let gallery: Gallery;

beforeAll(async () => {
  [browser, gallery] = await Promise.all([launchBrowser(), openGallery()]);
});
afterAll(async () => {
  await browser?.close();
  await gallery?.stop();
});

const looks = [
  { width: 320, colorScheme: 'light' },
  { width: 320, colorScheme: 'dark' },
  { width: 1280, colorScheme: 'light' },
  { width: 1280, colorScheme: 'dark' },
] as const;

/** The first sync is the one thing that is shown as it goes on: these say that they look again, and have nothing to lose. */
const lookAgain = ['connected', 'first sync'];

/** What is wrong with the page that is open: rules that it breaks, and what does not fit, folded or not. */
async function wrongWith(page: Page): Promise<string[]> {
  const overflow = async () => {
    const room = '[document.scrollingElement.scrollWidth, window.innerWidth]';
    const [wide, window] = await page.evaluate<[number, number]>(room);
    return wide > window ? [`${wide} px in ${window}`] : [];
  };
  const folded = await overflow();
  for (const summary of await page.locator('summary').all()) await summary.click();
  const barriers = await barriersIn(page);
  return [...folded, ...(await overflow()), ...barriers];
}

describe.each(looks)('$width px wide and $colorScheme', ({ width, colorScheme }) => {
  it('every page of people and of the owner fits, is one request, and bars nobody from using it', async () => {
    const wrong: Record<string, string[]> = {};
    for (const [name, { of, path, open }] of Object.entries(gallery.pages)) {
      const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
      await context.addCookies([await gallery.session(of)]);
      const page = await context.newPage();
      const found: string[] = [];
      page.on('console', (message) => found.push(message.text()));
      page.on('pageerror', (error) => found.push(error.message));
      page.on('request', (request) => {
        if (request.url() !== `${gallery.address}${path}` && !request.url().startsWith('data:'))
          found.push(request.url());
      });
      await page.goto(`${gallery.address}${path}`);
      page.removeAllListeners('request');
      await open?.(page);
      found.push(...(await wrongWith(page)));
      await context.close();
      if (found.length > 0) wrong[name] = found;
    }
    expect(wrong).toEqual({});
  }, 120_000);

  it('every page before the sign-in, too', async () => {
    const wrong: Record<string, string[]> = {};
    const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
    for (const [name, markup] of everyPage) {
      await page.route('**/*', (route) => {
        const { status, headers, body } = html(200, markup);
        return route.fulfill({ status, headers: { ...headers }, body: String(body) });
      });
      await page.goto('http://weighbridge.example/');
      const found = (await wrongWith(page)).filter(
        (one) => !(lookAgain.includes(name) && one.startsWith('meta-refresh:')),
      );
      if (found.length > 0) wrong[name] = found;
      await page.unrouteAll();
    }
    await page.close();
    expect(wrong).toEqual({});
  }, 120_000);
});

/** Opens every page; `look` says what is wrong with it. */
async function wrongWithAll(look: (page: Page, path: string) => Promise<string | undefined>) {
  const wrong: Record<string, string> = {};
  for (const [name, { of, path }] of Object.entries(gallery.pages)) {
    const context = await browser.newContext();
    await context.addCookies([await gallery.session(of)]);
    const found = await look(await context.newPage(), `${gallery.address}${path}`);
    if (found) wrong[name] = found;
    await context.close();
  }
  return wrong;
}

it('every page says where it is among the others, and has one heading', async () => {
  const wrong = await wrongWithAll(async (page, path) => {
    await page.goto(path);
    const current = await page.locator('nav a[aria-current=page]').count();
    const headings = await page.getByRole('heading', { level: 1 }).count();
    return current === 1 && headings === 1 ? undefined : `${current} places, ${headings} headings`;
  });
  expect(wrong).toEqual({});
}, 60_000);

it('a script that gets into any page is not run', async () => {
  const wrong = await wrongWithAll(async (page, path) => {
    await page.route(path, async (route) => {
      const response = await route.fetch();
      const scripts = `<script>document.title='owned'</script><img src="x:" onerror="document.title='owned'"><main`;
      await route.fulfill({ response, body: (await response.text()).replace('<main', scripts) });
    });
    await page.goto(path);
    if ((await page.locator('script').count()) !== 1) return 'has scripts of its own';
    return (await page.title()) === 'owned' ? 'runs it' : undefined;
  });
  expect(wrong).toEqual({});
}, 60_000);
