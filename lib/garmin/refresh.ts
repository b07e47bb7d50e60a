import { ReauthorizeError, RetryError } from '../errors.ts';
import type { Answer, Call } from '../http.ts';
import { TokenKeeper, type TokenStore } from '../tokens.ts';
import { throttled } from './throttling.ts';
import { askForTokens, type GarminAccess, readTokenRefusal, readTokens } from './token-endpoint.ts';
import { type GarminTokens, isExpiring, knownClientIds } from './tokens.ts';

const call: Call = { service: 'Garmin', action: 'token refresh' };

/** Keeps one person's Garmin tokens alive in a store. */
export function garminTokenKeeper(access: GarminAccess, store: TokenStore<GarminTokens>): TokenKeeper<GarminTokens> {
  return new TokenKeeper(store, {
    service: 'Garmin',
    clock: access.clock,
    isExpiring,
    refresh: (tokens) => refreshTokens(access, tokens),
  });
}

/**
 * Exchanges a refresh token for a new pair. The old one is spent by it.
 *
 * @throws ReauthorizeError when Garmin refuses the refresh token: there is no way back but to sign in again.
 */
export async function refreshTokens(access: GarminAccess, tokens: GarminTokens): Promise<GarminTokens> {
  const clientIds = new Set([tokens.clientId, ...(access.clientIds ?? knownClientIds)]);
  for (const clientId of clientIds) {
    const grant = { grant_type: 'refresh_token', refresh_token: tokens.refreshToken };
    const answer = await askForTokens(access, clientId, grant, call);
    if (answer.status === 200) return readTokens(answer, { ...tokens, clientId }, access.clock.now(), call);
    throwUnlessUnknownClient(answer);
  }
  throw new ReauthorizeError(
    'Garmin no longer knows the app that these tokens were made for. Connect Garmin again; if that fails too, update Weighbridge.',
    call,
  );
}

/**
 * Returns when another app id may help. Garmin's description is read here and goes no further: it quotes
 * the refresh token.
 */
function throwUnlessUnknownClient(answer: Answer): void {
  const context = { ...call, status: answer.status };
  if (answer.status === 429 || answer.status === 403) throw throttled(call, answer.status);
  const refusal = readTokenRefusal(answer);
  if (refusal?.error === 'invalid_client' || refusal?.error === 'unauthorized_client') return;
  if (refusal?.error !== 'invalid_grant') {
    throw new RetryError(`Garmin failed to renew the tokens (HTTP ${answer.status}).`, context);
  }
  const elsewhere = /exist in DB/i.test(refusal.error_description ?? '');
  throw new ReauthorizeError(
    elsewhere
      ? 'Garmin does not know this person in this region. Connect Garmin again with the other domain (garmin.com or garmin.cn).'
      : 'Garmin refused the refresh token: the sign-in has ended. Connect Garmin again.',
    context,
  );
}
