import type { Clock } from '../clock.ts';
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
}

export interface WithingsAppOptions {
  clientId: string;
  clientSecret: string;
  fetch: Fetch;
  clock: Clock;
  /** 0 to 1, for the jitter of retries. */
  random: () => number;
  accountUrl?: string;
  apiUrl?: string;
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
}: WithingsAppOptions): WithingsApp {
  const transport = new WithingsTransport({ fetch, clock, random, apiUrl });
  return { clientId, clientSecret, accountUrl, transport, clock };
}
