import type { Browser, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
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
type Look = (typeof looks)[number];

/** The first sync is the one thing that is shown as it goes on: these say that they look again, and have nothing to lose. */
const lookAgain = ['connected', 'first sync'];

/** What is wrong with the page that is open, in some looks: what does not fit, folded or not, and rules that it breaks. */
async function wrongWith(page: Page, some: readonly Look[] = looks): Promise<string[]> {
  const found: string[] = [];
  const inEachLook = async (see: () => Promise<string[]>) => {
    for (const { width, colorScheme } of some) {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme });
      found.push(...(await see()).map((one) => `${width} px wide and ${colorScheme}: ${one}`));
    }
  };
  const overflow = async () => {
    const room = '[document.scrollingElement.scrollWidth, window.innerWidth]';
    const [wide, window] = await page.evaluate<[number, number]>(room);
    return wide > window ? [`${wide} px in ${window}`] : [];
  };
  await inEachLook(overflow);
  for (const summary of await page.locator('summary').all()) await summary.click();
  await inEachLook(async () => [...(await overflow()), ...(await barriersIn(page))]);
  return found;
}

// Nothing on a page but its style knows how it is looked at: it is loaded once and looked at in every way.
const [first] = looks;
const asFirstSeen = { viewport: { width: first.width, height: 800 }, colorScheme: first.colorScheme };

it('every page of people and of the owner fits, is one request, and bars nobody from using it', async () => {
  const wrong: Record<string, string[]> = {};
  for (const [name, { of, path, open }] of Object.entries(gallery.pages)) {
    const context = await browser.newContext(asFirstSeen);
    await context.addCookies([await gallery.session(of)]);
    const page = await context.newPage();
    const found: string[] = [];
    page.on('console', (message) => found.push(message.text()));
    page.on('pageerror', (error) => found.push(error.message));
    const mustNotAsk = (request: Request) => {
      const { protocol, href } = new URL(request.url());
      if (href !== `${gallery.address}${path}` && protocol !== 'data:') found.push(href);
    };
    page.on('request', mustNotAsk);
    await page.goto(`${gallery.address}${path}`);
    page.off('request', mustNotAsk);
    await open?.(page);
    page.on('request', mustNotAsk);
    found.push(...(await wrongWith(page)));
    await context.close();
    if (found.length > 0) wrong[name] = found;
  }
  expect(wrong).toEqual({});
}, 240_000);

it('every page before the sign-in, too', async () => {
  const wrong: Record<string, string[]> = {};
  const page = await browser.newPage(asFirstSeen);
  for (const [name, markup] of everyPage) {
    await page.route('**/*', (route) => {
      const { status, headers, body } = html(200, markup);
      return route.fulfill({ status, headers: { ...headers }, body: String(body) });
    });
    const found: string[] = [];
    // Those that are loaded again after seconds are for each look loaded anew, so that it does not come meanwhile.
    for (const some of lookAgain.includes(name) ? looks.map((look) => [look]) : [looks]) {
      await page.goto('http://weighbridge.example/');
      found.push(...(await wrongWith(page, some)));
    }
    const unexpected = found.filter((one) => !(lookAgain.includes(name) && one.includes(': meta-refresh:')));
    if (unexpected.length > 0) wrong[name] = unexpected;
    await page.unrouteAll();
  }
  await page.close();
  expect(wrong).toEqual({});
}, 240_000);

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
