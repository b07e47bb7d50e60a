import { describe, expect, it } from 'vitest';
import { isWebhookToken, webhookToken } from '../../lib/web/webhook-token.ts';

const key = new Uint8Array(32).fill(7);
const otherKey = new Uint8Array(32).fill(8);

describe('the webhook token', () => {
  it('is the same each time, fits into a path, and differs from key to key', () => {
    expect(webhookToken(key)).toMatch(/^[\w-]{43}$/);
    expect(webhookToken(key)).toBe(webhookToken(key));
    expect(webhookToken(key)).not.toBe(webhookToken(otherKey));
  });

  it('is recognised, and nothing else is', () => {
    const token = webhookToken(key);
    expect(isWebhookToken(token, key)).toBe(true);
    for (const candidate of ['', token.slice(0, -1), `${token}A`, token.toLowerCase(), webhookToken(otherKey)]) {
      expect(isWebhookToken(candidate, key)).toBe(false);
    }
  });
});
