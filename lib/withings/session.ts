import { ReauthorizeError } from '../errors.ts';
import { TokenKeeper, type TokenStore } from '../tokens.ts';
import type { WithingsApp } from './app.ts';
import { type AccessTokens, refreshTokens } from './oauth.ts';
import { familyOf } from './status.ts';
import type { Caller, WithingsCall } from './transport.ts';

const renewBeforeMs = 10 * 60_000;

/** One person's access to the data services: calls carry a token that is good, renewed in time and after a refusal. */
export class WithingsSession implements Caller {
  readonly #app: WithingsApp;
  readonly #keeper: TokenKeeper<AccessTokens>;

  constructor(app: WithingsApp, store: TokenStore<AccessTokens>) {
    this.#app = app;
    this.#keeper = new TokenKeeper(store, {
      service: 'Withings',
      clock: app.clock,
      isExpiring: (tokens, nowMs) => tokens.expiresAt - nowMs < renewBeforeMs,
      refresh: (tokens) => refreshTokens(app, tokens.refreshToken),
    });
  }

  /**
   * As the transport's `call`, but a refused token is renewed once and the call repeated once. What the person never
   * granted no new token grants: that is refused at once.
   */
  async call(call: WithingsCall): Promise<unknown> {
    const tokens = await this.#keeper.current();
    try {
      return await this.#app.transport.call({ ...call, accessToken: tokens.accessToken });
    } catch (error) {
      if (!(error instanceof ReauthorizeError) || familyOf(error.status ?? 401) === 'unauthorized') throw error;
      const { accessToken } = await this.#keeper.renew(tokens);
      return this.#app.transport.call({ ...call, accessToken });
    }
  }
}
