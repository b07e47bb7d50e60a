import { html as markup } from 'hono/html';
import { describe, expect, it } from 'vitest';
import { html } from '../../../lib/web/html.ts';
import { seeOther, text } from '../../../lib/web/response.ts';
import { issueSession } from '../../../lib/web/sessions.ts';
import { page } from '../../../lib/web/site/page.ts';
import { firstSegmentOf } from '../../../lib/web/site/parts.ts';
import { ownParts } from '../../../lib/web/site/routes.ts';
import type { Route } from '../../../lib/web/site/visit.ts';
import { csrfIn, ownPage } from './site-visitor.ts';
import { siteWorld } from './site-world.ts';

let done: string[] = [];
const routes: Route[] = [
  {
    method: 'GET',
    path: '/forms/{id}',
    answer: async (visit) => {
      const { request, csrf, locale } = visit;
      const content = markup`<h1>${request.pathParameters.id}</h1><form method="post" action="/act"><input name="csrf" value="${csrf}"></form>
<p>${locale}</p>`;
      return page(visit, { title: 'Form', content });
    },
  },
  {
    method: 'POST',
    path: '/act',
    answer: async ({ account, form }) => {
      done.push(`${account.account} ${form.get('what')}`);
      return seeOther('/forms/after', { tone: 'done', words: 'It is done, <b>truly</b>.' });
    },
  },
  { method: 'GET', path: '/owners', forOwner: true, answer: async () => text(200, 'for owners') },
  { method: 'GET', path: '/plain', answer: async () => html(200, 'plain') },
  { method: 'GET', path: '/looked', answer: async ({ account }) => text(200, String(account.lastSync?.finishedAt)) },
];
const pages = new Map([...ownParts, ...routes.map(({ path }) => [firstSegmentOf(path), async () => routes] as const)]);

async function signedIn() {
  done = [];
  const world = siteWorld({ pages });
  const robin = await world.person('robin');
  const browser = await world.signedIn(robin.id);
  return { world, robin, browser };
}

const tokenOf = (body: string) => csrfIn(body, '/act');

describe('a route', () => {
  it('is found by its path, and what stands in its placeholders is decoded once it is safe', async () => {
    const { browser } = await signedIn();
    expect((await browser.open('/forms/2026-11-20T06:30:00Z%23weight')).heading).toBe('2026-11-20T06:30:00Z#weight');
    expect((await browser.open('/forms/50%')).heading).toBe('50%');
    expect((await browser.open('/forms/%E0%A4%A')).heading).toBe('%E0%A4%A');
    expect((await browser.open('/forms/<script>alert(1)</script>'.replace('/s', '%2Fs'))).body).not.toContain(
      '<script',
    );
  });

  it('knows of the last look that found nothing to do', async () => {
    const { world, robin, browser } = await signedIn();
    const [startedAt, finishedAt] = [world.clock.now() - 2_000, world.clock.now() - 1_000];
    await world.accounts.change(await robin.account(), (account) => ({
      ...account,
      lastSync: { startedAt: 1, finishedAt: 2, settled: true },
    }));
    await world.accounts.noteLook(robin.id, { startedAt, finishedAt });
    expect((await browser.open('/looked')).body).toBe(String(finishedAt));
  });

  it.each(['/forms', '/forms/', '/forms/a/b', '/Plain', '/plain/', '//', '/nowhere', '/forms/%2e%2e/x'])(
    'does not exist at %s',
    async (path) => {
      const { browser } = await signedIn();
      expect((await browser.request(path)).status).toBe(404);
    },
  );

  it.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'POST'])('is not there for %s', async (method) => {
    const { browser } = await signedIn();
    const { status, headers } = await browser.request('/plain', { method });
    expect({ status, allow: headers.allow }).toEqual({ status: 405, allow: 'GET' });
  });

  it('that only a button leads to says so to whoever opens it as an address', async () => {
    const { browser } = await signedIn();
    for (const path of ['/connections/garmin/code', '/sign-out', '/act']) {
      expect(await browser.open(path)).toMatchObject({ status: 405, heading: 'This cannot be opened by itself' });
    }
  });

  it('of the owner is refused to everybody else', async () => {
    const { world, robin, browser } = await signedIn();
    expect(await browser.open('/owners')).toMatchObject({ status: 403, heading: 'This is for the owner' });
    await world.accounts.change(await robin.account(), (account) => ({ ...account, owner: true }));
    expect((await browser.request('/owners')).status).toBe(200);
    expect((await browser.open('/forms/x')).text).toContain('PeopleSystem');
  });

  it('speaks in the numbers of the visitor', async () => {
    const { browser } = await signedIn();
    const { body } = await browser.request('/forms/x', { headers: { 'accept-language': 'xx, de-AT;q=0.9, en;q=0.5' } });
    expect(body).toContain('<p>de-AT</p>');
  });
});

describe('a form', () => {
  it('that was made here for this session is acted on, and the page after it says so once', async () => {
    const { browser, robin } = await signedIn();
    const sent = await browser.send('/forms/x', '/act', { what: 'ours' });
    expect(sent).toMatchObject({ status: 303, location: '/forms/after' });
    expect(sent.text).toContain('It is done, <b>truly</b>.');
    expect((await browser.open('/forms/after')).text).not.toContain('It is done');
    expect(done).toEqual([`${robin.id} ours`]);
  });

  it('keeps its notice for a browser that only asks for the head of a page', async () => {
    const { browser } = await signedIn();
    const { body } = await browser.open('/forms/x');
    const form = new URLSearchParams({ csrf: tokenOf(body) });
    await browser.request('/act', { method: 'POST', body: form.toString(), headers: ownPage });
    await browser.request('/forms/after', { method: 'HEAD' });
    expect((await browser.open('/forms/after')).text).toContain('It is done');
  });

  it('serves in two tabs, and after the cookie was replaced', async () => {
    const { world, browser } = await signedIn();
    const { body } = await browser.open('/forms/x');
    await browser.open('/forms/other-tab');
    world.clock.advance({ hours: 2 });
    await browser.open('/');
    const sent = await browser.post('/act', new URLSearchParams({ csrf: tokenOf(body), what: 'late' }));
    expect(sent.status).toBe(303);
  });

  it.each<[string, (token: string) => Record<string, string>, Record<string, string>]>([
    ['without its token', () => ({}), ownPage],
    ['with an empty token', () => ({ csrf: '' }), ownPage],
    ['with a forged token', () => ({ csrf: 'A'.repeat(43) }), ownPage],
    ['with half of its token', (token) => ({ csrf: token.slice(0, 20) }), ownPage],
    ['from another site', (csrf) => ({ csrf }), { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' }],
    ['from another site that hides its name', (csrf) => ({ csrf }), { origin: 'null', 'sec-fetch-site': 'cross-site' }],
    ['from a sibling of our host', (csrf) => ({ csrf }), { 'sec-fetch-site': 'same-site' }],
    ['from another site, said by an old browser', (csrf) => ({ csrf }), { origin: 'https://evil.test' }],
    ['of which nobody says where it is from', (csrf) => ({ csrf }), {}],
    ['of which an old browser hides where it is from', (csrf) => ({ csrf }), { origin: 'null' }],
  ])('%s is not acted on', async (_, fields, headers) => {
    const { browser } = await signedIn();
    const { body } = await browser.open('/forms/x');
    const sent = await browser.post('/act', new URLSearchParams(fields(tokenOf(body))), headers);
    expect(sent).toMatchObject({ status: 403, heading: 'Nothing was changed' });
    expect(done).toEqual([]);
  });

  it.each([
    ['a browser that says both', ownPage],
    ['an old browser', { origin: ownPage.origin }],
    ['a browser that hides the origin', { origin: 'null', 'sec-fetch-site': 'same-origin' }],
  ])('from one of our pages counts with %s', async (_, headers) => {
    const { browser } = await signedIn();
    const { body } = await browser.open('/forms/x');
    expect((await browser.post('/act', new URLSearchParams({ csrf: tokenOf(body) }), headers)).status).toBe(303);
  });

  it('of another session, another person’s or one’s own, is not acted on', async () => {
    const { world, robin, browser } = await signedIn();
    const kim = await world.person('kim');
    for (const other of [await world.signedIn(kim.id), await world.signedIn(robin.id)]) {
      const { body } = await other.open('/forms/x');
      expect((await browser.post('/act', new URLSearchParams({ csrf: tokenOf(body) }))).status).toBe(403);
    }
    expect(done).toEqual([]);
  });
});

describe('a session', () => {
  it('is replaced after an hour, goes on while it is used, and ends after 30 days all the same', async () => {
    const { world, browser } = await signedIn();
    const [first] = [...browser.cookies.values()];
    world.clock.advance({ minutes: 59 });
    await browser.open('/');
    expect([...browser.cookies.values()]).toEqual([first]);
    world.clock.advance({ minutes: 2 });
    await browser.open('/');
    expect([...browser.cookies.values()]).not.toEqual([first]);
    let days = 0;
    while ((await browser.open('/')).status === 200) {
      world.clock.advance({ hours: 8 });
      days += 1 / 3;
    }
    expect(days).toBeGreaterThan(29);
    expect(days).toBeLessThan(31);
  });

  it('is over after twelve idle hours', async () => {
    const { world, browser } = await signedIn();
    world.clock.advance({ hours: 12, seconds: 1 });
    expect(await browser.open('/')).toMatchObject({ status: 403, heading: 'You are not signed in here' });
  });

  it('shows nobody else’s page', async () => {
    const { world, browser } = await signedIn();
    const kim = await world.person('kim');
    await world.accounts.change(await kim.account(), (account) => ({ ...account, name: 'Kim' }));
    expect((await browser.open('/')).text).not.toContain('Kim');
    expect((await (await world.signedIn(kim.id)).open('/')).text).toContain('Kim');
  });

  it('of a removed person ends with words of its own', async () => {
    const world = siteWorld();
    const browser = await world.signedIn('404');
    expect(await browser.open('/')).toMatchObject({
      status: 403,
      heading: 'There is nothing of you here any more',
    });
    expect(browser.cookies.size).toBe(0);
  });

  it('of somebody who is being removed ends with the same words', async () => {
    const { world, robin, browser } = await signedIn();
    await world.accounts.change(await robin.account(), (account) => ({ ...account, leaving: true }));
    expect(await browser.open('/')).toMatchObject({ status: 403, heading: 'There is nothing of you here any more' });
    expect(browser.cookies.size).toBe(0);
  });

  it('is left by signing out, in this browser only', async () => {
    const { world, robin, browser } = await signedIn();
    const other = await world.signedIn(robin.id);
    expect((await browser.send('/', '/sign-out')).heading).toBe('Signed out');
    expect((await browser.open('/')).status).toBe(403);
    expect((await other.open('/')).status).toBe(200);
  });

  it('that was left is over for a copy of its cookie too, of now and of before it was replaced', async () => {
    const { world, browser } = await signedIn();
    const [early, late] = [world.visitor(), world.visitor()];
    const take = (thief: typeof browser) => {
      for (const [name, value] of browser.cookies) thief.cookies.set(name, value);
    };
    take(early);
    world.clock.advance({ hours: 2 });
    await browser.open('/');
    take(late);
    expect((await late.open('/')).status).toBe(200);
    await browser.send('/', '/sign-out');
    expect((await early.open('/')).status).toBe(403);
    expect((await late.open('/')).status).toBe(403);
    expect(late.cookies.size).toBe(0);
  });

  it('does not come to life again when a person who left is connected anew', async () => {
    const { world, robin, browser } = await signedIn();
    const { version: _old, ...account } = await robin.account();
    await world.accounts.remove(robin.id);
    world.clock.advance({ seconds: 1 });
    await world.accounts.create({ ...account, connectedAt: world.clock.now() });
    expect((await browser.open('/')).status).toBe(403);
    expect((await (await world.signedIn(robin.id)).open('/')).status).toBe(200);
  });

  it('is not left by a forged form', async () => {
    const { browser } = await signedIn();
    await browser.post('/sign-out', new URLSearchParams());
    expect((await browser.open('/')).status).toBe(200);
  });

  it('is ended everywhere at once, also where its cookie was replaced, and the next sign-in counts', async () => {
    const { world, robin, browser } = await signedIn();
    const other = await world.signedIn(robin.id);
    world.clock.advance({ hours: 2 });
    await other.open('/');
    const csrf = tokenOf((await browser.open('/forms/x')).body);
    expect((await browser.post('/sign-out-everywhere', new URLSearchParams({ csrf }))).heading).toBe(
      'Signed out everywhere',
    );
    expect((await other.open('/')).status).toBe(403);
    world.clock.advance({ seconds: 1 });
    expect((await (await world.signedIn(robin.id)).open('/')).status).toBe(200);
  });

  it('is not had with the notice, which is signed with the same key', async () => {
    const { world, robin, browser } = await signedIn();
    await browser.request('/act', { method: 'POST', headers: ownPage });
    const { body } = await browser.open('/forms/x');
    const form = new URLSearchParams({ csrf: tokenOf(body) });
    await browser.request('/act', { method: 'POST', body: form.toString(), headers: ownPage });
    const thief = world.visitor();
    thief.cookies.set('__Host-session', browser.cookies.get('__Host-notice') ?? 'none');
    expect((await thief.request('/')).status).toBe(403);
    const confused = await world.signedIn(robin.id);
    confused.cookies.set('__Host-notice', await issueSession(world.clock, world.key, robin.id));
    expect((await confused.request('/')).status).toBe(200);
  });
});
