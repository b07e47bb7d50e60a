import type { TokenRecord, TokenStore } from '../lib/tokens.ts';

/** A token store in a variable, with a memory of what was saved. */
export class MemoryTokenStore<Tokens> implements TokenStore<Tokens> {
  record: TokenRecord<Tokens>;
  version = 1;
  /** Makes every save of new tokens fail. */
  broken = false;
  readonly #initial: Tokens;

  constructor(tokens: Tokens) {
    this.record = { tokens };
    this.#initial = tokens;
  }

  get tokens(): Tokens {
    return this.record.tokens;
  }

  async load(): Promise<{ record: TokenRecord<Tokens>; version: number }> {
    return { record: structuredClone(this.record), version: this.version };
  }

  async save(record: TokenRecord<Tokens>, expectedVersion: number): Promise<boolean> {
    if (this.broken && JSON.stringify(record.tokens) !== JSON.stringify(this.#initial))
      throw new Error('The disk is full.');
    if (expectedVersion !== this.version) return false;
    this.record = structuredClone(record);
    this.version += 1;
    return true;
  }
}
