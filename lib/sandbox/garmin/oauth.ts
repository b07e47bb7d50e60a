import { Hono } from 'hono';
import { becomesInactive, redeemTicket } from './sso/tickets.ts';
import type { GarminAccount, RefreshToken } from './state.ts';
import { clientIds, issueTokens, type TokenAnswer } from './tokens.ts';
import type { World } from './world.ts';

/** The grant's name keeps garmin.com in China too. */
const ticketGrant = 'https://connectapi.garmin.com/di-oauth2-service/oauth/grant/service_ticket';

/** diauth.garmin.com: tokens for a ticket of the sign-in, and tokens for tokens. */
export function oauthRoutes(world: World): Hono {
  const routes = new Hono();

  routes.post('/di-oauth2-service/oauth/token', async (c) => {
    const form = await c.req.parseBody();
    const clientId = textOf(form.client_id);
    const basic = `Basic ${btoa(`${clientId}:`)}`;
    if (!clientIds.some((known) => known === clientId) || c.req.header('Authorization') !== basic) {
      return c.json({ error: 'invalid_client', error_description: 'Bad client credentials' }, 401);
    }
    if (form.grant_type === ticketGrant) {
      const answer = exchange(world, textOf(form.service_ticket), textOf(form.service_url), clientId);
      const error_description = 'invalid service ticket provided';
      return answer ? c.json(answer) : c.json({ error: 'invalid_grant', error_description }, 400);
    }
    if (form.grant_type !== 'refresh_token') {
      return c.json({ error: 'unsupported_grant_type', error_description: 'Unsupported grant type' }, 400);
    }
    const token = textOf(form.refresh_token);
    const answer = refresh(world, token, clientId);
    // Garmin repeats the token it refuses: whoever logs its errors logs a secret.
    if (!answer) return c.json({ error: 'invalid_grant', error_description: `Invalid refresh token: ${token}` }, 400);
    return c.json(answer);
  });

  return routes;
}

function exchange(world: World, ticket: string, service: string, clientId: string): TokenAnswer | undefined {
  const owner = redeemTicket(world, ticket, service);
  return owner && issueTokens(world, owner, clientId, becomesInactive(world, service));
}

type RefreshAnswer = Omit<TokenAnswer, 'refresh_token'> & { refresh_token?: string };

function refresh(world: World, token: string, clientId: string): RefreshAnswer | undefined {
  const { state, clock } = world;
  const owner = Object.values(state.accounts).find((account) => Object.hasOwn(account.refreshTokens, token));
  const known = owner?.refreshTokens[token];
  if (!owner || !known || known.clientId !== clientId || known.expiresAt <= clock.now()) return undefined;
  if (known.used && !state.knobs.oldRefreshTokenStillAccepted) return undefined;
  return state.knobs.refreshOmitsRefreshToken ? extend(world, owner, known) : rotate(world, owner, known);
}

function rotate(world: World, owner: GarminAccount, known: RefreshToken): RefreshAnswer {
  known.used = true;
  return issueTokens(world, owner, known.clientId, known.inactive);
}

/** A new access token only; the refresh token lives on for another term. */
function extend(world: World, owner: GarminAccount, known: RefreshToken): RefreshAnswer {
  const { refresh_token, ...answer } = issueTokens(world, owner, known.clientId, known.inactive);
  delete owner.refreshTokens[refresh_token];
  known.expiresAt = world.clock.now() + world.state.knobs.refreshTokenSeconds * 1000;
  return answer;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
