import { RejectedError } from '../errors.ts';

/**
 * What is kept for one person. A cookie alone works until it ends, about 30 days; with name and password the session is
 * opened anew when it has ended. Never log any of it.
 */
export interface TrainerRoadCredentials {
  /** Value of the cookie `SharedTrainerRoadAuth`. */
  cookie?: string;
  /** Name or e-mail address. */
  username?: string;
  password?: string;
  /** When the password was last accepted, epoch milliseconds. */
  signedInAt?: number;
}

export const sessionCookieName = 'SharedTrainerRoadAuth';

/**
 * The session cookie in what a person copied from the browser: the value alone, `name=value`, or a
 * whole `Cookie` header.
 *
 * @throws RejectedError when there is none in it.
 */
export function parsePastedCookie(pasted: string): string {
  const text = pasted.trim().replace(/^cookie:\s*/i, '');
  const named = cookieValue(text.split(/;\s*/), sessionCookieName);
  const value = named ?? text;
  if (/^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]+$/.test(value)) return value;
  throw new RejectedError(`That is not a TrainerRoad session: copy the value of the cookie ${sessionCookieName}.`, {
    service: 'TrainerRoad',
  });
}

/**
 * The value of a cookie in `name=value` pairs (of a header, or of the starts of several `Set-Cookie`); it may hold `=`
 * itself and stays whole.
 */
export function cookieValue(pairs: readonly string[], name: string): string | undefined {
  const pair = pairs.find((candidate) => candidate.startsWith(`${name}=`));
  return pair?.slice(name.length + 1).split(';', 1)[0] || undefined;
}
