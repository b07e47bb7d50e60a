import { beforeEach, describe, expect, it } from 'vitest';
import { measurementPath } from '../../../lib/web/pages/measurement-path.ts';
import { type OwnerWorld, ownerWorld } from '../owner/owner-world.ts';
import { everywhere } from './site-pages.ts';
import { ownPage, type SiteVisitor } from './site-visitor.ts';

/* What holds for each page and form that there is, also for one that is added tomorrow. */

let world: OwnerWorld;
/** An owner with a measurement, so that every path leads somewhere. */
let address: (pattern: string) => string;

beforeEach(async () => {
  world = await ownerWorld();
  await world.measurements.save({ ...everywhere, account: world.owner.id, version: 0 });
  const kim = await world.somebody('Kim');
  address = (pattern) =>
    pattern
      .replace('/measurements/{event}', measurementPath(everywhere.event))
      .replace('{destination}', 'garmin')
      .replace('{account}', kim.id)
      .replace('{file}', 'weighbridge.csv');
});

const { pages } = await ownerWorld();
const routes = [...new Set((await Promise.all([...pages.values()].map((load) => load()))).flat())];
const paths = (method: 'GET' | 'POST') =>
  routes.filter((route) => route.method === method).map(({ path }) => [path] as const);

/** All that is stored of everybody, and all that is queued. */
async function stored(): Promise<string> {
  const everybody = (await Array.fromAsync(world.accounts.everybody())).flat();
  const items = (await Array.fromAsync(world.measurements.all(world.owner.id))).flat();
  return JSON.stringify([everybody, items, world.sqs.messages, world.desk.redriven]);
}

const csrfOf = async (browser: SiteVisitor): Promise<string> =>
  /name="csrf" value="([^"]+)"/.exec((await browser.open('/')).body)?.[1] ?? '';

it('there are as many as are known of', () => {
  expect(paths('GET').length).toBeGreaterThan(12);
  expect(paths('POST').length).toBeGreaterThan(12);
});

describe.each(paths('POST'))('POST %s', (path) => {
  it('does nothing without its token, with another person’s, or from another site', async () => {
    const theirs = await csrfOf(await world.signedIn((await world.somebody('Zoe')).id));
    const own = await csrfOf(world.browser);
    const before = await stored();
    for (const [csrf, headers] of [
      ['', ownPage],
      [theirs, ownPage],
      [own, { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' }],
    ] as const) {
      const form = new URLSearchParams({ csrf, name: 'x', action: 'hold', word: 'DELETE', units: 'lb' });
      const sent = await world.browser.post(address(path), form, headers);
      expect(sent).toMatchObject({ status: 403, heading: 'Nothing was changed' });
    }
    expect(await stored()).toBe(before);
  });

  it('is for nobody who is not signed in', async () => {
    const before = await stored();
    const sent = await world.visitor().post(address(path), new URLSearchParams({ csrf: 'x' }));
    expect(sent).toMatchObject({ status: 403, heading: 'You are not signed in here' });
    expect(await stored()).toBe(before);
  });

  it('with its fields missing, or of any other kind, answers and breaks nothing', async () => {
    const csrf = await csrfOf(world.browser);
    for (const fields of [
      {},
      { name: 'x'.repeat(9000), word: '\u0000', tokens: '[', domain: '{}', outlierPercent: '1e9' },
    ]) {
      const { status, text } = await world.browser.post(address(path), new URLSearchParams({ csrf, ...fields }));
      expect([200, 303, 400, 404, 422]).toContain(status);
      expect(text).not.toMatch(/undefined|NaN|\[object/);
      if (path.startsWith('/sign-out')) return;
    }
  });
});

describe.each(paths('GET'))('GET %s', (path) => {
  it('is kept in no cache and says nothing of itself elsewhere', async () => {
    const { headers, status } = await world.browser.request(address(path));
    expect([200, 404]).toContain(status);
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    expect(['same-origin', 'no-referrer']).toContain(headers['referrer-policy']);
    expect(headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
  });

  it('answers HEAD as it answers GET, and shows nobody else what is there', async () => {
    const whole = await world.browser.request(address(path));
    expect((await world.browser.request(address(path), { method: 'HEAD' })).status).toBe(whole.status);
    expect((await world.visitor().request(address(path))).status).toBe(403);
    const other = await world.signedIn((await world.somebody('Zoe')).id);
    const theirs = await other.request(address(path));
    expect(theirs.body).not.toContain('80.94');
    expect(theirs.body).not.toContain('Ada');
    if (path.includes('{event}')) expect(theirs.status).toBe(404);
  });
});
