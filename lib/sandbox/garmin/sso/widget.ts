import { type Context, Hono } from 'hono';
import * as v from 'valibot';
import type { GarminAccount } from '../state.ts';
import { randomHex, type World } from '../world.ts';
import { judgeCode, sendCode } from './codes.ts';
import { edge, tooMany } from './edge.ts';
import { awaitCode, judge } from './passwords.ts';
import { edgeCookies, freshCsrf, isSameBrowser, openSession, sessionOf, signedInCookies } from './sessions.ts';
import type { SsoSession } from './state.ts';
import { mintTicket } from './tickets.ts';
import { codePage, embedPage, obstaclePage, signInPage, successPage } from './widget-pages.ts';

const passwordForm = v.object({
  username: v.string(),
  password: v.string(),
  embed: v.literal('true'),
  _csrf: v.string(),
});
const codeForm = v.object({
  'mfa-code': v.string(),
  embed: v.literal('true'),
  _csrf: v.pipe(v.string(), v.nonEmpty()),
  fromPage: v.literal('setupEnterMfaCode'),
});
const sendBody = v.object({ customerGuid: v.string(), mfaMethod: v.string(), locale: v.string() });
const codePath = '/sso/verifyMFA/loginEnterMfaCode';

/** The sign-in that older web sites embed: pages and forms. */
export function widgetDoor(world: World): Hono {
  const { knobs } = world.state.sso;
  const routes = new Hono();

  routes.get('/sso/embed', (c) => {
    edgeCookies(c, world);
    return c.html(embedPage());
  });

  routes.get('/sso/signin', edge(world, 'widget'), (c) => {
    const session = openSession(c, world);
    return c.html(signInPage(freshCsrf(world, session)));
  });

  routes.post('/sso/signin', edge(world, 'widget'), async (c) => {
    const session = sessionOf(c, world);
    if (session && !isSameBrowser(c, session)) return tooMany(c, 'html');
    const form = v.safeParse(passwordForm, await c.req.parseBody());
    if (!session || !form.success || form.output._csrf !== session.csrf) return c.html(obstaclePage('Forbidden'), 403);
    const judged = judge(world, form.output.username, form.output.password);
    if (judged.is === 'wrong') return refuse(c, world, session, 'Invalid sign in. (Passwords are case sensitive.)');
    if (judged.is === 'locked') return refuse(c, world, session, 'Your account has been locked.');
    if (judged.account.isChild) return c.html(obstaclePage('Unable to Sign In'));
    if (knobs.phoneNag) return c.html(obstaclePage('Update Phone Number'));
    const service = c.req.query('service') ?? '';
    if (judged.is === 'code') {
      awaitCode(world, session, judged.account, service, !knobs.widgetSendsOnRequest);
      return c.redirect(`${codePath}${new URL(c.req.url).search}`);
    }
    return welcome(c, world, judged.account, service);
  });

  routes.get(codePath, (c) => {
    const { session, account } = awaited(c, world);
    if (!session?.pending || !account) return c.redirect(`/sso/signin${new URL(c.req.url).search}`);
    return c.html(codePage(freshCsrf(world, session), session.pending, account));
  });

  routes.post('/sso/verifyMFA/mfaCode', async (c) => {
    const { session } = awaited(c, world);
    const body = v.safeParse(sendBody, await c.req.json().catch(() => undefined));
    if (!session?.pending || !body.success) return c.json({ message: 'Bad Request' }, 400);
    sendCode(world, session.pending);
    return c.json({});
  });

  routes.post(codePath, async (c) => {
    const { session, account } = awaited(c, world);
    const form = v.safeParse(codeForm, await c.req.parseBody());
    if (!session?.pending || !account || !form.success || form.output._csrf !== session.csrf) {
      return c.html(obstaclePage('Forbidden'), 403);
    }
    if (judgeCode(world, session.pending, account, form.output['mfa-code'].trim()) !== 'right') {
      // Garmin forgets to put a token into this page: whoever wants to try again has to load the form anew.
      session.csrf = '';
      return c.html(codePage('', session.pending, account, 'Invalid code. Please enter a valid code.'));
    }
    session.loginToken = randomHex(world, 40);
    const { service } = session.pending;
    const query = new URLSearchParams({ logintoken: session.loginToken, service, embed: 'true' });
    return c.redirect(`/sso/login?${query}`);
  });

  routes.get('/sso/login', (c) => {
    const { session, account } = awaited(c, world);
    const { logintoken, service = '' } = c.req.query();
    if (!session?.loginToken || !account || logintoken !== session.loginToken) {
      return c.html(obstaclePage('Forbidden'), 403);
    }
    delete session.loginToken;
    delete session.pending;
    return welcome(c, world, account, service);
  });

  return routes;
}

/** Who a code is awaited from on this visit. */
function awaited(c: Context, world: World): { session?: SsoSession; account?: GarminAccount } {
  const session = sessionOf(c, world);
  const account = session?.pending && world.state.accounts[session.pending.accountId];
  return { ...(session && { session }), ...(account && { account }) };
}

const refuse = (c: Context, world: World, session: SsoSession, problem: string) =>
  c.html(signInPage(freshCsrf(world, session), problem), 401);

function welcome(c: Context, world: World, { id }: GarminAccount, service: string) {
  signedInCookies(c, world, 'widget');
  return c.html(successPage(service, mintTicket(world, id, service, 'cas')));
}
