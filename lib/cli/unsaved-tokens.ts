import type { TokenRecord, TokenStore } from '../tokens.ts';

/** Credentials that are only tried: kept in memory, as long as that takes. */
export function unsavedTokens<Tokens>(tokens: Tokens): TokenStore<Tokens> {
  let stored: { record: TokenRecord<Tokens>; version: number } = { record: { tokens }, version: 1 };
  return {
    load: async () => stored,
    async save(record, expectedVersion) {
      if (stored.version !== expectedVersion) return false;
      stored = { record, version: expectedVersion + 1 };
      return true;
    },
  };
}
