import * as v from 'valibot';
import { BugError, RetryError } from './errors.ts';

export type Fetch = typeof globalThis.fetch;

/** Whom a request goes to and what it asks, for error messages. */
export interface Call {
  service: string;
  action: string;
}

/** A complete answer: by the time it is returned the body has been read and the connection is free. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
}

const defaultTimeoutMs = 10_000;

/**
 * One request, whole answer, within a time limit that covers the body too. Redirects are returned, not followed: a
 * redirect to a sign-in page must not look like success.
 *
 * @throws RetryError with `outcomeUnknown` when no complete answer was seen (network failure, timeout).
 */
export async function exchange(
  fetch: Fetch,
  url: string | URL,
  init: RequestInit & { timeoutMs?: number },
  call: Call,
): Promise<Answer> {
  const { timeoutMs = defaultTimeoutMs, ...rest } = init;
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(timeoutMs), ...rest });
    return { status: response.status, headers: response.headers, text: await response.text() };
  } catch (cause) {
    const timedOut = cause instanceof DOMException && cause.name === 'TimeoutError';
    const how = timedOut ? `did not answer within ${timeoutMs / 1000} s` : 'could not be reached';
    throw new RetryError(`${call.service} ${how} (${call.action}).`, { ...call, cause, outcomeUnknown: true });
  }
}

/** Lets no request take longer than this, whatever limit it has of its own. */
export function withTimeLimit(fetch: Fetch, limitMs: number): Fetch {
  return (input, init = {}) => {
    const limit = AbortSignal.timeout(limitMs);
    return fetch(input, { ...init, signal: init.signal ? AbortSignal.any([init.signal, limit]) : limit });
  };
}

/** The JSON of an answer; anything else is a fault on the way (proxy page, cut body) and worth another try. */
export function jsonOf(answer: Answer, call: Call): unknown {
  try {
    return JSON.parse(answer.text);
  } catch {
    throw new RetryError(
      `${call.service} answered ${call.action} with something other than JSON (HTTP ${answer.status}).`,
      {
        ...call,
        status: answer.status,
        outcomeUnknown: true,
      },
    );
  }
}

/**
 * Checks data from outside against its schema, once, at the edge.
 *
 * @throws BugError naming service, action and the path of the first wrong field; never the value found there.
 */
export function parseAs<const Schema extends v.GenericSchema>(
  schema: Schema,
  input: unknown,
  call: Call,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, input);
  if (result.success) return result.output;
  const issue = result.issues[0];
  const field = v.getDotPath(issue) ?? 'the answer itself';
  const fault = issue.received === 'undefined' ? 'is missing' : `should be ${issue.expected ?? 'different'}`;
  throw new BugError(
    `${call.service} answered ${call.action} in a shape this version does not know: ${field} ${fault}.`,
    call,
  );
}

/** `Retry-After`, given in seconds or as a date. */
export function retryAfterSeconds(headers: Headers, nowMs: number): number | undefined {
  const value = headers.get('retry-after');
  if (!value) return undefined;
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - nowMs) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, Math.ceil(seconds));
}
