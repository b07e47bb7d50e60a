import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/**
 * The secret last part of the address that Withings notifies, which signs nothing itself. Derived from the key, so it
 * is stored nowhere and is the same after each deployment. 43 characters of base64url.
 */
export function webhookToken(key: Uint8Array): string {
  return createHmac('sha256', key).update('webhook address').digest('base64url');
}

/** Whether a notification came to the right address; how long this takes says nothing about the right one. */
export function isWebhookToken(candidate: string, key: Uint8Array): boolean {
  return timingSafeEqual(sha256(candidate), sha256(webhookToken(key)));
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
