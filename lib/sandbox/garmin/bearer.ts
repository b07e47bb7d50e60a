import type { MiddlewareHandler } from 'hono';
import type { GarminAccount } from './state.ts';
import type { SignedIn, World } from './world.ts';

/** Lets a call through on behalf of the account whose access token it carries. */
export function bearerCheck(world: World): MiddlewareHandler<SignedIn> {
  return async (c, next) => {
    const token = c.req.header('Authorization')?.match(/^Bearer (.+)$/)?.[1];
    const account = token === undefined ? undefined : ownerOf(world, token);
    const isInactive = account?.tokensInactive || (token !== undefined && account?.inactiveTokens.includes(token));
    if (!account || isInactive) {
      c.header('WWW-Authenticate', 'Bearer error="invalid_token", error_description="Token is not active"');
      return c.json({ error: 'invalid_token', error_description: 'Token is not active' }, 401);
    }
    c.set('account', account);
    return next();
  };
}

function ownerOf({ state, clock }: World, token: string): GarminAccount | undefined {
  return Object.values(state.accounts).find((account) => (account.accessTokens[token] ?? 0) > clock.now());
}
