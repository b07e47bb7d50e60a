import { errors, jwtVerify, SignJWT } from 'jose';
import * as v from 'valibot';
import { isRandomToken, randomToken, tokenHash } from './random-token.ts';
import type { Surroundings } from './short-lived.ts';

/**
 * Why a state is not accepted:
 *
 * - `forged`: not made here
 * - `expired`: made here, more than ten minutes ago
 * - `otherBrowser`: made for another browser than the one that brings it; it stays good for the right one
 * - `used`: brought a second time
 */
export type StateRefusal = 'forged' | 'expired' | 'otherBrowser' | 'used';

/** What a browser is sent to Withings for: to connect an account with an invite, or to be recognised. */
export type Errand = { inviteId: string } | { signIn: true };

/** The cookie that ties a state to the browser it was made for. */
export const stateCookie = { name: 'connecting', maxAgeSeconds: 600 } as const;

const kind = 'state';
const algorithm = 'HS256';

const binding = { jti: v.string(), browser: v.string(), exp: v.number() };
const stateClaims = v.union([
  v.object({ ...binding, invite: v.string() }),
  v.object({ ...binding, signIn: v.literal(true) }),
]);
type Claims = v.InferOutput<typeof stateClaims>;

/**
 * A state to send along to Withings, and the value of the cookie that must come back together with it. Nothing is stored
 * for it: whoever asks for many leaves no trace.
 *
 * @param browser the value that the browser brings from an earlier state: it stays, so that a link opened in two tabs
 * works in both
 */
export async function issueState(
  { clock, randomBytes }: Omit<Surroundings, 'store'>,
  key: Uint8Array,
  errand: Errand,
  browser?: string,
): Promise<{ state: string; cookieValue: string }> {
  const id = randomToken(randomBytes);
  const cookieValue = browser && isRandomToken(browser) ? browser : randomToken(randomBytes);
  const issuedAt = Math.floor(clock.now() / 1000);
  const expiresAt = issuedAt + stateCookie.maxAgeSeconds;
  const purpose = 'signIn' in errand ? { signIn: true } : { invite: errand.inviteId };
  const state = await new SignJWT({ ...purpose, browser: tokenHash(cookieValue) })
    .setProtectedHeader({ alg: algorithm })
    .setJti(id)
    .setIssuedAt(issuedAt)
    .setExpirationTime(expiresAt)
    .sign(key);
  return { state, cookieValue };
}

/** Checks a state that came back and uses it up: what the browser had been sent for. */
export async function redeemState(
  { store, clock }: Surroundings,
  key: Uint8Array,
  state: string,
  cookieValue: string | undefined,
): Promise<Errand | { refusal: StateRefusal }> {
  const claims = await verify(state, key, new Date(clock.now()));
  if (typeof claims === 'string') return { refusal: claims };
  if (cookieValue === undefined || tokenHash(cookieValue) !== claims.browser) return { refusal: 'otherBrowser' };
  if (!(await store.claim(kind, claims.jti, claims.exp * 1000))) return { refusal: 'used' };
  return 'invite' in claims ? { inviteId: claims.invite } : { signIn: true };
}

async function verify(state: string, key: Uint8Array, currentDate: Date): Promise<Claims | 'expired' | 'forged'> {
  try {
    const { payload } = await jwtVerify(state, key, { algorithms: [algorithm], requiredClaims: ['exp'], currentDate });
    const parsed = v.safeParse(stateClaims, payload);
    return parsed.success ? parsed.output : 'forged';
  } catch (error) {
    if (error instanceof errors.JWTExpired) return 'expired';
    if (error instanceof errors.JOSEError) return 'forged';
    throw error;
  }
}
