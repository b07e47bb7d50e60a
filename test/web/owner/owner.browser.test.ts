import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../browser.ts';
import { type OwnerWorld, ownerWorld } from './owner-world.ts';

const endless = 'Donaudampfschifffahrtsgesellschaft'.repeat(3);
let browser: Browser;
const bodies = new Map<string, string>();

beforeAll(async () => {
  browser = await launchBrowser();
  const world = await ownerWorld();
  const kim = await troubled(world);
  const pages = { people: '/people', removal: `/people/${kim.id}/remove`, system: '/system', cost: '/system/cost' };
  for (const [name, path] of Object.entries(pages)) bodies.set(name, (await world.browser.open(path)).body);
  const made = await world.browser.send('/people', '/people/invite', { name: endless.slice(0, 60) });
  bodies.set('link', made.body);
});
afterAll(() => browser?.close());

/** Everything that can need the owner, in words without a place to break them. */
async function troubled(world: OwnerWorld) {
  const now = world.clock.now();
  const kim = await world.somebody(endless, { lastSync: { startedAt: 0, finishedAt: now, problem: endless } });
  await world.accounts.change(await kim.account(), (account) => ({
    ...account,
    connections: { garmin: { ...account.connections.garmin!, status: 'reauthorize' } },
  }));
  world.desk.letters = [{ account: kim.id, reason: 'webhook', since: now }];
  world.desk.rounds.set('2026-11', { schedule: { rounds: 1, asked: 1, lastAt: 0, lastAccounts: 1 } });
  return kim;
}

describe.each([320, 1200])('in a browser %i px wide', (width) => {
  it.each(['people', 'removal', 'link', 'system', 'cost'])('the page "%s" fits', async (name) => {
    const page = await browser.newPage({ viewport: { width, height: 800 } });
    await page.setContent(bodies.get(name) ?? '');
    expect(await page.evaluate('document.scrollingElement.scrollWidth')).toBe(width);
    await page.close();
  });

  it('a screen reader hears what each form is for', async () => {
    const page = await browser.newPage({ viewport: { width, height: 800 } });
    await page.setContent(bodies.get('people') ?? '');
    const name = page.getByRole('textbox', { name: 'Their name' });
    expect(await name.getAttribute('aria-describedby')).toBe('name-hint');
    expect(await page.getByRole('region', { name: 'Invite somebody' }).count()).toBe(1);
    await page.close();
  });
});
