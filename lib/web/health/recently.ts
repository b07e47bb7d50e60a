interface Kept<Value> {
  until: number;
  value: Promise<Value>;
}

const keptAtMost = 600;

/**
 * Answers of a moment ago, for as long as this process lives. Withings refuses the same call within 10 s, and each
 * counts against what all people of this application share: whoever looks again, or comes back, costs none.
 */
export class Recently<Value> {
  readonly #kept = new Map<string, Kept<Value>>();

  /** @param lifeMs how long an answer is good, which depends on what it is */
  async get(key: string, now: number, ask: () => Promise<Value>, lifeMs: (value: Value) => number): Promise<Value> {
    const known = this.#kept.get(key);
    if (known && known.until > now) return known.value;
    if (this.#kept.size >= keptAtMost) this.#kept.clear();
    const kept = { until: Number.POSITIVE_INFINITY, value: ask() };
    this.#kept.set(key, kept);
    try {
      const value = await kept.value;
      kept.until = now + lifeMs(value);
      return value;
    } catch (error) {
      this.#kept.delete(key);
      throw error;
    }
  }
}
