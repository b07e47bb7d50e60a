import { createHash, randomBytes } from 'node:crypto';

/** Unpredictable bytes. An argument wherever it is used, so that a test can foresee them. */
export type RandomBytes = (size: number) => Uint8Array;

/** 32 random bytes as 43 characters of base64url: nobody guesses it, and it needs no escaping in a link or a cookie. */
export function randomToken(bytes: RandomBytes = randomBytes): string {
  return Buffer.from(bytes(32)).toString('base64url');
}

export const isRandomToken = (text: string): boolean => /^[\w-]{43}$/.test(text);

/** What may be kept of a token: enough to recognise it, not enough to make it. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
