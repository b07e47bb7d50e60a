import * as v from 'valibot';
import type { Clock } from '../clock.ts';
import { ReauthorizeError, RetryError } from '../errors.ts';
import { type Answer, type Call, exchange, type Fetch, jsonOf, parseAs } from '../http.ts';
import { TokenKeeper, type TokenStore } from '../tokens.ts';
import { appHeaders } from './headers.ts';
import type { GarminHosts } from './region.ts';
import { throttled } from './throttling.ts';
import { type GarminTokens, isExpiring, knownClientIds, readAccessToken, refreshTokenLifeMs } from './tokens.ts';

export interface GarminAccess {
  fetch: Fetch;
  clock: Clock;
  hosts: GarminHosts;
  /** App ids to try when Garmin no longer knows the one the tokens belong to. */
  clientIds?: readonly string[];
}

const call: Call = { service: 'Garmin', action: 'token refresh' };
/** The old token is spent by asking: an answer that is only slow must not be missed. */
const timeoutMs = 25_000;

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
    const answer = await askForRefresh(access, tokens.refreshToken, clientId);
    if (answer.status === 200) return readReply(answer, { ...tokens, clientId }, access.clock.now());
    throwUnlessUnknownClient(answer);
  }
  throw new ReauthorizeError(
    'Garmin no longer knows the app that these tokens were made for. Connect Garmin again; if that fails too, update Weighbridge.',
    call,
  );
}

function askForRefresh({ fetch, hosts }: GarminAccess, refreshToken: string, clientId: string): Promise<Answer> {
  const url = `${hosts.diauth}/di-oauth2-service/oauth/token`;
  const headers = { ...appHeaders, authorization: `Basic ${btoa(`${clientId}:`)}` };
  const body = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: clientId,
    refresh_token: refreshToken,
  });
  return exchange(fetch, url, { method: 'POST', headers, body, timeoutMs }, call);
}

const replySchema = v.object({
  access_token: v.pipe(v.string(), v.nonEmpty()),
  expires_in: v.nullish(v.number()),
  refresh_token: v.nullish(v.string()),
  refresh_token_expires_in: v.nullish(v.number()),
});

function readReply(answer: Answer, old: GarminTokens, nowMs: number): GarminTokens {
  const reply = parseAs(replySchema, jsonOf(answer, call), call);
  const { expiresAt, clientId = old.clientId } = readAccessToken(reply.access_token);
  // The old pair is spent, so the new one is kept even if its access token cannot be read.
  const assumedExpiresAt = nowMs + (reply.expires_in ?? 3600) * 1000;
  const life = reply.refresh_token_expires_in;
  const unstated = reply.refresh_token ? nowMs + refreshTokenLifeMs : old.refreshExpiresAt;
  return {
    accessToken: reply.access_token,
    // A reply without a refresh token means that the old one goes on.
    refreshToken: reply.refresh_token || old.refreshToken,
    clientId,
    expiresAt: expiresAt ?? assumedExpiresAt,
    refreshExpiresAt: life ? nowMs + life * 1000 : unstated,
  };
}

const refusalSchema = v.object({ error: v.string(), error_description: v.nullish(v.string()) });

/**
 * Returns when another app id may help. Garmin's description is read here and goes no further: it quotes
 * the refresh token.
 */
function throwUnlessUnknownClient(answer: Answer): void {
  const context = { ...call, status: answer.status };
  if (answer.status === 429 || answer.status === 403) throw throttled(call, answer.status);
  const refusal = readRefusal(answer);
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

function readRefusal(answer: Answer): v.InferOutput<typeof refusalSchema> | undefined {
  try {
    const refusal = v.safeParse(refusalSchema, JSON.parse(answer.text));
    return refusal.success ? refusal.output : undefined;
  } catch {
    return undefined;
  }
}
