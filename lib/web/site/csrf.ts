import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { WebRequest } from '../edge.ts';
import type { Session } from '../sessions.ts';

/** The name of the hidden field in every form. */
export const csrfField = 'csrf';

/**
 * What every form carries to show that it was made here, for this session: a page of another site, or another person's
 * page, has another one. It stays the same as long as the session, so that forms in two tabs both work.
 */
export function csrfToken(key: Uint8Array, { id, account }: Session): string {
  return createHmac('sha256', key).update(`form of ${account} ${id}`).digest('base64url');
}

export function isCsrfToken(candidate: string | null, key: Uint8Array, session: Session): boolean {
  return candidate !== null && timingSafeEqual(sha256(candidate), sha256(csrfToken(key, session)));
}

/**
 * Whether the browser says that the form was sent from one of our own pages: by `Sec-Fetch-Site`, which pages cannot
 * forge, or by `Origin` where a browser is too old for that. What says neither is no browser.
 */
export function isFromOwnPage({ headers }: Pick<WebRequest, 'headers'>, publicUrl: string): boolean {
  const { origin, 'sec-fetch-site': site } = headers;
  const isOurs = origin === new URL(publicUrl).origin;
  // `null` is what a page without a referrer says of itself.
  if (origin !== undefined && origin !== 'null' && !isOurs) return false;
  return site === undefined ? isOurs : site === 'same-origin';
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
