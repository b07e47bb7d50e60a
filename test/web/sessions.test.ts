import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { isEnded, issueSession, readSession } from '../../lib/web/sessions.ts';
import { FlowingClock } from '../flowing-clock.ts';

const key = new Uint8Array(32).fill(3);

describe('a session', () => {
  it('names its account for 12 hours', async () => {
    const clock = new FlowingClock();
    const cookie = await issueSession(clock, key, '1234567');
    clock.advance({ hours: 12, seconds: -1 });
    expect(await readSession(clock, key, cookie)).toMatchObject({ account: '1234567' });
    clock.advance({ seconds: 1 });
    expect(await readSession(clock, key, cookie)).toBeUndefined();
  });

  it('goes on for 12 hours with each fresh cookie, but no longer than 30 days', async () => {
    const clock = new FlowingClock();
    const first = await readSession(clock, key, await issueSession(clock, key, '1234567'));
    clock.advance({ hours: 11 });
    const next = await issueSession(clock, key, '1234567', { continued: first! });
    clock.advance({ hours: 11 });
    const { id, since, issuedAt } = (await readSession(clock, key, next))!;
    expect({ id, since }).toEqual({ id: first!.id, since: first!.since });
    expect(issuedAt).toBe(first!.issuedAt + 11 * 3_600_000);
    clock.advance({ days: 29, hours: 1 });
    const last = await issueSession(clock, key, '1234567', { continued: first! });
    clock.advance({ hours: 2 });
    expect(await readSession(clock, key, last)).toBeUndefined();
  });

  it('is another one each time somebody signs in', async () => {
    const clock = new FlowingClock();
    const ids = await Promise.all(
      [1, 2].map(async () => (await readSession(clock, key, await issueSession(clock, key, '1')))?.id),
    );
    expect(new Set(ids).size).toBe(2);
  });

  it('is ended by whatever was signed out everywhere since it began', () => {
    const session = { id: 'x', account: '1', since: 1000, issuedAt: 5000 };
    expect(isEnded(session, { connectedAt: 0 })).toBe(false);
    expect(isEnded(session, { connectedAt: 0, sessionsSince: 999 })).toBe(false);
    expect(isEnded(session, { connectedAt: 0, sessionsSince: 1000 })).toBe(true);
  });

  it('is ended by whoever connects the account anew after it was deleted', () => {
    const session = { id: 'x', account: '1', since: 1000, issuedAt: 5000 };
    expect(isEnded(session, { connectedAt: 1000 })).toBe(false);
    expect(isEnded(session, { connectedAt: 1001 })).toBe(true);
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
    [
      'is of an earlier version',
      () => new SignJWT({ sub: '1', exp: 4e9 }).setProtectedHeader({ alg: 'HS256' }).sign(key),
    ],
    [
      'never ends',
      () => new SignJWT({ sub: '1', jti: 'x', iat: 1, since: 1 }).setProtectedHeader({ alg: 'HS256' }).sign(key),
    ],
  ])('does not count when it %s', async (_, cookie) => {
    expect(await readSession(new FlowingClock(), key, await cookie())).toBeUndefined();
  });
});
