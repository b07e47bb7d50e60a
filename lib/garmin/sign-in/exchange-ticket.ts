import { RetryError } from '../../errors.ts';
import type { Answer } from '../../http.ts';
import { askForTokens, type GarminAccess, readTokenRefusal, readTokens } from '../token-endpoint.ts';
import { type GarminTokens, knownClientIds, refreshTokenLifeMs } from '../tokens.ts';
import { passEdge } from './edge.ts';
import { SignInRefused } from './refused.ts';
import type { Ticket } from './site.ts';

const call = { service: 'Garmin', action: 'ticket exchange' };
/** The name of the grant; garmin.com in China too. */
const grant_type = 'https://connectapi.garmin.com/di-oauth2-service/oauth/grant/service_ticket';

/**
 * Gives a ticket for tokens, in the name of the first app that Garmin knows.
 *
 * @throws SignInRefused when the ticket is used, too old, or made out to another service: it takes a new sign-in
 */
export async function exchangeTicket(access: GarminAccess, { id, service }: Ticket): Promise<GarminTokens> {
  for (const clientId of access.clientIds ?? knownClientIds) {
    const grant = { grant_type, service_ticket: id, service_url: service };
    const answer = await askForTokens(access, clientId, grant, call);
    const nowMs = access.clock.now();
    if (answer.status >= 200 && answer.status < 300) {
      const none = { refreshToken: '', refreshExpiresAt: nowMs + refreshTokenLifeMs, clientId };
      return complete(readTokens(answer, none, nowMs, call));
    }
    throwUnlessUnknownApp(answer, nowMs);
  }
  throw new SignInRefused('noApp');
}

function complete(tokens: GarminTokens): GarminTokens {
  if (tokens.refreshToken) return tokens;
  const message = 'Garmin gave an access token without a refresh token, which ends within a day. Sign in again.';
  throw new RetryError(message, call);
}

/** Garmin's words are read here and go no further: they may quote the ticket. */
function throwUnlessUnknownApp(answer: Answer, nowMs: number): void {
  const { status } = answer;
  const refusal = readTokenRefusal(answer);
  if (status === 429 || status >= 500 || !refusal) passEdge(answer, nowMs);
  if (/invalid service ticket/i.test(refusal?.error_description ?? answer.text)) {
    throw new SignInRefused('ticket', { status });
  }
}
