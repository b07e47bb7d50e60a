import { BugError } from '../errors.ts';

export interface Cookie {
  /** Without a prefix; `__Host-` is added where the browser honours it. */
  name: string;
  value: string;
  maxAgeSeconds: number;
}

/**
 * A Set-Cookie line. Over https the name gets the prefix `__Host-`, which makes the browser refuse the cookie from any
 * other host or path; a page on http://localhost could set neither the prefix nor `Secure`. `Lax` lets the cookie come
 * along when Withings sends the browser back.
 */
export function setCookie({ name, value, maxAgeSeconds }: Cookie, publicUrl: string): string {
  if (!/^[\w.~-]*$/.test(value)) {
    throw new BugError(`The cookie ${name} holds characters that a cookie cannot carry.`, { service: 'Weighbridge' });
  }
  const attributes = ['Path=/', `Max-Age=${maxAgeSeconds}`, 'HttpOnly', 'SameSite=Lax'];
  if (isHttps(publicUrl)) attributes.push('Secure');
  return [`${fullName(name, publicUrl)}=${value}`, ...attributes].join('; ');
}

/** A Set-Cookie line that makes the browser forget the cookie. */
export function clearCookie(name: string, publicUrl: string): string {
  return setCookie({ name, value: '', maxAgeSeconds: 0 }, publicUrl);
}

export function readCookie(
  { cookies }: { cookies: ReadonlyMap<string, string> },
  name: string,
  publicUrl: string,
): string | undefined {
  return cookies.get(fullName(name, publicUrl)) || undefined;
}

const fullName = (name: string, publicUrl: string): string => (isHttps(publicUrl) ? `__Host-${name}` : name);

const isHttps = (publicUrl: string): boolean => publicUrl.startsWith('https:');
