import { type Context, Hono } from 'hono';
import * as v from 'valibot';
import type { World } from '../world.ts';
import { judgeCode, sendCode } from './codes.ts';
import { edge, errorEnvelope, tooMany } from './edge.ts';
import { codeWanted, refused, successful, successfulCode } from './json-answers.ts';
import { mobilePage } from './mobile-page.ts';
import { awaitCode, judge } from './passwords.ts';
import { isSameBrowser, openSession, sessionOf, signedInCookies } from './sessions.ts';
import { mintTicket } from './tickets.ts';

const loginBody = v.object({
  username: v.string(),
  password: v.string(),
  rememberMe: v.boolean(),
  captchaToken: v.string(),
});
const codeBody = v.object({
  mfaMethod: v.string(),
  mfaVerificationCode: v.string(),
  rememberMyBrowser: v.boolean(),
  reconsentList: v.array(v.unknown()),
  mfaSetup: v.boolean(),
});
const sendBody = v.object({ mfaMethod: v.string() });

/** The sign-in of the phone apps and that of the web site, which speak the same JSON at different addresses. */
export function jsonDoor(world: World, door: 'mobile' | 'portal'): Hono {
  const { knobs } = world.state.sso;
  const routes = new Hono();

  routes.get(`/${door}/sso/:locale/sign-in`, (c) => {
    openSession(c, world);
    return c.html(mobilePage(door));
  });
  routes.get(`/${door}/sso/embed`, (c) => {
    openSession(c, world);
    return c.html('<!DOCTYPE html><html><head><title>Garmin SSO Portal</title></head><body></body></html>');
  });

  routes.post(`/${door}/api/login`, edge(world, door), async (c) => {
    const session = openSession(c, world);
    if (!isSameBrowser(c, session)) return tooMany(c, 'html');
    const body = v.safeParse(loginBody, await jsonBody(c));
    const { service, clientId } = c.req.query();
    if (!body.success || !service || !clientId) return c.json(errorEnvelope('400', 'Bad Request'), 400);
    if (knobs.captcha) return c.json(refused('CAPTCHA_REQUIRED', '', 'OK'));
    if (knobs.unknownStatus) return c.json(refused(knobs.unknownStatus, '', 'OK'));
    const judged = judge(world, body.output.username, body.output.password);
    if (judged.is === 'wrong') {
      return c.json(refused('INVALID_USERNAME_PASSWORD', 'generalLoginInvalidUsernameOrPassword'), 401);
    }
    // The type of a locked account was never recorded: this one is a guess.
    if (judged.is === 'locked') return c.json(refused('ACCOUNT_LOCKED', 'generalLoginMobileAccountLocked'), 401);
    if (judged.is === 'code') {
      if (knobs.mfa427 === door) return c.json(errorEnvelope('427', 'MFA is needed'), 400);
      awaitCode(world, session, judged.account, service, true);
      return c.json(codeWanted(judged.account));
    }
    signedInCookies(c, world, 'json');
    return c.json(successful(service, mintTicket(world, judged.account.id, service, 'sso')));
  });

  return routes;
}

/**
 * The second factor. A code belongs to the visit and not to the door: one that was asked for at the phone's door may be
 * given at the other.
 */
export function codeDoor(world: World, door: 'mobile' | 'portal'): Hono {
  const { knobs } = world.state.sso;
  const routes = new Hono();

  routes.post(`/${door}/api/mfa/verifyCode`, async (c) => {
    const session = sessionOf(c, world);
    if (session && !isSameBrowser(c, session)) return tooMany(c, 'html');
    const pending = session?.pending;
    const account = pending && world.state.accounts[pending.accountId];
    if (!pending || !account) return c.json(refused('SESSION_EXPIRED'), 401);
    const body = v.safeParse(codeBody, await jsonBody(c));
    if (!body.success) return c.json(errorEnvelope('400', 'Bad Request'), 400);
    const { mfaMethod, mfaVerificationCode } = body.output;
    const judged =
      mfaMethod === pending.method ? judgeCode(world, pending, account, mfaVerificationCode) : ('wrong' as const);
    if (judged !== 'right') {
      const message = judged === 'expired' ? 'codeEntryExpired' : 'codeEntryInvalid';
      return c.json(refused('MFA_CODE_INVALID', message), knobs.wrongCodeStatus);
    }
    delete session.pending;
    signedInCookies(c, world, 'json');
    return c.json(successfulCode(pending.service, mintTicket(world, account.id, pending.service, 'sso')));
  });

  routes.post(`/${door}/api/mfa/sendCode`, async (c) => {
    const pending = sessionOf(c, world)?.pending;
    const body = v.safeParse(sendBody, await jsonBody(c));
    if (!pending || !body.success) return c.json(refused('SESSION_EXPIRED'), 401);
    sendCode(world, pending);
    return c.json(refused('SUCCESSFUL', 'codeEntryCodeSent', 'OK'));
  });

  return routes;
}

const jsonBody = (c: Context): Promise<unknown> => c.req.json().catch(() => undefined);
