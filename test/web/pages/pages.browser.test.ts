import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toResult } from '../../../lib/web/edge.ts';
import { html } from '../../../lib/web/html.ts';
import { dark, light } from '../../../lib/web/pages/palette.ts';
import { barriersIn } from '../../axe.ts';
import { launchBrowser } from '../../browser.ts';
import { everyPage } from './every-page.ts';
import { accountOf, connectionOf, ledgerOf, now, signedIn, thisMorning, weighInOf } from './household.ts';
import { overviewMarkup } from './overview-of.ts';

/** Words without a place to break them, wherever words can come from outside. */
const endless = 'Donaudampfschifffahrtsgesellschaft'.repeat(6);
const overlong = overviewMarkup(
  accountOf({ name: endless, connections: { garmin: connectionOf({ status: 'reauthorize', problem: endless }) } }),
  [weighInOf(thisMorning, 80, { garmin: { state: 'failed', at: now, reason: endless } })],
  { ...signedIn, name: endless },
);
const tampered = overviewMarkup(accountOf(), []).replace('</style>', ' </style>');
const overview = overviewMarkup(accountOf(), ledgerOf());
const pages = new Map([...everyPage, ['overview', overview], ['overlong words', overlong], ['tampered', tampered]]);

let browser: Browser;
let server: Server;
let origin: string;

beforeAll(async () => {
  browser = await launchBrowser();
  server = createServer((request, response) => {
    const markup = pages.get(decodeURIComponent(request.url?.slice(1) ?? ''));
    const { statusCode, headers, body } = toResult(html(markup ? 200 : 404, markup ?? ''), 'http://localhost');
    for (const [name, value] of Object.entries(headers ?? {})) response.setHeader(name, String(value));
    response.writeHead(statusCode ?? 500).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  await browser?.close();
  server?.close();
});

interface Look {
  width: number;
  colorScheme: 'light' | 'dark';
}

/** Opens a page, hands it to `look`, and tells what the browser complained of and what it asked for besides. */
async function visit(name: string, { width, colorScheme }: Look, look: (page: Page) => Promise<void> = async () => {}) {
  const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => requests.push(request.url()));
  const url = `${origin}/${encodeURIComponent(name)}`;
  await page.goto(url, { waitUntil: 'load' });
  await look(page);
  await context.close();
  return { complaints, otherRequests: requests.filter((request) => request !== url && !request.startsWith('data:')) };
}

/** Plain messages are all built alike, so only the narrowest look, where they may overflow, sees each of them. */
const distinct = ['overview', 'first sync', 'connected', 'overlong words'];
const all = [...everyPage.map(([name]) => name), 'overview', 'overlong words'];

const looks: (Look & { names: string[] })[] = [
  { width: 320, colorScheme: 'light', names: all },
  { width: 320, colorScheme: 'dark', names: distinct },
  { width: 1280, colorScheme: 'light', names: distinct },
  { width: 1280, colorScheme: 'dark', names: distinct },
];

describe.each(looks)('in a browser $width px wide and $colorScheme', ({ names, ...look }) => {
  it.each(names)('"%s" fits, wears its colours, and neither complains nor asks for anything else', async (name) => {
    const seen = await visit(name, look, async (page) => {
      const room = await page.evaluate('[document.scrollingElement.scrollWidth, window.innerWidth]');
      expect(room).toEqual([look.width, look.width]);
      const background = await page.evaluate('getComputedStyle(document.body).backgroundColor');
      expect(background).toBe(rgb((look.colorScheme === 'dark' ? dark : light).paper));
      // The page of a first sync, and the one before it, are loaded again by themselves: that is what they are for.
      const barriers = await barriersIn(page);
      expect(barriers.filter((barrier) => !barrier.startsWith('meta-refresh'))).toEqual([]);
    });
    expect(seen).toEqual({ complaints: [], otherRequests: [] });
  });

  it('lets a screen reader walk through the measurements as a table', async () => {
    await visit('overview', look, async (page) => {
      const table = page.getByRole('table', { name: 'Latest measurements' });
      expect(await table.getByRole('row').count()).toBe(11);
      expect(await table.getByRole('columnheader').allTextContents()).toEqual(['Measured', 'Value', 'Its way']);
      expect(await table.getByRole('rowheader', { name: 'Today 07:31' }).count()).toBe(1);
    });
  });
});

it('offers the keyboard a way past the header first', async () => {
  await visit('overview', { width: 320, colorScheme: 'light' }, async (page) => {
    await page.keyboard.press('Tab');
    const link = page.getByRole('link', { name: 'Skip to the content' });
    expect(await page.evaluate('document.activeElement.className')).toBe('skip');
    expect((await link.boundingBox())?.y).toBeGreaterThanOrEqual(0);
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('content');
  });
});

it('does not let a stylesheet be slipped in that is not the one the policy names', async () => {
  const { complaints } = await visit('tampered', { width: 320, colorScheme: 'light' });
  expect(complaints.join()).toContain('Content Security Policy');
});

function rgb(hex: string): string {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  return `rgb(${red}, ${green}, ${blue})`;
}
