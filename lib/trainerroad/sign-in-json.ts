import * as v from 'valibot';
import { RetryError } from '../errors.ts';
import { type Answer, parseAs } from '../http.ts';
import { mustBeHere, sessionCookieOf, signInCall, wrongPassword } from './sign-in-outcome.ts';
import { jsonHeaders, request, type TrainerRoadWeb } from './web.ts';

const replySchema = v.object({ success: v.boolean() });

/** Signs in as the site's own page does; undefined when the site has no such sign-in any more. */
export async function signInByJson(
  web: TrainerRoadWeb,
  username: string,
  password: string,
): Promise<string | undefined> {
  const answer = await request(web, {
    method: 'POST',
    path: '/app/api/login/login',
    page: '/app/login',
    action: signInCall.action,
    headers: { ...jsonHeaders, 'content-type': 'application/json' },
    body: JSON.stringify({ username, password, returnUrl: null }),
  });
  mustBeHere(answer);
  if (answer.status === 401) throw wrongPassword();
  if (answer.status === 403) throw turnedAway();
  const reply = jsonReply(answer);
  if (reply === undefined) return undefined;
  if (!parseAs(replySchema, reply, signInCall).success) throw wrongPassword();
  return sessionCookieOf(answer);
}

function jsonReply({ status, text }: Answer): unknown {
  if (status === 404 || status === 405) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const turnedAwaySeconds = 6 * 3600;

/** A 403 is the gateway judging where we come from, not the password. */
const turnedAway = (): RetryError =>
  new RetryError(
    'TrainerRoad’s gateway turned the sign-in away. If this goes on, connect with a session cookie copied from your browser.',
    { ...signInCall, status: 403, waitSeconds: turnedAwaySeconds },
  );
