import type { Clock } from '../clock.ts';
import { RetryError } from '../errors.ts';
import { type Answer, exchange, type Fetch, retryAfterSeconds } from '../http.ts';

/** How TrainerRoad's web site is reached. */
export interface TrainerRoadWeb {
  fetch: Fetch;
  clock: Clock;
  /** Without a trailing slash. */
  baseUrl: string;
}

export const trainerRoadUrl = 'https://www.trainerroad.com';

/** The gateway turns away clients that do not say who they are, on every path. */
const userAgent = 'weighbridge/0.1';

/** Asks for camelCase keys; without it they come in PascalCase. */
export const jsonHeaders: Readonly<Record<string, string>> = {
  accept: 'application/json',
  'trainerroad-jsonformat': 'camel-case',
};

export interface WebCall {
  method: 'GET' | 'POST' | 'PUT';
  path: string;
  /** The page of the site from which its own script makes this call. */
  page?: string;
  /** For error messages. */
  action: string;
  headers?: Readonly<Record<string, string>>;
  body?: string | URLSearchParams;
}

const throttledSeconds = 3600;

/**
 * One request to the site under our own name. Returns any answer but those that mean "not now".
 *
 * @throws RetryError when the gateway refuses or the site is down; `outcomeUnknown` where a write may have happened.
 */
export async function request(web: TrainerRoadWeb, webCall: WebCall): Promise<Answer> {
  const { method, path, action, body } = webCall;
  const call = { service: 'TrainerRoad', action };
  const init = { method, headers: headersOf(web, webCall), ...(body !== undefined && { body }) };
  const answer = await exchange(web.fetch, web.baseUrl + path, init, call);
  const { status } = answer;
  if (status === 429) {
    const waitSeconds = retryAfterSeconds(answer.headers, web.clock.now()) ?? throttledSeconds;
    throw new RetryError(`TrainerRoad’s gateway asks to wait (${action}).`, { ...call, status, waitSeconds });
  }
  if (status >= 500) {
    const outcomeUnknown = method === 'PUT';
    throw new RetryError(`TrainerRoad failed at ${action} (HTTP ${status}).`, { ...call, status, outcomeUnknown });
  }
  return answer;
}

function headersOf({ baseUrl }: TrainerRoadWeb, { method, page, headers }: WebCall): Record<string, string> {
  return {
    'user-agent': userAgent,
    ...(page !== undefined && { referer: baseUrl + page }),
    ...(method !== 'GET' && { origin: baseUrl }),
    ...headers,
  };
}
