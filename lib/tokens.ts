import type { Clock } from './clock.ts';
import { ReauthorizeError, RetryError } from './errors.ts';

/** What is stored for one person at one vendor. */
export interface TokenRecord<Tokens> {
  tokens: Tokens;
  /** Until when somebody has reserved the refresh, epoch milliseconds. */
  refreshingUntil?: number;
}

/** Where tokens live. Two methods are all it takes: a file, a variable or a DynamoDB item will do. */
export interface TokenStore<Tokens> {
  load(): Promise<{ record: TokenRecord<Tokens>; version: number }>;
  /** Stores the record if nobody has since `expectedVersion`; false, and nothing stored, if somebody has. */
  save(record: TokenRecord<Tokens>, expectedVersion: number): Promise<boolean>;
}

export interface TokenRules<Tokens> {
  service: string;
  clock: Clock;
  isExpiring(tokens: Tokens, nowMs: number): boolean;
  /** One exchange with the vendor; throws ReauthorizeError when the refresh token is refused. */
  refresh(tokens: Tokens): Promise<Tokens>;
}

/** A slow refresh and an insistent store together. */
const leaseMs = 60_000;
const pollMs = 250;
/**
 * Pauses before each try to store a new pair: together they outlast a short outage of the store and stay
 * within the lease.
 */
const storePausesMs = [0, 100, 400, 1_600, 6_400, 12_800];

/**
 * Keeps one person's rotating tokens alive: one refresh at a time over all callers and processes, and the new pair is
 * stored before anybody uses it. A vendor that rotates refresh tokens locks the person out if the newest is lost, so
 * the order here is the point.
 */
export class TokenKeeper<Tokens extends { accessToken: string }> {
  readonly #store: TokenStore<Tokens>;
  readonly #rules: TokenRules<Tokens>;
  /** Renewals under way in this process, by the access token they replace. */
  readonly #underWay = new Map<string, Promise<Tokens>>();

  constructor(store: TokenStore<Tokens>, rules: TokenRules<Tokens>) {
    this.#store = store;
    this.#rules = rules;
  }

  /** Tokens that are good for the next call. */
  async current(): Promise<Tokens> {
    const { record } = await this.#store.load();
    return this.#rules.isExpiring(record.tokens, this.#rules.clock.now()) ? this.renew(record.tokens) : record.tokens;
  }

  /**
   * Tokens other than `stale`, which expire soon or were refused: somebody else's newer ones, or
   * freshly refreshed ones.
   */
  async renew(stale: Tokens): Promise<Tokens> {
    const key = stale.accessToken;
    const renewal = this.#underWay.get(key) ?? this.#renew(stale).finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, renewal);
    return renewal;
  }

  async #renew(stale: Tokens): Promise<Tokens> {
    const { clock, service } = this.#rules;
    const giveUpAt = clock.now() + leaseMs;
    while (clock.now() < giveUpAt) {
      const { record, version } = await this.#store.load();
      if (record.tokens.accessToken !== stale.accessToken) return record.tokens;
      const leased = (record.refreshingUntil ?? 0) > clock.now();
      if (!leased) {
        const lease = { tokens: record.tokens, refreshingUntil: clock.now() + leaseMs };
        if (await this.#store.save(lease, version)) return this.#refresh(lease);
      }
      await clock.sleep(pollMs);
    }
    throw new RetryError(`Another process is refreshing the ${service} tokens and has not finished.`, { service });
  }

  async #refresh(lease: TokenRecord<Tokens>): Promise<Tokens> {
    let fresh: Tokens;
    try {
      fresh = await this.#rules.refresh(lease.tokens);
    } catch (error) {
      // What matters is why the refresh failed; a lease that cannot be given back ends by itself.
      const newer = await this.#release(lease).catch(() => undefined);
      if (newer) return newer;
      throw error;
    }
    return this.#keep(fresh, lease.tokens);
  }

  /**
   * Stores the new pair, insistently: the old one may be worth nothing any more. The account may have been written
   * meanwhile for another reason, so each try starts from what is stored.
   */
  async #keep(fresh: Tokens, stale: Tokens): Promise<Tokens> {
    const { clock, service } = this.#rules;
    let cause: unknown;
    for (const pauseMs of storePausesMs) {
      if (pauseMs > 0) await clock.sleep(pauseMs);
      try {
        const { record, version } = await this.#store.load();
        if (record.tokens.accessToken !== stale.accessToken) return record.tokens;
        if (await this.#store.save({ tokens: fresh }, version)) return fresh;
      } catch (error) {
        if (error instanceof ReauthorizeError) throw error;
        cause = error;
      }
    }
    const message = `The refreshed ${service} tokens could not be stored, so they were not used.`;
    throw new RetryError(message, { service, cause });
  }

  /** Gives the lease back after a failed refresh; returns the stored tokens if they are not the stale ones any more. */
  async #release(lease: TokenRecord<Tokens>): Promise<Tokens | undefined> {
    const { record, version } = await this.#store.load();
    if (record.tokens.accessToken !== lease.tokens.accessToken) return record.tokens;
    // A refresh that took longer than its lease must not end the lease of whoever has taken over.
    if (record.refreshingUntil === lease.refreshingUntil) await this.#store.save({ tokens: record.tokens }, version);
    return undefined;
  }
}
