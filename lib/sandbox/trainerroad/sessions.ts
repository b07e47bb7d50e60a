import type { Context, MiddlewareHandler } from 'hono';
import { getCookie } from 'hono/cookie';
import type { Member } from './state.ts';
import { randomValue, type SignedIn, type World } from './world.ts';

const sessionCookie = 'SharedTrainerRoadAuth';
const lifeSeconds = 30 * 24 * 3600;

/** Opens a session and returns its cookie's value. */
export function openSession(world: World, { memberId }: Member): string {
  const value = randomValue(world);
  world.state.sessions[value] = { memberId, expiresAt: world.clock.now() + lifeSeconds * 1000 };
  return value;
}

/**
 * Opens a session in the browser that asks. The header is written by hand: the site does not escape the `=`
 * in the value.
 */
export function signInBrowser(c: Context, world: World, member: Member): void {
  if (!world.state.knobs.signInOpensSession) return;
  const value = openSession(world, member);
  const cookie = `${sessionCookie}=${value}; Path=/; Max-Age=${lifeSeconds}; Secure; HttpOnly; SameSite=Lax`;
  c.header('Set-Cookie', cookie, { append: true });
}

export function endSession(c: Context, { state }: World): void {
  const value = getCookie(c, sessionCookie);
  if (value) delete state.sessions[value];
}

/** Lets nobody pass without a session. */
export function sessionCheck({ state, clock }: World): MiddlewareHandler<SignedIn> {
  return async (c, next) => {
    const value = getCookie(c, sessionCookie);
    const session = value === undefined ? undefined : state.sessions[value];
    const member = session && session.expiresAt > clock.now() ? state.members[session.memberId] : undefined;
    if (member) {
      c.set('member', member);
      return next();
    }
    const { signedOut } = state.knobs;
    if (signedOut === 'redirect') return c.redirect(`/app/login?ReturnUrl=${encodeURIComponent(c.req.path)}`);
    return c.json({ message: 'Authorization has been denied for this request.' }, signedOut);
  };
}
