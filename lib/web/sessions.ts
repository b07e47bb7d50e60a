import { errors, jwtVerify, SignJWT } from 'jose';
import * as v from 'valibot';
import type { Clock } from '../clock.ts';
import { type RandomBytes, randomToken } from './random-token.ts';
import type { ShortLived } from './short-lived.ts';

const hourMs = 3_600_000;

/** The cookie of somebody who may see one account's pages. Whoever does nothing for 12 hours signs in again. */
export const sessionCookie = { name: 'session', maxAgeSeconds: 12 * 3600 } as const;

/** Whoever comes daily signs in again once a month all the same. */
const longestMs = 30 * 24 * hourMs;
/** A cookie that is older is replaced by a fresh one. */
const rotatedAfterMs = hourMs;

/** One person in one browser, from signing in to signing out. Times are epoch milliseconds. */
export interface Session {
  /** Stays when the cookie is replaced. */
  id: string;
  account: string;
  /** When they signed in. */
  since: number;
  /** When this cookie was made. */
  issuedAt: number;
}

const algorithm = 'HS256';

const claims = v.object({
  sub: v.pipe(v.string(), v.nonEmpty()),
  jti: v.pipe(v.string(), v.nonEmpty()),
  iat: v.number(),
  since: v.number(),
});

interface IssueOptions {
  /** The session that goes on; a new one begins when absent. */
  continued?: Session;
  randomBytes?: RandomBytes;
}

/** The value of the session cookie: signed, readable by nobody's script, good for 12 hours. */
export function issueSession(
  clock: Clock,
  key: Uint8Array,
  account: string,
  { continued, randomBytes }: IssueOptions = {},
): Promise<string> {
  const now = clock.now();
  const { id, since } = continued ?? { id: randomToken(randomBytes), since: now };
  const issuedAt = Math.floor(now / 1000);
  const endsAt = Math.min(issuedAt + sessionCookie.maxAgeSeconds, Math.floor((since + longestMs) / 1000));
  return new SignJWT({ since })
    .setProtectedHeader({ alg: algorithm })
    .setSubject(account)
    .setJti(id)
    .setIssuedAt(issuedAt)
    .setExpirationTime(endsAt)
    .sign(key);
}

/** The session of whoever brings this cookie, or undefined when the cookie is missing, too old or not ours. */
export async function readSession(
  clock: Clock,
  key: Uint8Array,
  cookieValue: string | undefined,
): Promise<Session | undefined> {
  if (cookieValue === undefined) return undefined;
  try {
    const { payload } = await jwtVerify(cookieValue, key, {
      algorithms: [algorithm],
      requiredClaims: ['exp'],
      currentDate: new Date(clock.now()),
    });
    const parsed = v.safeParse(claims, payload);
    if (!parsed.success) return undefined;
    const { sub, jti, iat, since } = parsed.output;
    return { id: jti, account: sub, since, issuedAt: iat * 1000 };
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}

/** Whether it is time for a fresh cookie. */
export const isAgeing = ({ issuedAt }: Session, now: number): boolean => now - issuedAt > rotatedAfterMs;

/** Whether the person has signed out everywhere since this session began, or was connected anew. */
export const isEnded = (
  { since }: Session,
  { sessionsSince = 0, connectedAt }: { sessionsSince?: number; connectedAt: number },
): boolean => since <= sessionsSince || since < connectedAt;

const kind = 'signed-out';

/** Ends a session before its time, in whatever browser a copy of its cookie is. */
export async function endSession(store: Pick<ShortLived, 'put'>, { id, since }: Session): Promise<void> {
  await store.put(kind, id, true, since + longestMs);
}

export async function wasLeft(store: Pick<ShortLived, 'peek'>, { id }: Session): Promise<boolean> {
  return (await store.peek(kind, id)) !== undefined;
}
