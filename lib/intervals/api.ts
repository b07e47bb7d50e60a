import type { Clock } from '../clock.ts';
import { BugError, ReauthorizeError, RetryError } from '../errors.ts';
import { type Answer, exchange, type Fetch, retryAfterSeconds } from '../http.ts';
import type { TokenStore } from '../tokens.ts';
import type { IntervalsCredentials } from './credentials.ts';

/** How intervals.icu is reached. */
export interface IntervalsWeb {
  fetch: Fetch;
  clock: Clock;
  /** Without a trailing slash. */
  baseUrl: string;
}

export const intervalsUrl = 'https://intervals.icu';

export interface ApiCall {
  method: 'GET' | 'PUT';
  /** Below the athlete: `/wellness/2026-11-20`; nothing for the athlete. */
  path: string;
  query?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  body?: object;
  /** For error messages. */
  action: string;
}

const userAgent = 'weighbridge/0.1';

/** A free service of one developer: two calls a second are plenty. */
const spacingMs = 500;

const throttledSeconds = 900;

/** Calls to intervals.icu as one person, each made once. */
export class IntervalsApi {
  readonly #web: IntervalsWeb;
  readonly #store: TokenStore<IntervalsCredentials>;
  /** Epoch milliseconds. */
  #nextCallAt = 0;

  constructor(web: IntervalsWeb, store: TokenStore<IntervalsCredentials>) {
    this.#web = web;
    this.#store = store;
  }

  /**
   * @throws ReauthorizeError when the key is refused or the athlete unknown.
   * @throws RetryError when asked to wait or the site is down; `outcomeUnknown` where a write may have happened.
   */
  async send(apiCall: ApiCall): Promise<Answer> {
    const { method, path, query, body, action } = apiCall;
    const { tokens } = (await this.#store.load()).record;
    await this.#turn();
    const search = query ? `?${new URLSearchParams(query)}` : '';
    const url = `${this.#web.baseUrl}/api/v1/athlete/${tokens.athleteId ?? '0'}${path}${search}`;
    const init = { method, headers: headersOf(tokens, body), ...(body && { body: JSON.stringify(body) }) };
    const answer = await exchange(this.#web.fetch, url, init, { service: 'intervals.icu', action });
    return usable(answer, apiCall, this.#web.clock.now());
  }

  async #turn(): Promise<void> {
    const { clock } = this.#web;
    const now = clock.now();
    const at = Math.max(now, this.#nextCallAt);
    this.#nextCallAt = at + spacingMs;
    if (at > now) await clock.sleep(at - now);
  }
}

/** The user name is the same for everybody. A key sent as Bearer, which is for registered applications, is refused. */
const headersOf = ({ apiKey }: IntervalsCredentials, body: object | undefined): Record<string, string> => ({
  accept: 'application/json',
  authorization: `Basic ${Buffer.from(`API_KEY:${apiKey}`).toString('base64')}`,
  'user-agent': userAgent,
  ...(body && { 'content-type': 'application/json' }),
});

function usable(answer: Answer, { method, action }: ApiCall, nowMs: number): Answer {
  const { status, headers } = answer;
  const context = { service: 'intervals.icu', action, status };
  if (status >= 200 && status < 300) return answer;
  if (status === 401 || status === 403) throw new ReauthorizeError(keyRefused, context);
  if (status === 404) throw new ReauthorizeError(athleteUnknown, context);
  if (status === 429) {
    const waitSeconds = retryAfterSeconds(headers, nowMs) ?? throttledSeconds;
    throw new RetryError(`intervals.icu asks to wait (${action}).`, { ...context, waitSeconds });
  }
  if (status >= 500) {
    const outcomeUnknown = method === 'PUT';
    throw new RetryError(`intervals.icu failed at ${action} (HTTP ${status}).`, { ...context, outcomeUnknown });
  }
  throw new BugError(`intervals.icu answered ${action} in a way this version does not know (HTTP ${status}).`, context);
}

const keyRefused =
  'intervals.icu refuses the API key. Make a new one there in Settings, Developer Settings, and connect intervals.icu again.';
const athleteUnknown =
  'intervals.icu knows no athlete of this id. Connect intervals.icu again with the id in its Settings, Developer Settings, or without one.';
