import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { html } from '../../../lib/web/html.ts';
import { launchBrowser } from '../../browser.ts';
import { sitePages } from './site-pages.ts';

const origin = 'http://weighbridge.example';
let browser: Browser;
const markups = new Map<string, string>();

beforeAll(async () => {
  browser = await launchBrowser();
  for (const [name, make] of Object.entries(sitePages)) markups.set(name, await make());
}, 60_000);
afterAll(() => browser?.close());

interface Look {
  width: number;
  colorScheme?: 'light' | 'dark';
}

/** Opens a page as it is answered, with its policy; tells what the browser complained of and what it asked for besides. */
async function visit(name: string, { width, colorScheme = 'light' }: Look, look: (page: Page) => Promise<void>) {
  const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
  const seen = { complaints: [] as string[], asked: [] as string[] };
  page.on('console', (message) => seen.complaints.push(message.text()));
  page.on('pageerror', (error) => seen.complaints.push(error.message));
  await page.route('**/*', (route) => {
    const url = route.request().url();
    if (url !== `${origin}/`) seen.asked.push(url);
    const { status, headers, body } = html(200, markups.get(name) ?? '');
    return route.fulfill({ status, headers: { ...headers }, body: String(body) });
  });
  await page.goto(`${origin}/`, { waitUntil: 'load' });
  await look(page);
  await page.close();
  return seen;
}

describe.each([{ width: 320 }, { width: 768 }, { width: 1600 }, { width: 320, colorScheme: 'dark' as const }])(
  'in a browser $width px wide',
  (size) => {
    it.each(Object.keys(sitePages))('"%s" fits, is one request, and nothing is complained of', async (name) => {
      const seen = await visit(name, size, async (page) => {
        const room = await page.evaluate('[document.scrollingElement.scrollWidth, window.innerWidth]');
        expect(room).toEqual([size.width, size.width]);
      });
      expect(seen).toEqual({ complaints: [], asked: [] });
    });
  },
);

describe('the chart', () => {
  it.each([320, 1600])('has labels of 12 px that do not overlap, at %i px', async (width) => {
    await visit('overview', { width }, async (page) => {
      const boxes = await page.evaluate<{ left: number; right: number; height: number }[]>(
        `[...document.querySelectorAll('.plot .dates')][0] && [...document.querySelector('.dates').children]
          .map((text) => text.getBoundingClientRect()).filter(({ width }) => width > 0)
          .map(({ left, right, height }) => ({ left, right, height })).sort((a, b) => a.left - b.left)`,
      );
      expect(boxes.length).toBeGreaterThanOrEqual(2);
      for (const [index, box] of boxes.entries()) {
        expect(box.height).toBeGreaterThan(10);
        const next = boxes[index + 1];
        if (next) expect(next.left).toBeGreaterThan(box.right + 4);
      }
    });
  });

  it('is a picture with a name, a description and a table', async () => {
    await visit('overview', { width: 768 }, async (page) => {
      const chart = page.getByRole('img', { name: 'Weight, last 90 days' });
      expect(await chart.count()).toBe(1);
      const described = await chart.getAttribute('aria-describedby');
      expect(await page.locator(`#${described}`).textContent()).toMatch(/^From [\d.]+ kg to [\d.]+ kg/);
      await page.getByText('The values as a table').first().click();
      const table = page.getByRole('table').filter({ hasText: 'Weight, kg' });
      expect(await table.getByRole('row').count()).toBeGreaterThan(50);
    });
  });
});

it('is walked with the keyboard in the order in which it is read, and shows where one is', async () => {
  await visit('overview', { width: 1600 }, async (page) => {
    const stops: { y: number; words: string; outlined: boolean }[] = [];
    for (let press = 0; press < 20; press++) {
      await page.keyboard.press('Tab');
      stops.push(
        await page.evaluate<(typeof stops)[number]>(
          `(() => { const at = document.activeElement; const style = getComputedStyle(at);
            return { y: Math.round(at.getBoundingClientRect().top + scrollY), words: at.textContent.trim(),
              outlined: style.outlineStyle === 'solid' }; })()`,
        ),
      );
    }
    const words = stops.map((stop) => stop.words);
    const first = words.indexOf('30 d: last 30 days');
    expect(words.slice(first, first + 7)).toEqual([
      '30 d: last 30 days',
      '90 d: last 90 days',
      '1 y: last year',
      'All: all there is',
      'The values as a table',
      'The values as a table',
      'Resume it',
    ]);
    const rows = stops.slice(3).map(({ y }) => y);
    expect(rows).toEqual(rows.toSorted((a, b) => a - b));
    expect(stops.slice(3).every(({ outlined }) => outlined)).toBe(true);
  });
});

it('sends an action as a form, with the token against forgery', async () => {
  await visit('measurement to hold', { width: 320 }, async (page) => {
    const [request] = await Promise.all([
      page.waitForRequest((one) => one.method() === 'POST'),
      page.getByRole('button', { name: 'Hold it' }).click(),
    ]);
    expect(request.postData()).toBe('csrf=the-csrf-token&action=hold');
    expect(new URL(request.url()).pathname).toMatch(/^\/measurements\/[\w-]+$/);
  });
});

it('has buttons and links that a finger can hit', async () => {
  await visit('measurement of whom', { width: 320 }, async (page) => {
    for (const name of ['It is mine', 'It is not mine']) {
      const box = await page.getByRole('button', { name, exact: true }).boundingBox();
      expect(Math.min(box?.height ?? 0, box?.width ?? 0)).toBeGreaterThanOrEqual(24);
    }
  });
});
