import type { Clock } from '../clock.ts';
import { BugError } from '../errors.ts';
import type { Fetch } from '../http.ts';
import { WithingsTransport } from './transport.ts';

/** This application as registered in the Withings developer dashboard, with what it takes to talk to the vendor. */
export interface WithingsApp {
  clientId: string;
  clientSecret: string;
  /** Where people give their consent, without a trailing slash. */
  accountUrl: string;
  transport: WithingsTransport;
  clock: Clock;
  /** Signs the token requests instead of sending the secret with them: one more call each. */
  signed?: boolean;
}

export interface WithingsAppOptions {
  clientId: string;
  clientSecret: string;
  fetch: Fetch;
  clock: Clock;
  /** 0 to 1, for the jitter of retries. */
  random: () => number;
  accountUrl?: string | undefined;
  apiUrl?: string | undefined;
  /** Signs the token requests instead of sending the secret with them. */
  signed?: boolean | undefined;
  /** Asked before each request: may throw, when all processes together have called often enough. */
  beforeCall?: (() => Promise<void>) | undefined;
}

/** The public cloud unless told otherwise. Keep one for the life of the process: it spaces out identical calls. */
export function withingsApp({
  clientId,
  clientSecret,
  fetch,
  clock,
  random,
  accountUrl = 'https://account.withings.com',
  apiUrl = 'https://wbsapi.withings.net',
  signed = false,
  beforeCall,
}: WithingsAppOptions): WithingsApp {
  const transport = new WithingsTransport({ fetch, clock, random, apiUrl, beforeCall });
  return { clientId, clientSecret, accountUrl, transport, clock, signed };
}

/** The error for a refusal that is about the application and not about a person. */
export function applicationRefused(action: string, status: number): BugError {
  return new BugError(
    `Withings refused this application (${action}, status ${status}): check the client id, the client secret and the callback URL.`,
    { service: 'Withings', action, status },
  );
}
