import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import { randomHex, type World } from '../world.ts';
import type { SsoSession } from './state.ts';

const name = 'SESSION';
const csrfDigits = 100;

/** Begins a visit, with the cookies that the balancer and the edge add to each. */
export function openSession(c: Context, world: World): SsoSession {
  const known = sessionOf(c, world);
  if (known) return known;
  const value = randomHex(world, 32);
  const session = { userAgent: c.req.header('User-Agent') ?? '', csrf: '' };
  world.state.sso.sessions[value] = session;
  setCookie(c, name, value);
  setCookie(c, '__VCAP_ID__', randomHex(world, 32));
  edgeCookies(c, world);
  return session;
}

/** Those that come before anybody is known. */
export function edgeCookies(c: Context, world: World): void {
  for (const cookie of ['__cf_bm', '__cflb', '_cfuvid']) setCookie(c, cookie, randomHex(world, 24));
}

/** The visit that the browser says it is on; its name may be another one by now. */
export function sessionOf(c: Context, { state }: World): SsoSession | undefined {
  const value = getCookie(c, name);
  return value !== undefined && Object.hasOwn(state.sso.sessions, value) ? state.sso.sessions[value] : undefined;
}

export const isSameBrowser = (c: Context, session: SsoSession): boolean =>
  session.userAgent === (c.req.header('User-Agent') ?? '');

/** A form's token, which replaces the one before. */
export function freshCsrf(world: World, session: SsoSession): string {
  session.csrf = randomHex(world, csrfDigits);
  return session.csrf;
}

/** Those of somebody who is signed in. */
export function signedInCookies(c: Context, world: World, door: 'json' | 'widget'): void {
  const common = ['CASTGC', 'GARMIN-SSO', 'GARMIN-SSO-CUST-GUID'];
  const own = door === 'json' ? ['GMN_TRACKABLE'] : ['GARMIN-SSO-GUID', 'GarminNoCache'];
  for (const cookie of [...common, ...own]) setCookie(c, cookie, randomHex(world, 24));
}

function setCookie(c: Context, cookie: string, value: string): void {
  c.header('Set-Cookie', `${cookie}=${value}; Path=/; Secure; HttpOnly`, { append: true });
}
