import { epochSeconds } from '../../clock.ts';
import type { GarminProfile } from '../profile.ts';
import { type GarminTokens, readAccessToken } from '../tokens.ts';
import type { Credentials, SignInAccess } from './access.ts';
import { exchangeTicket } from './exchange-ticket.ts';
import { signInThroughMobile } from './mobile.ts';
import { SignInRefused } from './refused.ts';
import type { Ticket } from './site.ts';
import { whose } from './whose.ts';
import { signInThroughWidget } from './widget.ts';

export interface SignedIn {
  tokens: GarminTokens;
  /** Undefined when Garmin could not be asked just then. */
  profile: GarminProfile | undefined;
  /** How far this computer's clock is ahead of Garmin's, negative if behind; undefined when Garmin does not say. */
  clockAheadSeconds: number | undefined;
}

/**
 * Signs in with name and password, and a code if Garmin asks for one. The phone app's door is tried, and the widget's
 * only when that one is closed to programs or its tokens are worth nothing. Every try counts at Garmin, so there is
 * never a third, and none after 429, a wrong password or anything else that is about the person.
 *
 * Only for a person's own computer: from data centres Garmin refuses it.
 *
 * @throws SignInRefused, RetryError with a sentence for the person; neither holds a password, code, ticket or token
 */
export async function signIn(access: SignInAccess, credentials: Credentials): Promise<SignedIn> {
  try {
    return await openWith(access, await signInThroughMobile(access, credentials));
  } catch (error) {
    if (!(error instanceof SignInRefused && error.isWorthAnotherDoor)) throw error;
    access.onSecondDoor?.(error);
  }
  return openWith(access, await signInThroughWidget(access, credentials));
}

/** Tokens for a ticket, and whose they are. */
export async function openWith(
  { site, ...access }: Pick<SignInAccess, 'fetch' | 'clock' | 'site' | 'clientIds'>,
  ticket: Ticket,
): Promise<SignedIn> {
  const garmin = { ...access, hosts: site };
  const tokens = await exchangeTicket(garmin, ticket);
  const { issuedAt } = readAccessToken(tokens.accessToken);
  const clockAheadSeconds = issuedAt === undefined ? undefined : epochSeconds(access.clock) - issuedAt / 1000;
  return { tokens, profile: await whose(garmin, tokens), clockAheadSeconds };
}
