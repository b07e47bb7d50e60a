import * as v from 'valibot';
import type { Clock } from '../clock.ts';
import { RetryError, type WeighbridgeError } from '../errors.ts';
import { exchange, type Fetch, jsonOf, parseAs } from '../http.ts';
import { CallSpacing, identicalCallSpacingMs } from './call-spacing.ts';
import { familyOf, statusError } from './status.ts';

/** An answer with a status other than 0. `text` is the vendor's: only for comparing, never for a message. */
export interface Refusal {
  status: number;
  text: string;
}

export interface WithingsCall {
  /** `/measure`, `/v2/oauth2`, `/notify`. */
  path: string;
  action: string;
  params?: Readonly<Record<string, string | number>>;
  /** Parameters that prove which application calls, made anew for each try: a signature is good only once. */
  credentials?: () => Promise<Readonly<Record<string, string>>>;
  /** Keys that may stand beside the body instead of in it: they are handed over within it. */
  beside?: readonly string[];
  /** How often to try in all, where a RetryError allows it. */
  tries?: number;
  /** A better error than the status table has for a refusal whose meaning this call knows. */
  explain?: (refusal: Refusal) => WeighbridgeError | undefined;
}

/** What the services are asked through: the app's transport, or one person's session. */
export interface Caller {
  /** The `body` of a successful answer; `{}` when it was empty, null or absent. */
  call(call: WithingsCall): Promise<unknown>;
}

const envelopeSchema = v.looseObject({
  status: v.pipe(v.number(), v.integer()),
  body: v.optional(v.unknown()),
  error: v.optional(v.unknown()),
});
const waitSchema = v.object({
  wait_seconds: v.pipe(v.union([v.number(), v.string()]), v.transform(Number), v.number(), v.minValue(0)),
});

const defaultTries = 3;
/** A Lambda is paid by the second and a queue waits for free, so longer pauses are left to the caller. */
const waitingBudgetMs = 30_000;
const backoffMs = 2_000;

export interface TransportOptions {
  fetch: Fetch;
  clock: Clock;
  /** 0 to 1, for the jitter of retries. */
  random: () => number;
  /** Without a trailing slash. */
  apiUrl: string;
  /** Asked before each request that is really made, each try of its own; what it throws is thrown to the caller. */
  beforeCall?: (() => Promise<void>) | undefined;
}

/** Round trips to the Withings API: form in, envelope out, a few tries, never the identical call too soon. */
export class WithingsTransport implements Caller {
  readonly #fetch: Fetch;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #apiUrl: string;
  readonly #beforeCall: (() => Promise<void>) | undefined;
  readonly #underWay = new Map<string, Promise<unknown>>();
  readonly #spacing: CallSpacing;

  constructor({ fetch, clock, random, apiUrl, beforeCall }: TransportOptions) {
    this.#fetch = fetch;
    this.#clock = clock;
    this.#random = random;
    this.#apiUrl = apiUrl;
    this.#beforeCall = beforeCall;
    this.#spacing = new CallSpacing(clock);
  }

  /**
   * @throws RetryError when it may succeed later, with `waitSeconds` when Withings said how much later.
   * @throws ReauthorizeError when the token or the permissions do not suffice.
   * @throws BugError when the request or the answer is not as the documentation has it.
   */
  async call(call: WithingsCall & { accessToken?: string }): Promise<unknown> {
    const { path, action, params, accessToken } = call;
    if (!accessToken) return this.#insistently(call);
    // Two who ask the same of the same person at once get the same answer: Withings would refuse the second for 10 s.
    const key = keyOf(path, formOf(action, params ?? {}), accessToken);
    const underWay = this.#underWay.get(key) ?? this.#insistently(call).finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, underWay);
    return underWay;
  }

  async #insistently(call: WithingsCall & { accessToken?: string }): Promise<unknown> {
    const { tries = defaultTries } = call;
    let waitedMs = 0;
    for (let attempt = 1; ; attempt++) {
      // Outside of the try: whoever may not call now is not to be asked again at once.
      await this.#beforeCall?.();
      try {
        return await this.#once(call);
      } catch (error) {
        if (!(error instanceof RetryError) || attempt >= tries) throw error;
        const waitMs = this.#waitMs(error, attempt);
        if (waitedMs + waitMs > waitingBudgetMs) throw error;
        await this.#clock.sleep(waitMs);
        waitedMs += waitMs;
      }
    }
  }

  async #once(call: WithingsCall & { accessToken?: string }): Promise<unknown> {
    const { path, action, params, credentials, accessToken, beside = [], explain } = call;
    const form = formOf(action, { ...params, ...(await credentials?.()) });
    const named = { service: 'Withings', action };
    const headers = { accept: 'application/json', ...(accessToken && { authorization: `Bearer ${accessToken}` }) };
    const key = keyOf(path, form, accessToken);
    await this.#spacing.turn(key);
    const url = `${this.#apiUrl}${path}`;
    const answer = await exchange(this.#fetch, url, { method: 'POST', headers, body: form }, named).finally(() =>
      this.#spacing.ended(key),
    );
    if (answer.status !== 200) {
      throw new RetryError(`Withings answered ${action} with HTTP ${answer.status} instead of data.`, {
        ...named,
        status: answer.status,
        outcomeUnknown: true,
      });
    }
    const envelope = parseAs(envelopeSchema, jsonOf(answer, named), named);
    if (familyOf(envelope.status) === 'success') return bodyOf(envelope, beside);
    const text = typeof envelope.error === 'string' ? envelope.error : '';
    throw (
      explain?.({ status: envelope.status, text }) ?? statusError(envelope.status, action, waitSecondsOf(envelope.body))
    );
  }

  /** What the vendor asks for, at least the spacing, and on top exponential backoff with full jitter. */
  #waitMs(error: RetryError, attempt: number): number {
    const leastMs = Math.max(identicalCallSpacingMs, (error.waitSeconds ?? 0) * 1000);
    return leastMs + this.#random() * backoffMs * 2 ** (attempt - 1);
  }
}

const keyOf = (path: string, form: URLSearchParams, accessToken = ''): string => `${path}?${form}#${accessToken}`;

function formOf(action: string, params: WithingsCall['params'] = {}): URLSearchParams {
  const form = new URLSearchParams({ action });
  for (const [name, value] of Object.entries(params)) form.set(name, String(value));
  return form;
}

/** An empty body comes as `{}`, as `[]`, as null or not at all. */
function bodyOf(envelope: v.InferOutput<typeof envelopeSchema>, beside: readonly string[]): unknown {
  const body = envelope.body ?? {};
  if (Array.isArray(body)) return body.length === 0 ? {} : body;
  const found = beside.filter((key) => envelope[key] !== undefined).map((key) => [key, envelope[key]]);
  return found.length === 0 || typeof body !== 'object' ? body : { ...Object.fromEntries(found), ...body };
}

function waitSecondsOf(body: unknown): number | undefined {
  const result = v.safeParse(waitSchema, body);
  return result.success ? result.output.wait_seconds : undefined;
}
