import * as v from 'valibot';
import type { Clock } from '../clock.ts';
import { type Answer, type Call, exchange, type Fetch, jsonOf, parseAs } from '../http.ts';
import { appHeaders } from './headers.ts';
import type { GarminHosts } from './region.ts';
import { type GarminTokens, readAccessToken, refreshTokenLifeMs } from './tokens.ts';

export interface GarminAccess {
  fetch: Fetch;
  clock: Clock;
  hosts: GarminHosts;
  /** App ids to try when Garmin no longer knows the one the tokens belong to. */
  clientIds?: readonly string[];
}

/** What is given is spent by asking: an answer that is only slow must not be missed. */
const timeoutMs = 25_000;

/** One question to the place where Garmin gives out tokens, in the name of an app. */
export function askForTokens(
  { fetch, hosts }: GarminAccess,
  clientId: string,
  grant: Record<string, string>,
  call: Call,
): Promise<Answer> {
  const url = `${hosts.diauth}/di-oauth2-service/oauth/token`;
  const headers = { ...appHeaders, authorization: `Basic ${btoa(`${clientId}:`)}` };
  const body = new URLSearchParams({ ...grant, client_id: clientId });
  return exchange(fetch, url, { method: 'POST', headers, body, timeoutMs }, call);
}

const replySchema = v.object({
  access_token: v.pipe(v.string(), v.nonEmpty()),
  expires_in: v.nullish(v.number()),
  refresh_token: v.nullish(v.string()),
  refresh_token_expires_in: v.nullish(v.number()),
});

/** The pair in an answer; `old` is what goes on where the answer is silent. */
export function readTokens(
  answer: Answer,
  old: Pick<GarminTokens, 'refreshToken' | 'refreshExpiresAt' | 'clientId'>,
  nowMs: number,
  call: Call,
): GarminTokens {
  const reply = parseAs(replySchema, jsonOf(answer, call), call);
  const { expiresAt, clientId = old.clientId } = readAccessToken(reply.access_token);
  // What was given for it is spent, so the new pair is kept even if its access token cannot be read.
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
export type TokenRefusal = v.InferOutput<typeof refusalSchema>;

/** Why tokens were refused, in Garmin's words. They quote what was given, so they go no further than whoever asks. */
export function readTokenRefusal(answer: Answer): TokenRefusal | undefined {
  try {
    const refusal = v.safeParse(refusalSchema, JSON.parse(answer.text));
    return refusal.success ? refusal.output : undefined;
  } catch {
    return undefined;
  }
}
