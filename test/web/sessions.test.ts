import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { issueSession, readSession } from '../../lib/web/sessions.ts';
import { FlowingClock } from '../flowing-clock.ts';

const key = new Uint8Array(32).fill(3);

describe('a session', () => {
  it('names its account for 12 hours', async () => {
    const clock = new FlowingClock();
    const cookie = await issueSession(clock, key, '1234567');
    clock.advance({ hours: 12, seconds: -1 });
    expect(await readSession(clock, key, cookie)).toBe('1234567');
    clock.advance({ seconds: 1 });
    expect(await readSession(clock, key, cookie)).toBeUndefined();
  });

  it('fits into a cookie as it is', async () => {
    expect(await issueSession(new FlowingClock(), key, '1234567')).toMatch(/^[\w.-]+$/);
  });

  it.each<[string, () => string | undefined | Promise<string>]>([
    ['is missing', () => undefined],
    ['is no JWT', () => 'nonsense'],
    ['was signed with another key', () => issueSession(new FlowingClock(), new Uint8Array(32).fill(4), '1234567')],
    ['names nobody', () => new SignJWT({ exp: 4_000_000_000 }).setProtectedHeader({ alg: 'HS256' }).sign(key)],
    ['names the empty account', () => issueSession(new FlowingClock(), key, '')],
    ['never ends', () => new SignJWT({ sub: '1' }).setProtectedHeader({ alg: 'HS256' }).sign(key)],
  ])('does not count when it %s', async (_, cookie) => {
    expect(await readSession(new FlowingClock(), key, await cookie())).toBeUndefined();
  });
});
