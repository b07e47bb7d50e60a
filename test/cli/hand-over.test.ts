import { describe, expect, it } from 'vitest';
import { keeperByCode } from '../../lib/cli/hand-over.ts';
import type { Fetch } from '../../lib/http.ts';

const handOver = (fetch: Fetch): Promise<string> =>
  keeperByCode('0123-4567-89AB', 'https://x.example', fetch)('intervals', { credentials: { apiKey: 'hidden' } });

describe('a sign-in that is handed over with a code', () => {
  it('is told in a sentence when nobody is there', async () => {
    const unreachable = handOver(() => Promise.reject(new TypeError('fetch failed')));
    await expect(unreachable).rejects.toThrow('x.example cannot be reached. Is --to right, and is there a network?');
  });

  it('is told in a sentence when somebody else is there', async () => {
    const elsewhere = handOver(async () => new Response('<html>', { status: 404 }));
    await expect(elsewhere).rejects.toThrow(
      'x.example does not answer as a Weighbridge does (HTTP 404). Is --to right?',
    );
  });

  it('says what the system answers, taken or not', async () => {
    const answering = (status: number, message: string) => handOver(async () => Response.json({ message }, { status }));
    expect(await answering(200, 'It is kept.')).toBe('It is kept.');
    await expect(answering(410, 'This code has expired.')).rejects.toThrow('This code has expired.');
  });
});
