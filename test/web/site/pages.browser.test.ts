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
      'See the proof',
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

/** What stands by itself and can be pressed, and is less high than this; what stands in a sentence may be (WCAG 2.2, 2.5.8). */
const lowerThan = (page: Page, height: number): Promise<string[]> =>
  page.evaluate(
    `[...document.querySelectorAll('a:not(.skip), button, summary, select')]
      .filter((one) => !one.closest('p:not(.back, .more), .way') && one.getBoundingClientRect().height < ${height} - 0.5)
      .map((one) => one.textContent.trim())`,
  );

it.each(['overview', 'measurements', 'measurement', 'measurement of whom', 'health'])(
  'has on "%s" what a finger can hit, and a pointer',
  async (name) => {
    await visit(name, { width: 320 }, async (page) => expect(await lowerThan(page, 44)).toEqual([]));
    await visit(name, { width: 1280 }, async (page) => expect(await lowerThan(page, 24)).toEqual([]));
  },
);

it.each([320, 1000, 1600])('keeps the header in one piece beside a name of any length, at %i px', async (width) => {
  await visit('overview of a long name', { width }, async (page) => {
    const room = await page.evaluate('[document.scrollingElement.scrollWidth, window.innerWidth]');
    expect(room).toEqual([width, width]);
    const tops: number[] = [];
    for (const one of [
      page.locator('.brand'),
      page.locator('.who bdi'),
      page.getByRole('button', { name: 'Sign out' }),
    ]) {
      const { x = 0, y = 0, height = 99, width: wide = 0 } = (await one.boundingBox()) ?? {};
      tops.push(y + height / 2);
      expect(height).toBeLessThanOrEqual(44);
      expect(x + wide).toBeLessThanOrEqual(width);
    }
    expect(Math.max(...tops) - Math.min(...tops)).toBeLessThan(4);
  });
});

it('keeps a number and its unit together, however long its date is', async () => {
  await visit('overview of a long name', { width: 320 }, async (page) => {
    const heights = await page.evaluate<number[]>(
      `[...document.querySelectorAll('td.value > b')].map((figure) => { const range = document.createRange();
        range.setStartBefore(figure); range.setEndAfter(figure.nextSibling); return range.getClientRects(); })
        .map((boxes) => Math.max(...[...boxes].map(({ bottom }) => bottom)) - Math.min(...[...boxes].map(({ top }) => top)))`,
    );
    expect(heights.length).toBeGreaterThan(5);
    for (const height of heights) expect(height).toBeLessThan(30);
  });
});
