import { BugError, ReauthorizeError, RetryError } from '../errors.ts';
import type { Answer, Call } from '../http.ts';
import { cookieValue, sessionCookieName } from './credentials.ts';

export const signInCall: Call = { service: 'TrainerRoad', action: 'sign-in' };

/** The session that a successful sign-in opened. */
export function sessionCookieOf(answer: Answer): string {
  const cookie = cookieValue(answer.headers.getSetCookie(), sessionCookieName);
  if (cookie) return cookie;
  throw signInChanged('it succeeded but opened no session', answer.status);
}

export const wrongPassword = (): ReauthorizeError =>
  new ReauthorizeError('TrainerRoad refuses this name or password. Connect TrainerRoad again.', signInCall);

export const signInChanged = (how: string, status: number): BugError =>
  new BugError(`TrainerRoad has changed its sign-in: ${how}.`, { ...signInCall, status });

/** @throws RetryError when the site sends whoever wants to sign in elsewhere, as it does while it is being maintained. */
export function mustBeHere({ status }: Answer): void {
  if (status < 300 || status > 399) return;
  throw new RetryError('TrainerRoad sends the sign-in elsewhere for now.', { ...signInCall, status });
}
