import { lambdaHost } from '../../lib/host.ts';
import { httpHandler } from '../../lib/lambda.ts';
import { accountsOf, measurementsOf, pausedDestinationsOf, secretsOf } from '../../lib/runtime.ts';
import { clearCookie, readCookie } from '../../lib/web/cookies.ts';
import type { WebRequest } from '../../lib/web/edge.ts';
import { html } from '../../lib/web/html.ts';
import { notFoundPage } from '../../lib/web/pages/plain.ts';
import { problemPage } from '../../lib/web/pages/problem.ts';
import { notSignedInPage, signedOutPage } from '../../lib/web/pages/signing-in.ts';
import { statusPage } from '../../lib/web/pages/status.ts';
import { statusView } from '../../lib/web/pages/status-view.ts';
import { text, type WebResponse } from '../../lib/web/response.ts';
import { readSession, sessionCookie } from '../../lib/web/sessions.ts';

const host = lambdaHost();
const secrets = secretsOf(host);
const accounts = accountsOf(host);
const measurements = measurementsOf(host);
const pausedDestinations = pausedDestinationsOf(host);

/** About two months of daily weigh-ins with what goes with them. */
const itemsShown = 120;

export const handler = httpHandler(host, page, problemPage);

/** A person's own page, for whoever holds the session cookie of that person. */
async function page(request: WebRequest): Promise<WebResponse> {
  if (request.method === 'POST' && request.path === '/sign-out') return signOut();
  if (request.method !== 'GET' && request.method !== 'HEAD') return text(405, 'Only GET is answered here.\n');
  if (request.path !== '/') return html(404, notFoundPage());

  const { session } = await secrets.masterKeys();
  const id = await readSession(host.clock, session, readCookie(request, sessionCookie.name, host.publicUrl));
  const account = id && (await accounts.getWithLastLook(id));
  if (!account) return html(403, notSignedInPage());
  const items = await measurements.newest(account.account, itemsShown);
  const syncEveryHours = Number(host.env.SYNC_EVERY_HOURS ?? 3);
  return html(200, statusPage(statusView(account, items, host.clock.now(), { syncEveryHours, pausedDestinations })));
}

const signOut = (): WebResponse =>
  html(200, signedOutPage(), { cookies: [clearCookie(sessionCookie.name, host.publicUrl)] });
