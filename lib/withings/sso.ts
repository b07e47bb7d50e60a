import { type Clock, systemClock } from '../clock.ts';
import { RejectedError } from '../errors.ts';
import type { Fetch } from '../http.ts';
import { errorFields, type Log } from '../log.ts';
import { TokenKeeper } from '../tokens.ts';
import { type WithingsApp, withingsApp } from './app.ts';
import { identicalCallSpacingMs } from './call-spacing.ts';
import { exchangeCode, refreshTokens, type WithingsTokens } from './oauth.ts';
import { WithingsSession } from './session.ts';
import { MemoryTokenStore } from './token-stores.ts';
import { getUserInfo, type WithingsUserInfo } from './user-info.ts';

type SsoLog = Pick<Log, 'warn' | 'error'>;

export interface SsoOptions {
  /**
   * `WITHINGS_CLIENT_ID` and `WITHINGS_CLIENT_SECRET` of the application; `WITHINGS_REDIRECT_URI`, for calls without
   * one; `WITHINGS_API_URL`, to talk to a simulator. Default: `process.env`.
   */
  env?: Readonly<Record<string, string | undefined>>;
  /** Whether the application has a contract by which it may ask for names and e-mail. Default: it has none. */
  contract?: boolean;
  /** Where failures are noted, without tokens or codes. Default: the console. */
  log?: SsoLog;
  fetch?: Fetch;
  clock?: Clock;
  /** 0 to 1. */
  random?: () => number;
}

/**
 * Signs a person in with the code that their redirect brought. It lives for 30 seconds and works once, so this belongs
 * into the redirect's own handler.
 *
 * @param redirectUri the one the code was asked for with
 * @throws RejectedError that names every setting that is missing
 * @throws ReauthorizeError when the code is too old, used or wrong
 * @throws RetryError when Withings does not answer as it should
 */
export async function withingsSso(code: string, redirectUri?: string, options: SsoOptions = {}): Promise<WithingsSso> {
  const { env = process.env, contract = false, log = console } = options;
  try {
    const callback = redirectUri || env.WITHINGS_REDIRECT_URI;
    const app = appFrom(options, callback ? [] : ['WITHINGS_REDIRECT_URI (or redirectUri)']);
    const tokens = await exchangeCode(app, { code, redirectUri: callback ?? '' });
    const sso = new WithingsSso(app, tokens, { contract, log });
    // The code is used up: whoever is signed in by it stays so, even if nothing can be told of them just now.
    await sso.getUserInfo().catch(() => {});
    return sso;
  } catch (error) {
    log.error('The sign-in with Withings failed', errorFields(error));
    throw error;
  }
}

/**
 * Goes on with tokens that were kept, from the `tokens` of an earlier sign-in.
 *
 * @throws RejectedError that names every setting that is missing
 */
export function resumeWithingsSso(tokens: WithingsTokens, options: SsoOptions = {}): WithingsSso {
  const { contract = false, log = console } = options;
  return new WithingsSso(appFrom(options), tokens, { contract, log });
}

function appFrom(options: SsoOptions, alsoMissing: readonly string[] = []): WithingsApp {
  const { env = process.env, fetch = globalThis.fetch, clock = systemClock, random = Math.random } = options;
  const { WITHINGS_CLIENT_ID: clientId, WITHINGS_CLIENT_SECRET: clientSecret, WITHINGS_API_URL: apiUrl } = env;
  if (clientId && clientSecret && alsoMissing.length === 0) {
    return withingsApp({ clientId, clientSecret, fetch, clock, random, ...(apiUrl && { apiUrl }) });
  }
  const missing = [
    ...(clientId ? [] : ['WITHINGS_CLIENT_ID']),
    ...(clientSecret ? [] : ['WITHINGS_CLIENT_SECRET']),
    ...alsoMissing,
  ].join(', ');
  throw new RejectedError(
    `Missing in the environment: ${missing}. They are on the page of your application at https://developer.withings.com/dashboard/.`,
    { service: 'Withings', action: 'sign-in' },
  );
}

/** Somebody who has signed in with Withings. */
export class WithingsSso {
  readonly #app: WithingsApp;
  readonly #contract: boolean;
  readonly #log: SsoLog;
  readonly #store: MemoryTokenStore<WithingsTokens>;
  readonly #session: WithingsSession;
  readonly #renewal: TokenKeeper<WithingsTokens>;
  #userInfo: WithingsUserInfo;
  #asked: { at: number; answer: Promise<WithingsUserInfo> } | undefined;

  constructor(
    app: WithingsApp,
    tokens: WithingsTokens,
    { contract = false, log = console }: Pick<SsoOptions, 'contract' | 'log'> = {},
  ) {
    this.#app = app;
    this.#contract = contract;
    this.#log = log;
    this.#store = new MemoryTokenStore(tokens);
    this.#session = new WithingsSession(app, this.#store);
    this.#renewal = new TokenKeeper(this.#store, {
      service: 'Withings',
      clock: app.clock,
      isExpiring: () => true,
      refresh: ({ refreshToken }) => refreshTokens(app, refreshToken),
    });
    this.#userInfo = { userId: tokens.userId };
  }

  /** The newest pair. Whoever keeps it has to keep it anew after each renewal. */
  get tokens(): WithingsTokens {
    return this.#store.tokens;
  }

  /** What was learned last; at least the user id. */
  get userInfo(): WithingsUserInfo {
    return this.#userInfo;
  }

  /**
   * A new access token, whatever is left of the old one; the new pair is in `tokens`.
   *
   * @throws ReauthorizeError when the person has to sign in again
   */
  async getNewToken(): Promise<string> {
    return this.#noted('Withings gave no new token', async () => (await this.#renewal.current()).accessToken);
  }

  /** Asks again; within 12 seconds, in which Withings refuses to be asked the same, it tells the last answer. */
  async getUserInfo(): Promise<WithingsUserInfo> {
    const now = this.#app.clock.now();
    if (!this.#asked || now - this.#asked.at >= identicalCallSpacingMs) {
      this.#asked = { at: now, answer: this.#noted('Withings told nothing of the person', () => this.#ask()) };
    }
    return this.#asked.answer;
  }

  /** @throws RejectedError always: Withings has nothing to send mail with */
  async sendEmail(_to?: string, _subject?: string, _text?: string): Promise<never> {
    throw new RejectedError(
      'Withings cannot send e-mail: its API has no call for it, and does not tell an address either. Use a mail service.',
      { service: 'Withings', action: 'sendEmail' },
    );
  }

  async #ask(): Promise<WithingsUserInfo> {
    const request = { app: this.#app, caller: this.#session, tokens: this.tokens };
    this.#userInfo = await getUserInfo({ ...request, contract: this.#contract, log: this.#log });
    return this.#userInfo;
  }

  async #noted<Result>(message: string, work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      this.#log.error(message, errorFields(error));
      throw error;
    }
  }
}
