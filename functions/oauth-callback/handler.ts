import { ReauthorizeError, RetryError } from '../../lib/errors.ts';
import { lambdaHost } from '../../lib/host.ts';
import { httpHandler } from '../../lib/lambda.ts';
import { errorFields } from '../../lib/log.ts';
import { callbackUrl, connectContextOf, secretsOf, shortLivedOf } from '../../lib/runtime.ts';
import { type ConnectContext, connectAccount } from '../../lib/sync/connect-account.ts';
import { signIn } from '../../lib/sync/sign-in.ts';
import { readCookie, setCookie } from '../../lib/web/cookies.ts';
import type { WebRequest } from '../../lib/web/edge.ts';
import { html } from '../../lib/web/html.ts';
import { giveBackInvite, noteTaker, takeInvite } from '../../lib/web/invites.ts';
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
import { problemPages } from '../../lib/web/pages/problem.ts';
import {
  signInProblemPage,
  signInRefusedPage,
  signInTooLatePage,
  strangerPage,
  tooLittleToMendPage,
} from '../../lib/web/pages/signing-in.ts';
import { redirect, text, type WebResponse } from '../../lib/web/response.ts';
import { issueSession, sessionCookie } from '../../lib/web/sessions.ts';
import { exchangeCode, type WithingsTokens } from '../../lib/withings/oauth.ts';

const host = lambdaHost();
const secrets = secretsOf(host);
const surroundings = { store: shortLivedOf(host), clock: host.clock };
const connectContext = connectContextOf(host, secrets);

export const handler = httpHandler(host, callback, problemPages);

/**
 * The browser is back from Withings. The code it brings lives for 30 seconds, so it is exchanged here and now;
 * everything that takes longer is queued. Withings itself probes this address with HEAD.
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
  const pages = 'signIn' in redeemed ? signInPages : connectPages;
  const code = query.get('code');
  if (!code) return html(200, pages.refusedAtWithings());

  try {
    const context = await connectContext();
    const tokens = await exchangeCode(context.app, { code, redirectUri: callbackUrl(host) });
    return 'signIn' in redeemed
      ? await signInWith(tokens, context, keys.session)
      : await connect(tokens, redeemed.inviteId, context, keys.session);
  } catch (error) {
    const page = pageFor(error, pages);
    if (!page) throw error;
    host.log.warn('signIn' in redeemed ? 'A sign-in failed' : 'A connection failed', errorFields(error));
    return page;
  }
}

async function connect(
  tokens: WithingsTokens,
  inviteId: string,
  context: ConnectContext,
  sessionKey: Uint8Array,
): Promise<WebResponse> {
  if (!tokens.scope.split(',').includes('user.metrics')) return html(403, tooLittleGrantedPage());
  const invite = await takeInvite(surroundings, inviteId);
  if (!invite) return html(403, inviteExpiredPage());
  await noteTaker(surroundings, inviteId, tokens.userId);

  const { account, name } = await connectAccount(tokens, invite, context).catch(async (error) => {
    await giveBackInvite(surroundings, invite);
    throw error;
  });
  host.log.info('Connected an account');
  // The cookie of the state is left to end by itself: whoever comes here again, with the back button, is told that this
  // was done and not that this is another browser.
  return html(200, connectedPage(name ? { name } : {}), { cookies: [await sessionFor(account, sessionKey)] });
}

async function signInWith(
  tokens: WithingsTokens,
  context: ConnectContext,
  sessionKey: Uint8Array,
): Promise<WebResponse> {
  const known = await signIn(tokens, context);
  // The tokens of a stranger are dropped and not revoked: a revocation ends everything that this application holds for
  // the person, and the owner may run it in a second deployment, where they are no stranger.
  if (!known) return html(403, strangerPage());
  host.log.info('Signed somebody in');
  const cookies = [await sessionFor(known.account, sessionKey)];
  // They came to mend it and left out what it takes: their page would only send them round again.
  if (known.withings.status === 'reauthorize') return html(403, tooLittleToMendPage(), { cookies });
  return redirect('/', { cookies });
}

async function sessionFor(account: string, key: Uint8Array): Promise<string> {
  return setCookie({ ...sessionCookie, value: await issueSession(host.clock, key, account) }, host.publicUrl);
}

const connectPages = { refusedAtWithings: refusedAtWithingsPage, deadCode: deadCodePage, problem: withingsProblemPage };
const signInPages = { refusedAtWithings: signInRefusedPage, deadCode: signInTooLatePage, problem: signInProblemPage };

function pageFor(error: unknown, pages: typeof connectPages): WebResponse | undefined {
  if (error instanceof ReauthorizeError) return html(400, pages.deadCode());
  if (error instanceof RetryError) return html(503, pages.problem());
  return undefined;
}
