import type { MiddlewareHandler } from 'hono';
import type { Athlete } from './state.ts';
import type { Authorized, World } from './world.ts';

/**
 * Lets nobody pass without the key of the athlete in the path; `0` there is the key's own. Documented: the user name
 * `API_KEY`, and 403 for a key that is sent as Bearer. Assumed: 404 for an athlete who does not exist, 403 for another.
 */
export function keyCheck({ state }: World): MiddlewareHandler<Authorized, '/:athlete/*'> {
  return async (c, next) => {
    const header = c.req.header('authorization') ?? '';
    if (/^bearer /i.test(header)) return c.json({ status: 403, error: 'Access denied' }, 403);
    const owner = ownerOf(header, Object.values(state.athletes));
    const { refusedKey } = state.knobs;
    if (!owner) return c.json({ status: refusedKey, error: 'Access denied' }, refusedKey);
    const id = c.req.param('athlete');
    const athlete = id === '0' ? owner : state.athletes[id];
    if (!athlete) return c.json({ status: 404, error: 'Athlete not found' }, 404);
    if (athlete !== owner) return c.json({ status: 403, error: 'Access denied' }, 403);
    c.set('athlete', athlete);
    return next();
  };
}

function ownerOf(header: string, athletes: readonly Athlete[]): Athlete | undefined {
  const [, encoded = ''] = /^basic (.+)$/i.exec(header) ?? [];
  const [, key] = /^API_KEY:(.*)$/.exec(Buffer.from(encoded, 'base64').toString('utf8')) ?? [];
  return key === undefined ? undefined : athletes.find(({ apiKey }) => apiKey === key);
}
