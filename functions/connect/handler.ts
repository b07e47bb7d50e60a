import { ReauthorizeError } from '../../lib/errors.ts';
import { lambdaHost } from '../../lib/host.ts';
import { httpHandler } from '../../lib/lambda.ts';
import { callbackUrl, secretsOf, shortLivedOf, withingsOf } from '../../lib/runtime.ts';
import { readCookie, setCookie } from '../../lib/web/cookies.ts';
import type { WebRequest } from '../../lib/web/edge.ts';
import { html } from '../../lib/web/html.ts';
import { goesOnwards, inviteLink, peekInvite } from '../../lib/web/invites.ts';
import { type Errand, issueState, stateCookie } from '../../lib/web/oauth-state.ts';
import { inviteExpiredPage, notConfiguredPage, notInvitedPage } from '../../lib/web/pages/connecting.ts';
import { problemPages } from '../../lib/web/pages/problem.ts';
import { signInPath } from '../../lib/web/pages/signing-in.ts';
import { welcomePage } from '../../lib/web/pages/welcome.ts';
import { redirect, type WebResponse } from '../../lib/web/response.ts';
import type { WithingsApp } from '../../lib/withings/app.ts';
import { authorizeUrl } from '../../lib/withings/oauth.ts';
import type { Scope } from '../../lib/withings/scope.ts';

const host = lambdaHost();
const secrets = secretsOf(host);
const surroundings = { store: shortLivedOf(host), clock: host.clock };
const withings = withingsOf(host, secrets);

/** What the pages and destinations show and carry; asking for less now would mean asking everybody again later. */
const scopes: Scope[] = ['user.info', 'user.metrics', 'user.activity'];

export const handler = httpHandler(host, connect, problemPages);

/**
 * Opens an invite, or asks who somebody is who has none: both are answered at Withings, and brought back by
 * the same browser. An invite says first what it is for; looking at that, as previews of links do, begins nothing.
 */
async function connect(request: WebRequest): Promise<WebResponse> {
  if (request.path === signInPath) return toWithings(request, { signIn: true });
  const token = request.query.get('invite');
  if (!token) return html(403, notInvitedPage());
  const invite = await peekInvite(surroundings, token);
  if (!invite) return html(403, inviteExpiredPage());
  if (goesOnwards(request)) return toWithings(request, { inviteId: invite.id });
  return (await withingsApp()) ? html(200, welcomePage(invite, inviteLink(host.publicUrl, token))) : notConfigured();
}

/** To the page of consent, with a state that only this browser can bring back. */
async function toWithings(request: WebRequest, errand: Errand): Promise<WebResponse> {
  const app = await withingsApp();
  if (!app) return notConfigured();

  const { state: key } = await secrets.masterKeys();
  const { name, maxAgeSeconds } = stateCookie;
  const browser = readCookie(request, name, host.publicUrl);
  const { state, cookieValue } = await issueState(surroundings, key, errand, browser);
  return redirect(authorizeUrl(app, { redirectUri: callbackUrl(host), state, scopes }), {
    cookies: [setCookie({ name, value: cookieValue, maxAgeSeconds }, host.publicUrl)],
  });
}

/** Undefined as long as the owner has not put its id and secret in. */
function withingsApp(): Promise<WithingsApp | undefined> {
  return withings().catch((error) => {
    if (error instanceof ReauthorizeError) return undefined;
    throw error;
  });
}

const notConfigured = (): WebResponse => html(503, notConfiguredPage({ callbackUrl: callbackUrl(host) }));
