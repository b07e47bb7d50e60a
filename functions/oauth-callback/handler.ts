import { ReauthorizeError, RetryError } from '../../lib/errors.ts';
import { httpHandler } from '../../lib/lambda.ts';
import { errorFields } from '../../lib/log.ts';
import { callbackUrl, connectContextOf, lambdaHost, secretsOf, shortLivedOf } from '../../lib/runtime.ts';
import { connectAccount } from '../../lib/sync/connect-account.ts';
import { readCookie, setCookie } from '../../lib/web/cookies.ts';
import type { WebRequest } from '../../lib/web/edge.ts';
import { html } from '../../lib/web/html.ts';
import { giveBackInvite, takeInvite } from '../../lib/web/invites.ts';
import { redeemState, stateCookie } from '../../lib/web/oauth-state.ts';
import {
  connectedPage,
  deadCodePage,
  inviteExpiredPage,
  notInvitedPage,
  refusedAtWithingsPage,
  stateRefusedPage,
  tooLittleGrantedPage,
  withingsProblemPage,
} from '../../lib/web/pages/connecting.ts';
import { problemPage } from '../../lib/web/pages/problem.ts';
import { text, type WebResponse } from '../../lib/web/response.ts';
import { issueSession, sessionCookie } from '../../lib/web/sessions.ts';
import { exchangeCode } from '../../lib/withings/oauth.ts';

const host = lambdaHost();
const secrets = secretsOf(host);
const surroundings = { store: shortLivedOf(host), clock: host.clock };
const connectContext = connectContextOf(host, secrets);

export const handler = httpHandler(host, callback, problemPage);

/**
 * The browser is back from Withings. The code it brings lives for 30 seconds, so it is exchanged here and now; everything that takes longer is
 * queued. Withings itself probes this address with HEAD.
 */
async function callback(request: WebRequest): Promise<WebResponse> {
  const { method, query } = request;
  if (method === 'HEAD') return text(200, '');
  const state = query.get('state');
  if (!state) return html(403, notInvitedPage());

  const keys = await secrets.masterKeys();
  const cookieValue = readCookie(request, stateCookie.name, host.publicUrl);
  const redeemed = await redeemState(surroundings, keys.state, state, cookieValue);
  if ('refusal' in redeemed) return html(400, stateRefusedPage(redeemed.refusal));
  const code = query.get('code');
  if (!code) return html(200, refusedAtWithingsPage());

  try {
    return await connect(code, redeemed.inviteId, keys.session);
  } catch (error) {
    const page = pageFor(error);
    if (!page) throw error;
    host.log.warn('A connection failed', errorFields(error));
    return page;
  }
}

async function connect(code: string, inviteId: string, sessionKey: Uint8Array): Promise<WebResponse> {
  const context = await connectContext();
  const tokens = await exchangeCode(context.app, { code, redirectUri: callbackUrl(host) });
  if (!tokens.scope.split(',').includes('user.metrics')) return html(403, tooLittleGrantedPage());
  const invite = await takeInvite(surroundings, inviteId);
  if (!invite) return html(403, inviteExpiredPage());

  const { account, name } = await connectAccount(tokens, invite, context).catch(async (error) => {
    await giveBackInvite(surroundings, invite);
    throw error;
  });
  host.log.info('Connected an account');
  const session = { ...sessionCookie, value: await issueSession(host.clock, sessionKey, account) };
  // The cookie of the state is left to end by itself: whoever comes here again, with the back button, is told that this
  // was done and not that this is another browser.
  return html(200, connectedPage(name ? { name } : {}), { cookies: [setCookie(session, host.publicUrl)] });
}

function pageFor(error: unknown): WebResponse | undefined {
  if (error instanceof ReauthorizeError) return html(400, deadCodePage());
  if (error instanceof RetryError) return html(503, withingsProblemPage());
  return undefined;
}
