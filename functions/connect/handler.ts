import { ReauthorizeError } from '../../lib/errors.ts';
import { httpHandler } from '../../lib/lambda.ts';
import { callbackUrl, lambdaHost, secretsOf, shortLivedOf, withingsOf } from '../../lib/runtime.ts';
import { readCookie, setCookie } from '../../lib/web/cookies.ts';
import type { WebRequest } from '../../lib/web/edge.ts';
import { html } from '../../lib/web/html.ts';
import { peekInvite } from '../../lib/web/invites.ts';
import { issueState, stateCookie } from '../../lib/web/oauth-state.ts';
import { inviteExpiredPage, notConfiguredPage, notInvitedPage } from '../../lib/web/pages/connecting.ts';
import { problemPage } from '../../lib/web/pages/problem.ts';
import { redirect, type WebResponse } from '../../lib/web/response.ts';
import { authorizeUrl, type Scope } from '../../lib/withings/oauth.ts';

const host = lambdaHost();
const secrets = secretsOf(host);
const surroundings = { store: shortLivedOf(host), clock: host.clock };
const withings = withingsOf(host, secrets);

/** What the pages and destinations show and carry; asking for less now would mean asking everybody again later. */
const scopes: Scope[] = ['user.info', 'user.metrics', 'user.activity'];

export const handler = httpHandler(host, connect, problemPage);

/** Opens an invite: the browser goes on to Withings to give consent, with a state that only it can bring back. */
async function connect(request: WebRequest): Promise<WebResponse> {
  const token = request.query.get('invite');
  if (!token) return html(403, notInvitedPage());
  const invite = await peekInvite(surroundings, token);
  if (!invite) return html(403, inviteExpiredPage());

  const app = await withings().catch((error) => {
    if (error instanceof ReauthorizeError) return undefined;
    throw error;
  });
  const redirectUri = callbackUrl(host);
  if (!app) return html(503, notConfiguredPage({ callbackUrl: redirectUri }));

  const { state: key } = await secrets.masterKeys();
  const { name, maxAgeSeconds } = stateCookie;
  const browser = readCookie(request, name, host.publicUrl);
  const { state, cookieValue } = await issueState(surroundings, key, invite.id, browser);
  return redirect(authorizeUrl(app, { redirectUri, state, scopes }), {
    cookies: [setCookie({ name, value: cookieValue, maxAgeSeconds }, host.publicUrl)],
  });
}
