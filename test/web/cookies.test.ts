import { describe, expect, it } from 'vitest';
import { BugError } from '../../lib/errors.ts';
import { clearCookie, readCookie, setCookie } from '../../lib/web/cookies.ts';

const https = 'https://weighbridge.example';
const localhost = 'http://localhost:8080';
const session = { name: 'session', value: 'head.pay-load_.sig', maxAgeSeconds: 43_200 };

describe('cookies', () => {
  it('over https are bound to the host and never sent in the clear', () => {
    expect(setCookie(session, https)).toBe(
      '__Host-session=head.pay-load_.sig; Path=/; Max-Age=43200; HttpOnly; SameSite=Lax; Secure',
    );
  });

  it('on localhost do without what needs https', () => {
    expect(setCookie(session, localhost)).toBe(
      'session=head.pay-load_.sig; Path=/; Max-Age=43200; HttpOnly; SameSite=Lax',
    );
  });

  it.each([https, localhost])('are read back as they were set on %s', (publicUrl) => {
    const [pair = ''] = setCookie(session, publicUrl).split('; ');
    const cookies = new Map([pair.split('=') as [string, string]]);
    expect(readCookie({ cookies }, 'session', publicUrl)).toBe(session.value);
  });

  it('without the prefix do not count over https, where another host could have set them', () => {
    expect(readCookie({ cookies: new Map([['session', 'foreign']]) }, 'session', https)).toBeUndefined();
  });

  it('are forgotten by an empty one that is over at once, and an empty one reads as none', () => {
    expect(clearCookie('session', https)).toBe('__Host-session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure');
    expect(readCookie({ cookies: new Map([['session', '']]) }, 'session', localhost)).toBeUndefined();
  });

  it.each(['a;b', 'a b', 'a\r\nSet-Cookie: x=y', 'ü'])('do not carry %j', (value) => {
    expect(() => setCookie({ ...session, value }, https)).toThrow(BugError);
  });
});
