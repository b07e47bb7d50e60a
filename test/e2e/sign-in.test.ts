import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeLink } from '../../lib/cli/invite.ts';
import { type Clock, systemClock } from '../../lib/clock.ts';
import { accountsOf, secretsOf } from '../../lib/runtime.ts';
import { sandboxApp } from '../../lib/sandbox/sandbox.ts';
import type { PlannedFault } from '../../lib/sandbox/withings/faults.ts';
import { issueState } from '../../lib/web/oauth-state.ts';
import { type Deployment, deploy } from './deployment.ts';
import { type Seen, Visitor } from './visitor.ts';

const signIn = '/sign-in';

let deployment: Deployment;
let stranger: number;
const visitors: Visitor[] = [];
beforeAll(async () => {
  deployment = await deploy();
  // Nobody waits in these tests but where it is the point.
  deployment.sandbox.withings.state.settings.identicalCallSeconds = 0;
  await deployment.subscribe();
  await deployment.connect();
  stranger = deployment.sandbox.withings.addPerson({ name: 'Kim Demo', timezone: 'Europe/Oslo' }).userid;
});
afterAll(() => deployment?.stop());

function newVisitor(): Visitor {
  const visitor = new Visitor(deployment.cloud.url);
  visitors.push(visitor);
  return visitor;
}

const page = ({ status, heading }: Seen) => ({ status, heading });

/** Said of one's own connections only. */
const isOwnPage = ({ status, body }: Seen): boolean => status === 200 && body.includes('Where it goes');

const account = () => accountsOf(deployment.host).mustGet(deployment.account);

describe('whoever is connected', () => {
  it('is offered to sign in where they have no session, and after signing out', async () => {
    const visitor = newVisitor();
    const link = '<a class="go" href="/sign-in">Sign in with Withings</a>';
    expect((await visitor.visit('/')).body).toContain(link);
    expect((await visitor.visit('/sign-out', { method: 'POST' })).body).toContain(link);
  });

  it('signs in at Withings, and lands on their own page', async () => {
    const visitor = newVisitor();
    const consentPage = new URL(await visitor.open(signIn));
    expect(consentPage.origin).toBe(deployment.vendors.WITHINGS_ACCOUNT_URL);
    expect(consentPage.searchParams.get('redirect_uri')).toBe(deployment.cloud.outputs.CallbackUrl);
    const seen = await visitor.visit(await visitor.decide(consentPage.href, 'allow', deployment.userid));
    expect({ status: seen.status, to: seen.headers.get('location') }).toEqual({ status: 302, to: '/' });
    expect(isOwnPage(await visitor.visit('/'))).toBe(true);
  });

  it('keeps a good connection as it is, but for the newest consent', async () => {
    const before = await account();
    const visitor = newVisitor();
    await visitor.visit(await visitor.consent(signIn, deployment.userid));
    const { version, withings, ...rest } = await account();
    const { version: formerly, withings: former, ...same } = before;
    expect(rest).toEqual(same);
    expect(version).toBe(formerly + 1);
    expect(withings).toEqual({ ...former, credentials: { sealed: expect.any(String) } });
    expect(withings.credentials.sealed).not.toBe(former.credentials.sealed);
  });

  it('is not signed in by a refusal, which is answered kindly', async () => {
    const visitor = newVisitor();
    const seen = await visitor.visit(await visitor.decide(await visitor.open(signIn), 'deny'));
    expect(page(seen)).toEqual({ status: 200, heading: 'You were not signed in' });
    expect(visitor.cookies.has('session')).toBe(false);
    expect(seen.body).toContain('href="/sign-in"');
  });
});

describe('whoever is not connected', () => {
  it('is turned away, and nothing of them is stored', async () => {
    const visitor = newVisitor();
    const seen = await visitor.visit(await visitor.consent(signIn, stranger));
    expect(page(seen)).toEqual({ status: 403, heading: 'Nobody is connected here with that Withings account' });
    expect(visitor.cookies.has('session')).toBe(false);
    expect(await accountsOf(deployment.host).get(String(stranger))).toBeUndefined();
    expect(page(await visitor.visit('/'))).toEqual({ status: 403, heading: 'You are not signed in here' });
  });

  it('signs in as soon as an invite has connected them', async () => {
    const { link } = await makeLink(deployment.host, { name: 'Kim', connections: {} });
    const visitor = newVisitor();
    const connected = await visitor.visit(await visitor.consent(link, stranger));
    expect(page(connected)).toEqual({ status: 200, heading: 'Connected' });
    const elsewhere = newVisitor();
    expect((await elsewhere.visit(await elsewhere.consent(signIn, stranger))).status).toBe(302);
    expect((await elsewhere.visit('/')).body).toContain('<bdi>Kim</bdi>');
    await deployment.settle();
  });
});

describe('the way back', () => {
  it('works once, and only for the browser that began', async () => {
    const [visitor, other] = [newVisitor(), newVisitor()];
    const callback = await visitor.consent(signIn, deployment.userid);
    await other.open(signIn);
    expect(page(await newVisitor().visit(callback))).toEqual({ status: 400, heading: 'Please stay in one browser' });
    expect(page(await other.visit(callback))).toEqual({ status: 400, heading: 'Please stay in one browser' });
    expect(other.cookies.has('session')).toBe(false);

    expect((await visitor.visit(callback)).status).toBe(302);
    const again = newVisitor();
    again.cookies.set('connecting', visitor.cookies.get('connecting') ?? '');
    expect(page(await again.visit(callback))).toEqual({ status: 400, heading: 'This step has been done already' });
    expect(again.cookies.has('session')).toBe(false);
  });

  it('is closed after ten minutes', async () => {
    const { state: key } = await secretsOf(deployment.host).masterKeys();
    const clock: Clock = { ...systemClock, now: () => Date.now() - 11 * 60_000 };
    const { state, cookieValue } = await issueState({ clock }, key, {
      signIn: true,
    });
    const visitor = newVisitor();
    visitor.cookies.set('connecting', cookieValue);
    const seen = await visitor.visit(`/oauth/callback?state=${state}&code=a-code`);
    expect(page(seen)).toEqual({ status: 400, heading: 'That took more than ten minutes' });
  });

  it('does not let the state of a sign-in connect, nor that of a connection sign in', async () => {
    const { userid } = deployment.sandbox.withings.addPerson({ name: 'Noa Demo', timezone: 'UTC' });
    const visitor = newVisitor();
    const signingIn = await visitor.open(signIn);
    const connecting = await visitor.open(await deployment.link());
    expect((await visitor.visit(await visitor.decide(signingIn, 'allow', userid))).status).toBe(403);
    expect(await accountsOf(deployment.host).get(String(userid))).toBeUndefined();
    const seen = await visitor.visit(await visitor.decide(connecting, 'deny'));
    expect(seen.heading).toBe('Nothing was connected');
  });

  it('says what is missing when a withdrawn consent is given again without the measurements', async () => {
    const accounts = accountsOf(deployment.host);
    const account = await accounts.mustGet(deployment.account);
    await accounts.change(account, (known) => ({ ...known, withings: { ...known.withings, status: 'reauthorize' } }));
    deployment.sandbox.withings.state.faults.withheldScopes = ['user.metrics'];
    const visitor = newVisitor();
    const seen = await visitor.visit(await visitor.consent(signIn, deployment.userid));
    deployment.sandbox.withings.state.faults.withheldScopes = [];
    expect(page(seen)).toEqual({ status: 403, heading: 'Signed in, but still disconnected' });
    expect(visitor.cookies.has('session')).toBe(true);
    expect((await visitor.visit(await visitor.consent(signIn, deployment.userid))).status).toBe(302);
    expect((await accounts.mustGet(deployment.account)).withings.status).toBe('connected');
  });

  it('says so when the code is dead', async () => {
    const visitor = newVisitor();
    const callback = await visitor.consent(signIn, deployment.userid);
    for (const code of deployment.sandbox.withings.state.codes) code.expiresAt = Date.now() - 1;
    expect(page(await visitor.visit(callback))).toEqual({ status: 400, heading: 'That took a moment too long' });
    expect(visitor.cookies.has('session')).toBe(false);
  });

  it.each<[string, PlannedFault]>([
    ['answers 502', { kind: 'http', httpStatus: 502 }],
    ['hangs up', { kind: 'lost answer' }],
    ['asks for a pause', { kind: 'status', status: 601, waitSeconds: 7 }],
  ])('says so when Withings %s', async (_, fault) => {
    deployment.sandbox.withings.plan({ ...fault, action: 'requesttoken' });
    const visitor = newVisitor();
    const seen = await visitor.visit(await visitor.consent(signIn, deployment.userid));
    expect(page(seen)).toEqual({ status: 503, heading: 'Withings is not answering as it should' });
    expect(seen.body).toContain('href="/sign-in"');
    expect(visitor.cookies.has('session')).toBe(false);
  });
});

describe('a consent that was taken back', () => {
  it('is noticed, and the page offers to sign in again', async () => {
    const { sandbox, userid, cloud, settle } = deployment;
    await sandbox.withings.addWeighIn(userid, { weightKg: 82.1 });
    await settle();
    expect(deployment.weights()).toHaveLength(1);
    const visitor = newVisitor();
    await visitor.visit(await visitor.consent(signIn, userid));
    await sandbox.withings.disconnect(userid);
    await cloud.tick('schedule');
    await settle();
    await sandbox.withings.addWeighIn(userid, { weightKg: 81.9 });
    await settle();
    expect(deployment.weights()).toHaveLength(1);
    expect((await account()).withings.status).toBe('reauthorize');
    expect((await visitor.visit('/')).body).toContain('<a href="/sign-in">Sign in with Withings</a>');
  });

  it('is mended by signing in: it goes on where it was, at once, and with notifications', async () => {
    const { sandbox, userid, settle } = deployment;
    const before = await account();
    const visitor = newVisitor();
    expect((await visitor.visit(await visitor.consent(signIn, userid))).status).toBe(302);
    const after = await account();
    expect(after.withings).toMatchObject({ status: 'connected', cursor: before.withings.cursor });
    expect(after.connections).toEqual(before.connections);
    await settle();
    expect(await account()).toMatchObject({ withings: { status: 'connected', notifications: 'subscribed' } });
    const person = sandbox.withings.state.people.find((one) => one.userid === userid);
    expect(person?.subscriptions.map(({ appli }) => appli)).toEqual([1, 4]);
    expect(deployment.weights()).toHaveLength(2);
    const own = await visitor.visit('/');
    expect(own.body).not.toContain('<a href="/sign-in">');
    expect(own.body).toContain('81.9');
  });
});

describe('over all of this', () => {
  it('every cookie is out of reach of scripts and other sites, and answers stay out of caches', () => {
    const answers = visitors.flatMap(({ seen }) => seen);
    const cookies = answers.flatMap(({ headers }) => headers.getSetCookie());
    expect(cookies.length).toBeGreaterThan(10);
    for (const cookie of cookies) expect.soft(cookie).toMatch(/; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/);
    for (const { headers } of answers) expect.soft(headers.get('cache-control')).toBe('no-store');
  });

  it('nothing private is in the log', () => {
    const text = deployment.log.map((line) => line.text).join('\n');
    const tokens = deployment.sandbox.withings.state.people.flatMap(({ grants }) =>
      grants.flatMap(({ accessToken, refreshToken }) => [accessToken, refreshToken]),
    );
    const carried = visitors.flatMap(({ secrets }) => [...secrets]).filter((secret) => secret.length >= 20);
    const secrets = [...tokens, ...carried, sandboxApp.clientSecret];
    expect(secrets.length).toBeGreaterThan(40);
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    expect(text).toContain('Signed somebody in');
    expect(text).toContain('A sign-in failed');
    for (const userid of [deployment.userid, stranger]) expect(text).not.toContain(`"${userid}"`);
  });
});
