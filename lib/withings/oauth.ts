import * as v from 'valibot';
import { ReauthorizeError, type WeighbridgeError } from '../errors.ts';
import { parseAs } from '../http.ts';
import { applicationRefused, type WithingsApp } from './app.ts';
import { unusable } from './options.ts';
import type { Scope } from './scope.ts';
import { signed } from './signature.ts';
import { familyOf } from './status.ts';
import type { Refusal } from './transport.ts';

/** What it takes to call for somebody. Withings replaces both tokens at every refresh. */
export interface AccessTokens {
  accessToken: string;
  refreshToken: string;
  /** When the access token ends, epoch milliseconds. */
  expiresAt: number;
  /** What was granted, comma-separated; it may be less than was asked for. */
  scope: string;
}

/** What a person granted. */
export interface WithingsTokens extends AccessTokens {
  userId: string;
}

export interface AuthorizeRequest {
  redirectUri: string;
  /** Comes back unchanged; Withings refuses a request without one. */
  state: string;
  scopes: readonly Scope[];
  /** `demo`: a made-up person with data instead of the visitor's own account. */
  mode?: 'demo' | undefined;
}

/** Where to send a person's browser to give their consent. */
export function authorizeUrl(app: Pick<WithingsApp, 'accountUrl' | 'clientId'>, request: AuthorizeRequest): string {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: app.clientId,
    state: request.state,
    // Comma, where OAuth itself says space.
    scope: request.scopes.join(','),
    redirect_uri: request.redirectUri,
    ...(request.mode && { mode: request.mode }),
  });
  return `${app.accountUrl}/oauth2_user/authorize2?${query}`;
}

/**
 * Turns the code of a redirect into tokens. The code lives for 30 seconds and works once, so this belongs into the
 * redirect's own handler.
 *
 * @param request `redirectUri` must be the one the code was asked for with
 * @throws ReauthorizeError when the code is too old, used or wrong.
 */
export async function exchangeCode(
  app: WithingsApp,
  request: { code: string; redirectUri: string },
): Promise<WithingsTokens> {
  // After a refusal the redirect brings none, and a caller in JavaScript hands on what it got.
  if (!request.code)
    throw unusable('requesttoken', 'There is no code: the person did not agree, or it was not handed on.');
  return requestToken(
    app,
    { grant_type: 'authorization_code', code: request.code, redirect_uri: request.redirectUri },
    'Withings did not accept the sign-in: its code is good for 30 seconds and only once. Start again and connect Withings.',
  );
}

/**
 * A new pair of tokens. The old refresh token stays good for 8 hours, or until the new access token is first used:
 * store the pair before using it.
 *
 * @throws ReauthorizeError when the refresh token is too old, used up or revoked.
 */
export async function refreshTokens(app: WithingsApp, refreshToken: string): Promise<WithingsTokens> {
  if (!refreshToken) throw unusable('requesttoken', 'The refresh token is empty: give the one of the person.');
  return requestToken(
    app,
    { grant_type: 'refresh_token', refresh_token: refreshToken },
    'Withings no longer accepts the stored sign-in: it was revoked, replaced or unused for a year, and the person has to authorize again. Connect Withings again.',
  );
}

const text = v.pipe(v.string(), v.nonEmpty());
/** A string after a code exchange, a number after a refresh. */
export const useridSchema = v.union([text, v.pipe(v.number(), v.integer(), v.transform(String))]);
export const accessSchema = v.object({
  access_token: text,
  refresh_token: text,
  expires_in: v.pipe(v.number(), v.minValue(0)),
  scope: v.nullish(v.string(), ''),
});
const tokenSchema = v.object({ ...accessSchema.entries, userid: useridSchema });

async function requestToken(
  app: WithingsApp,
  grant: Readonly<Record<string, string>>,
  deadGrantMessage: string,
): Promise<WithingsTokens> {
  const action = 'requesttoken';
  const body = await app.transport.call({
    path: '/v2/oauth2',
    action,
    params: grant,
    credentials: async () =>
      app.signed ? signed(app, action) : { client_id: app.clientId, client_secret: app.clientSecret },
    // Whoever waits for a token waits in a browser or holds a lease on the refresh: no time for 12 seconds and a retry.
    tries: 1,
    explain: (refusal) => explainRefusal(refusal, action, deadGrantMessage),
  });
  const token = parseAs(tokenSchema, body, { service: 'Withings', action });
  return { userId: token.userid, ...accessTokensOf(app, token) };
}

export function accessTokensOf(app: WithingsApp, token: v.InferOutput<typeof accessSchema>): AccessTokens {
  return {
    accessToken: token.access_token,
    refreshToken: token.refresh_token,
    expiresAt: app.clock.now() + token.expires_in * 1000,
    scope: token.scope,
  };
}

/** Status 503 is a dead code or refresh token, wrong client credentials or a missing field: only the text tells. */
function explainRefusal(
  { status, text }: Refusal,
  action: string,
  deadGrantMessage: string,
): WeighbridgeError | undefined {
  const context = { service: 'Withings', action, status };
  const aboutUs = /client|signature|nonce|redirect_uri|missing/i.test(text);
  if (status === 503 && aboutUs) return applicationRefused(action, status);
  const dead = status === 503 || familyOf(status) === 'authentication failed';
  return dead ? new ReauthorizeError(deadGrantMessage, context) : undefined;
}
