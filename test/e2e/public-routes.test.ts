import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeLink } from '../../lib/cli/invite.ts';
import { type Clock, systemClock } from '../../lib/clock.ts';
import { accountsOf, secretsOf, shortLivedOf } from '../../lib/runtime.ts';
import { sandboxApp } from '../../lib/sandbox/sandbox.ts';
import type { PlannedFault } from '../../lib/sandbox/withings/faults.ts';
import { onwards } from '../../lib/web/invites.ts';
import { issueState } from '../../lib/web/oauth-state.ts';
import { randomToken, tokenHash } from '../../lib/web/random-token.ts';
import { issueSession } from '../../lib/web/sessions.ts';
import { webhookToken } from '../../lib/web/webhook-token.ts';
import { type Deployment, deploy } from './deployment.ts';
import { type Seen, Visitor } from './visitor.ts';

let deployment: Deployment;
/** Of all tests together: what they were answered, and what must not be in the log. */
const answers: Seen[] = [];
const secrets = new Set<string>();
const visitors: Visitor[] = [];

beforeAll(async () => {
  deployment = await deploy({ registered: false });
});
afterAll(() => deployment?.stop());

function newVisitor(): Visitor {
  const visitor = new Visitor(deployment.cloud.url);
  visitors.push(visitor);
  return visitor;
}

const visit = (target: string, init?: RequestInit): Promise<Seen> => newVisitor().visit(target, init);

const secretToo = (text: string): string => {
  secrets.add(text);
  return text;
};

/** A link without destinations, which is enough to connect. */
const link = async (): Promise<string> => (await makeLink(deployment.host, { connections: {} })).link;

const page = ({ status, heading }: Seen) => ({ status, heading });

/** Lines of the log since then, as the functions wrote them. */
function logSince(start: number, message?: string): string[] {
  const lines = deployment.log.slice(start).map(({ text }) => text);
  return message === undefined ? lines : lines.filter((line) => line.includes(message));
}

const minutesAgo = (minutes: number): Clock => ({ ...systemClock, now: () => Date.now() - minutes * 60_000 });

/** Says that it is unsigned, as a careless check would accept it. */
function unsigned(claims: object): string {
  const part = (json: object) => Buffer.from(JSON.stringify(json)).toString('base64url');
  return secretToo(`${part({ alg: 'none' })}.${part({ exp: Math.floor(Date.now() / 1000) + 600, ...claims })}.`);
}

describe('before the owner has put in the Withings application', () => {
  it('says so, with the callback address to register, and the link works as soon as it is there', async () => {
    const invite = await link();
    const seen = await visit(invite);
    expect(page(seen)).toEqual({ status: 503, heading: 'Not set up yet' });
    expect(seen.body).toContain(`<code>${deployment.cloud.outputs.CallbackUrl}</code>`);

    await deployment.register();
    expect(await newVisitor().open(invite)).toContain(`client_id=${sandboxApp.clientId}&`);
  });
});

describe('GET /connect', () => {
  it.each([
    ['no invite', '', 'This needs an invitation'],
    ['an empty one', '?invite=', 'This needs an invitation'],
    ['an unknown one', `?invite=${randomToken()}`, 'This link is no longer good'],
    ['half of one', `?invite=${randomToken().slice(0, 20)}`, 'This link is no longer good'],
    ['the key of another item', '?invite=%23..%2Fstate', 'This link is no longer good'],
    ['broken percent signs', '?invite=%E0%A4%A&&%', 'This link is no longer good'],
    ['one that would be markup', '?invite=%3Cscript%3Ealert(1)%3C/script%3E', 'This link is no longer good'],
  ])('turns a visitor with %s away', async (_, query, heading) => {
    const seen = await visit(`/connect${query}`);
    expect(page(seen)).toEqual({ status: 403, heading });
    expect(seen.body).not.toContain('alert(1)');
    expect(seen.headers.getSetCookie()).toEqual([]);
  });

  it('turns an invite away that has expired and is still in the table', async () => {
    const token = randomToken();
    await shortLivedOf(deployment.host).put('invite', tokenHash(token), {}, Date.now() - 1000);
    const seen = await visit(`/connect?invite=${token}`);
    expect(page(seen)).toEqual({ status: 403, heading: 'This link is no longer good' });
  });

  it('sends the browser to Withings with a state, as often as the link is opened', async () => {
    const invite = await link();
    const visitor = newVisitor();
    const first = new URL(await visitor.open(invite));
    const second = new URL(await visitor.open(invite));
    expect(first.origin + first.pathname).toBe(`${deployment.vendors.WITHINGS_ACCOUNT_URL}/oauth2_user/authorize2`);
    expect(first.searchParams.get('redirect_uri')).toBe(deployment.cloud.outputs.CallbackUrl);
    expect(first.searchParams.get('state')).not.toBe(second.searchParams.get('state'));
  });

  it('shows the welcome to whom another site sends straight past it', async () => {
    const invite = onwards(await link());
    const sent = await visit(invite, { headers: { 'sec-fetch-site': 'cross-site' } });
    expect(page(sent)).toEqual({ status: 200, heading: 'Welcome' });
    expect((await visit(invite, { headers: { 'sec-fetch-site': 'same-origin' } })).status).toBe(302);
  });
});

describe('GET /oauth/callback', () => {
  /** A state as `/connect` makes it, and the cookie that belongs to it. */
  async function stateOf(inviteId: string, clock: Clock = systemClock) {
    const { state: key } = await secretsOf(deployment.host).masterKeys();
    return issueState({ clock }, key, { inviteId });
  }

  it('answers the HEAD with which Withings tries the address', async () => {
    expect(page(await visit('/oauth/callback', { method: 'HEAD' }))).toEqual({ status: 200, heading: '' });
  });

  it.each([
    ['nothing at all', '', 403],
    ['a code alone', `?code=${randomToken()}`, 403],
    ['an empty state', '?state=&code=1', 403],
    ['a state that is no token', '?state=1&code=1', 400],
    ['a state that says it needs no signature', `?state=${unsigned({ jti: 'a', invite: 'b', browser: 'c' })}`, 400],
  ])('turns a visitor with %s away', async (_, query, status) => {
    expect(page(await visit(`/oauth/callback${query}`))).toEqual({ status, heading: 'This needs an invitation' });
  });

  it('turns a state away that is signed with another key, its own cookie notwithstanding', async () => {
    const { state, cookieValue } = await issueState({ clock: systemClock }, randomBytes(32), { inviteId: 'an invite' });
    const visitor = newVisitor();
    visitor.cookies.set('connecting', secretToo(cookieValue));
    const seen = await visitor.visit(`/oauth/callback?state=${state}&code=${randomToken()}`);
    expect(page(seen)).toEqual({ status: 400, heading: 'This needs an invitation' });
  });

  it('turns a state away that is more than ten minutes old', async () => {
    const { state, cookieValue } = await stateOf('an invite', minutesAgo(11));
    const visitor = newVisitor();
    visitor.cookies.set('connecting', secretToo(cookieValue));
    const seen = await visitor.visit(`/oauth/callback?state=${state}&code=${randomToken()}`);
    expect(page(seen)).toEqual({ status: 400, heading: 'That took more than ten minutes' });
  });

  it('connects only the browser that began, once, and only one of all that have the link', async () => {
    const invite = await link();
    const [visitor, late, stranger] = [newVisitor(), newVisitor(), newVisitor()];
    const callback = await visitor.consent(invite);
    const lateCallback = await late.consent(invite);
    await stranger.open(invite);

    expect(page(await visit(callback))).toEqual({ status: 400, heading: 'Please stay in one browser' });
    expect(page(await stranger.visit(callback))).toEqual({ status: 400, heading: 'Please stay in one browser' });
    expect(stranger.cookies.has('session')).toBe(false);

    expect(page(await visitor.visit(callback))).toEqual({ status: 200, heading: 'Connected' });
    expect(visitor.cookies.has('session')).toBe(true);
    expect(page(await visitor.visit(callback))).toEqual({ status: 400, heading: 'This step has been done already' });
    expect(page(await late.visit(lateCallback))).toEqual({ status: 403, heading: 'This link is no longer good' });
    expect(late.cookies.has('session')).toBe(false);
    expect(page(await visit(invite))).toEqual({ status: 403, heading: 'This link is no longer good' });
  });

  it('takes the states of two tabs of one browser, each once', async () => {
    const visitor = newVisitor();
    const invite = await link();
    const [first, second] = [await visitor.open(invite), await visitor.open(invite)];
    for (const tab of [first, second]) {
      const callback = await visitor.decide(tab, 'deny');
      expect(page(await visitor.visit(callback))).toEqual({ status: 200, heading: 'Nothing was connected' });
      expect(page(await visitor.visit(callback))).toEqual({ status: 400, heading: 'This step has been done already' });
    }
  });

  it('respects a refusal, and the link stays good for a change of mind', async () => {
    const invite = await link();
    const visitor = newVisitor();
    const callback = await visitor.decide(await visitor.open(invite), 'deny');
    expect(new URL(callback).searchParams.get('error')).toBe('access_denied');
    expect(page(await visitor.visit(callback))).toEqual({ status: 200, heading: 'Nothing was connected' });
    expect(visitor.cookies.has('session')).toBe(false);
    expect(await visitor.open(invite)).toContain('/oauth2_user/authorize2?');
  });

  it('says so when the code is dead, and the link stays good', async () => {
    const invite = await link();
    const visitor = newVisitor();
    const callback = await visitor.consent(invite);
    for (const code of deployment.sandbox.withings.state.codes) code.expiresAt = Date.now() - 1;
    expect(page(await visitor.visit(callback))).toEqual({ status: 400, heading: 'That took a moment too long' });
    expect(await visitor.open(invite)).toContain('/oauth2_user/authorize2?');
  });

  it('connects nobody who keeps the measurements back, and the link stays good', async () => {
    const { faults } = deployment.sandbox.withings.state;
    faults.withheldScopes = ['user.metrics'];
    const invite = await link();
    const visitor = newVisitor();
    const seen = await visitor.visit(await visitor.consent(invite));
    faults.withheldScopes = [];
    expect(page(seen)).toEqual({ status: 403, heading: 'Without measurements there is nothing to carry' });
    expect(visitor.cookies.has('session')).toBe(false);
    expect(await visitor.open(invite)).toContain('/oauth2_user/authorize2?');
  });

  it.each<[string, PlannedFault]>([
    ['answers 502', { kind: 'http', httpStatus: 502 }],
    ['shows a page instead', { kind: 'html' }],
    ['hangs up', { kind: 'lost answer' }],
    ['asks for a pause', { kind: 'status', status: 601, waitSeconds: 7 }],
    ['is in trouble', { kind: 'status', status: 522 }],
  ])('says so when Withings %s at the exchange', async (_, fault) => {
    deployment.sandbox.withings.plan({ ...fault, action: 'requesttoken' });
    const visitor = newVisitor();
    const seen = await visitor.visit(await visitor.consent(await link()));
    expect(page(seen)).toEqual({ status: 503, heading: 'Withings is not answering as it should' });
  });

  it('connects with the same link once Withings is back', async () => {
    const { userid } = deployment.sandbox.withings.addPerson({ name: 'Kim Demo', timezone: 'Europe/Oslo' });
    const invite = await link();
    deployment.sandbox.withings.plan({ kind: 'lost answer', action: 'requesttoken' });
    const visitor = newVisitor();
    await visitor.visit(await visitor.consent(invite, userid));
    expect(await accountsOf(deployment.host).get(String(userid))).toBeUndefined();

    const seen = await visitor.visit(await visitor.consent(invite, userid));
    expect(page(seen)).toEqual({ status: 200, heading: 'Connected' });
    expect(await accountsOf(deployment.host).get(String(userid))).toMatchObject({ withings: { status: 'connected' } });
  });

  it('gives a reference when the client secret is wrong, and the log says under it what to check', async () => {
    const { clients } = deployment.sandbox.withings.state;
    const callbackUrls = [deployment.cloud.outputs.CallbackUrl ?? ''];
    clients.push({ ...sandboxApp, clientSecret: 'another-secret', callbackUrls });
    const visitor = newVisitor();
    const start = deployment.log.length;
    const seen = await visitor.visit(await visitor.consent(await link()));
    clients.length = 0;
    expect(page(seen)).toEqual({ status: 500, heading: 'Something went wrong here' });
    const [, reference = ''] = /<code>([^<]+)<\/code>/.exec(seen.body) ?? [];
    const [line = '{}'] = logSince(start, reference);
    expect(JSON.parse(line)).toMatchObject({
      level: 'ERROR',
      requestId: reference,
      reason: expect.stringContaining('check the client id, the client secret and the callback URL'),
    });
  });
});

describe('/webhook/{token}', () => {
  let address: string;
  beforeAll(async () => {
    const { webhook } = await secretsOf(deployment.host).masterKeys();
    address = `/webhook/${secretToo(webhookToken(webhook))}`;
    await deployment.settle();
  });

  const form = 'application/x-www-form-urlencoded';
  const post = (body: string | Uint8Array<ArrayBuffer>, type = form, to = address) =>
    visit(to, { method: 'POST', body, headers: { 'content-type': type } });

  it.each(['HEAD', 'GET', 'POST'])('does not exist for a %s with another token', async (method) => {
    const body = method === 'POST' ? { body: 'userid=1&appli=1' } : {};
    for (const path of [`/webhook/${randomToken()}`, `${address}A`, address.slice(0, -1), '/webhook/%00', '/webhook']) {
      expect((await visit(path, { method, ...body })).status).toBe(
        method === 'POST' && path === '/webhook' ? 405 : 404,
      );
    }
  });

  it('cannot be opened in a browser, not even at the right address', async () => {
    expect(page(await visit(address))).toEqual({ status: 404, heading: 'There is no such page' });
  });

  it.each(['HEAD', 'POST'])('answers the empty %s with which Withings tries the address', async (method) => {
    expect((await visit(address, { method })).status).toBe(200);
  });

  it.each([
    ['a form, which arrives in base64', form],
    ['text, which does not', 'text/plain'],
  ])('takes a notification as %s, and the sync of somebody unknown ends quietly', async (_, type) => {
    const start = deployment.log.length;
    expect((await post('userid=4711&appli=1&startdate=1700000000&enddate=1700000060', type)).status).toBe(200);
    await deployment.settle();
    expect(logSince(start).map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ level: 'INFO', message: 'Synced', outcome: 'gone', reason: 'webhook' }),
    ]);
  });

  it.each([
    ['something else', Buffer.from('{"userid":4711,"note":"malformed-note"}')],
    ['a form without a user', Buffer.from('appli=1&note=malformed-note')],
    ['a form with another user than Withings has', Buffer.from('userid=robin-4711&appli=1&note=malformed-note')],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00, 0x80, ...Buffer.from('malformed-note')])],
  ])('puts %s aside, and what it was is not in the log', async (_, body) => {
    const start = deployment.log.length;
    expect((await post(new Uint8Array(body))).status).toBe(200);
    await deployment.settle();
    const lines = logSince(start);
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ level: 'WARN', message: 'A notification could not be read and was put aside' }),
    ]);
    expect(lines.join()).not.toMatch(/4711|malformed-note/);
  });

  it('reads no more than 64 KB', async () => {
    expect((await post('x'.repeat(64 * 1024 + 1))).status).toBe(413);
    expect((await post('x'.repeat(64 * 1024))).status).toBe(200);
  });
});

describe('the pages', () => {
  async function withSession(value: string, path = '/', init?: RequestInit): Promise<Seen> {
    const visitor = newVisitor();
    visitor.cookies.set('session', secretToo(value));
    return visitor.visit(path, init);
  }

  const keys = () => secretsOf(deployment.host).masterKeys();

  it('are shown to whoever has the session, and to nobody else', async () => {
    const { session, state } = await keys();
    const { account } = deployment;
    const good = await issueSession(systemClock, session, account);
    expect((await withSession(good)).body).toContain('Where it goes');

    const [header = '', , signature = ''] = good.split('.');
    const somebody = Buffer.from(JSON.stringify({ sub: '1', exp: 4e9 })).toString('base64url');
    const bad = {
      none: '',
      'no token': 'robin',
      expired: await issueSession(minutesAgo(12 * 60 + 1), session, account),
      'signed with the key of states': await issueSession(systemClock, state, account),
      'somebody else under the same signature': `${header}.${somebody}.${signature}`,
      unsigned: unsigned({ sub: account }),
    };
    for (const gone of ['1', 'invite#1']) {
      const seen = await withSession(await issueSession(systemClock, session, gone));
      expect(page(seen)).toEqual({ status: 403, heading: 'There is nothing of you here any more' });
    }
    const notSignedIn = { status: 403, heading: 'You are not signed in here' };
    const seen = await Promise.all(
      Object.entries(bad).map(async ([what, value]) => [what, page(await withSession(value))] as const),
    );
    expect(Object.fromEntries(seen)).toEqual(Object.fromEntries(Object.keys(bad).map((what) => [what, notSignedIn])));
  });

  it('say nothing of where somebody has no session', async () => {
    const seen = await visit('/');
    expect(page(seen)).toEqual({ status: 403, heading: 'You are not signed in here' });
    expect(seen.body).not.toContain('Where it goes');
  });

  it.each(['/index.html', '/connect/', '/oauth', '/webhook/', '//', '/%00', '/%', '/..%2f', '/favicon.ico'])(
    'do not exist at %s',
    async (path) => {
      expect((await visit(`${deployment.cloud.url}${path}`)).status).toBe(404);
    },
  );

  it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('are not changed by a %s', async (method) => {
    expect((await visit('/', { method })).status).toBe(405);
    expect((await visit('/connect', { method })).status).toBe(405);
  });

  it('are closed by signing out', async () => {
    const visitor = newVisitor();
    visitor.cookies.set('session', await issueSession(systemClock, (await keys()).session, deployment.account));
    expect((await visitor.visit('/')).status).toBe(200);
    expect((await visitor.send('/', '/sign-out')).heading).toBe('Signed out');
    expect([...visitor.cookies]).toEqual([]);
    expect((await visitor.visit('/')).status).toBe(403);
  });
});

describe('over all of this', () => {
  beforeAll(async () => {
    await deployment.settle();
    for (const visitor of visitors) {
      answers.push(...visitor.seen);
      for (const secret of [...visitor.secrets, ...visitor.cookies.values()]) secrets.add(secret);
    }
  });

  it('every answer locks the browser down and stays out of caches', () => {
    expect(answers.length).toBeGreaterThan(80);
    for (const { asked, headers } of answers) {
      const policy = headers.get('content-security-policy') ?? '';
      expect.soft(policy, asked).toMatch(/^default-src 'none'; .*frame-ancestors 'none'/);
      expect.soft(policy, asked).not.toMatch(/unsafe|\*|https?:/);
      expect.soft(headers.get('referrer-policy'), asked).toMatch(/^(no-referrer|same-origin)$/);
      expect.soft(headers.get('x-content-type-options'), asked).toBe('nosniff');
      expect.soft(headers.get('cache-control'), asked).toBe('no-store');
      expect.soft(headers.get('content-type') ?? 'text/plain', asked).toMatch(/^text\/(html|plain)/);
    }
  });

  it('every cookie is out of reach of scripts and other sites', () => {
    const cookies = answers.flatMap(({ headers }) => headers.getSetCookie());
    expect(cookies.length).toBeGreaterThan(10);
    for (const cookie of cookies) expect.soft(cookie).toMatch(/; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/);
  });

  it('nothing private is in the log: no token, code, state, cookie, query', async () => {
    const text = deployment.log.map((line) => line.text).join('\n');
    const { people } = deployment.sandbox.withings.state;
    for (const { accessToken, refreshToken } of people.flatMap(({ grants }) => grants)) {
      secrets.add(accessToken).add(refreshToken);
    }
    secrets.add(sandboxApp.clientSecret);
    const worthHiding = [...secrets].filter((secret) => secret.length >= 20 || secret === sandboxApp.clientSecret);
    expect(worthHiding.length).toBeGreaterThan(60);
    expect(worthHiding.filter((secret) => text.includes(secret))).toEqual([]);
    expect(text).not.toMatch(/invite=|code=|state=|userid=|\/webhook\//);
    expect(text).toContain('A connection failed');
  });
});
