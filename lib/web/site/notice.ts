import { errors, jwtVerify, SignJWT } from 'jose';
import * as v from 'valibot';
import type { Clock } from '../../clock.ts';
import type { Notice } from '../response.ts';
import type { Session } from '../sessions.ts';

/** Carries what an action came to over to the page that is shown after it, and is forgotten there. */
export const noticeCookie = { name: 'notice', maxAgeSeconds: 120 } as const;

const algorithm = 'HS256';
/** What a session or a state is not signed for. */
const audience = 'notice';
/** A browser keeps cookies of 4 KB. */
const lettersAtMost = 600;

const claims = v.object({ tone: v.picklist(['done', 'act']), words: v.string() });

export function issueNotice(clock: Clock, key: Uint8Array, session: Session, notice: Notice): Promise<string> {
  const words = notice.words.length > lettersAtMost ? `${notice.words.slice(0, lettersAtMost)}…` : notice.words;
  return new SignJWT({ tone: notice.tone, words })
    .setProtectedHeader({ alg: algorithm })
    .setAudience(audience)
    .setJti(session.id)
    .setExpirationTime(Math.floor(clock.now() / 1000) + noticeCookie.maxAgeSeconds)
    .sign(key);
}

/** The notice for this session; undefined when it is missing, too old, somebody else's or not ours. */
export async function readNotice(
  clock: Clock,
  key: Uint8Array,
  session: Session,
  cookieValue: string | undefined,
): Promise<Notice | undefined> {
  if (cookieValue === undefined) return undefined;
  try {
    const currentDate = new Date(clock.now());
    const { payload } = await jwtVerify(cookieValue, key, {
      algorithms: [algorithm],
      audience,
      requiredClaims: ['exp'],
      currentDate,
    });
    const parsed = v.safeParse(claims, payload);
    return parsed.success && payload.jti === session.id ? parsed.output : undefined;
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}
