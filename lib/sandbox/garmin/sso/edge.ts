import type { Context, MiddlewareHandler } from 'hono';
import type { World } from '../world.ts';
import type { Door } from './state.ts';

/** What stands before a door: whoever knocks too often, or looks like a program, gets no further. */
export function edge(world: World, door: Door): MiddlewareHandler {
  return async (c, next) => {
    const { limit, knobs } = world.state.sso;
    const now = world.clock.now();
    if (limit && limit.until > now) {
      const seconds = limit.seconds * 2;
      world.state.sso.limit = { seconds, until: now + seconds * 1000 };
      return tooMany(c, knobs.limitedAs);
    }
    if (knobs.challenged === 'all' || knobs.challenged === door) return c.html(challengePage, 403);
    return next();
  };
}

/** 429, as the edge's own page or as the JSON of the service behind it. */
export const tooMany = (c: Context, form: 'html' | 'json'): Response | Promise<Response> =>
  form === 'html' ? c.html(limitPage, 429) : c.json(errorEnvelope('429', 'Too Many Requests'), 429);

export const errorEnvelope = (code: string, message: string) => ({ error: { 'status-code': code, message } });

const limitPage =
  '<!DOCTYPE html><html><head><title>Access denied</title></head><body><h1>You are being rate limited</h1>error code: 1015</body></html>';
const challengePage =
  '<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Enable JavaScript and cookies to continue. error code: 1020</body></html>';
