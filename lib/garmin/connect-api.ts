import type { Clock } from '../clock.ts';
import { BugError, ReauthorizeError, RetryError } from '../errors.ts';
import { type Answer, exchange, type Fetch, jsonOf } from '../http.ts';
import type { TokenKeeper } from '../tokens.ts';
import { appHeaders } from './headers.ts';
import type { GarminHosts } from './region.ts';
import { throttled } from './throttling.ts';
import type { GarminTokens } from './tokens.ts';

const spacingMs = 1000;
const timeoutMs = 30_000;

export interface ConnectCall {
  method: 'GET' | 'POST' | 'DELETE';
  path: string;
  /** Garmin's own word for what is asked, for error messages. */
  action: string;
  /** Builds the body anew for each try, since a sent one is spent. */
  body?: () => FormData;
}

/** Authorized calls to Garmin Connect as one person, at least a second apart. */
export class ConnectApi {
  readonly #fetch: Fetch;
  readonly #clock: Clock;
  readonly #hosts: GarminHosts;
  readonly #tokens: TokenKeeper<GarminTokens>;
  #nextCallAt = 0;

  constructor(access: { fetch: Fetch; clock: Clock; hosts: GarminHosts }, tokens: TokenKeeper<GarminTokens>) {
    this.#fetch = access.fetch;
    this.#clock = access.clock;
    this.#hosts = access.hosts;
    this.#tokens = tokens;
  }

  /**
   * The JSON at a path. What should be there and is not is worth another look: an empty answer must never look like
   * an empty day.
   */
  async get(path: string, action: string): Promise<unknown> {
    const call = { service: 'Garmin', action };
    const answer = await this.send({ method: 'GET', path, action });
    if (answer.status !== 200 && answer.status !== 204) throw unknownAnswer(answer.status, action);
    if (answer.text.trim() === '') {
      throw new RetryError(`Garmin answered ${action} with nothing at all.`, { ...call, status: answer.status });
    }
    return jsonOf(answer, call);
  }

  /** Deletes what is at a path; what is not there any more is fine. */
  async delete(path: string, action: string): Promise<void> {
    const { status } = await this.send({ method: 'DELETE', path, action });
    if (status === 204 || status === 200 || status === 404) return;
    throw unknownAnswer(status, action);
  }

  /**
   * One call; a refused access token is renewed and the call repeated, once. Answers that mean the same for every call
   * are thrown as errors, all others returned.
   */
  async send(call: ConnectCall): Promise<Answer> {
    const tokens = await this.#tokens.current();
    const answer = await this.#attempt(call, tokens);
    if (answer.status !== 401) return usable(answer, call);
    const renewed = await this.#attempt(call, await this.#tokens.renew(tokens));
    if (renewed.status === 401) throw refused(renewed, call);
    return usable(renewed, call);
  }

  async #attempt({ method, path, action, body }: ConnectCall, { accessToken }: GarminTokens): Promise<Answer> {
    await this.#waitForTurn();
    const headers = { ...appHeaders, authorization: `Bearer ${accessToken}` };
    const init = { method, headers, timeoutMs, ...(body && { body: body() }) };
    return exchange(this.#fetch, this.#hosts.connectapi + path, init, { service: 'Garmin', action });
  }

  async #waitForTurn(): Promise<void> {
    const now = this.#clock.now();
    const turn = Math.max(now, this.#nextCallAt);
    this.#nextCallAt = turn + spacingMs;
    if (turn > now) await this.#clock.sleep(turn - now);
  }
}

const unknownAnswer = (status: number, action: string): BugError =>
  new BugError(`Garmin answered ${action} in a way this version does not know (HTTP ${status}).`, {
    service: 'Garmin',
    action,
    status,
  });

function usable(answer: Answer, { method, action }: ConnectCall): Answer {
  const call = { service: 'Garmin', action };
  const { status } = answer;
  // 403 is the edge turning this sender away, which passes like a 429 and is made worse by trying on.
  if (status === 429 || status === 403) throw throttled(call, status);
  if (status >= 500) {
    const outcomeUnknown = method !== 'GET';
    throw new RetryError(`Garmin failed at ${action} (HTTP ${status}).`, { ...call, status, outcomeUnknown });
  }
  return answer;
}

/**
 * An expired token is `not active` too, so only a fresh one that is refused in these words is a token made for another
 * of Garmin's doors.
 */
function refused(answer: Answer, { action }: ConnectCall): ReauthorizeError {
  const inactive = /not active/i.test(answer.headers.get('www-authenticate') ?? '');
  const message = inactive
    ? 'Garmin issues tokens for this sign-in but does not accept them (“Token is not active”). Connect Garmin again with another way of signing in.'
    : 'Garmin refused a freshly renewed access token. Connect Garmin again.';
  return new ReauthorizeError(message, { service: 'Garmin', action, status: answer.status });
}
