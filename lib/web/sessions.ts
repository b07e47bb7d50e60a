import { errors, jwtVerify, SignJWT } from 'jose';
import type { Clock } from '../clock.ts';

/** The cookie of somebody who may see one account's page. */
export const sessionCookie = { name: 'session', maxAgeSeconds: 12 * 3600 } as const;

const algorithm = 'HS256';

/** The value of the session cookie: signed, readable by nobody's script, good for 12 hours. */
export function issueSession(clock: Clock, key: Uint8Array, account: string): Promise<string> {
  const issuedAt = Math.floor(clock.now() / 1000);
  return new SignJWT()
    .setProtectedHeader({ alg: algorithm })
    .setSubject(account)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + sessionCookie.maxAgeSeconds)
    .sign(key);
}

/** The account of whoever brings this cookie, or undefined when the cookie is missing, too old or not ours. */
export async function readSession(
  clock: Clock,
  key: Uint8Array,
  cookieValue: string | undefined,
): Promise<string | undefined> {
  if (cookieValue === undefined) return undefined;
  try {
    const { payload } = await jwtVerify(cookieValue, key, {
      algorithms: [algorithm],
      requiredClaims: ['sub', 'exp'],
      currentDate: new Date(clock.now()),
    });
    return payload.sub || undefined;
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}
