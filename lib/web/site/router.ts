import type { Account } from '../../account.ts';
import { clearCookie, readCookie, setCookie } from '../cookies.ts';
import type { WebRequest } from '../edge.ts';
import { html } from '../html.ts';
import { negotiateLocale } from '../locale.ts';
import { ownersOnlyPage } from '../owner/for-owner.ts';
import { forgedFormPage, notFoundPage, onlyByButtonPage } from '../pages/plain.ts';
import { notSignedInPage, removedPage } from '../pages/signing-in.ts';
import type { WebResponse } from '../response.ts';
import { isAgeing, isEnded, issueSession, readSession, type Session, sessionCookie, wasLeft } from '../sessions.ts';
import { csrfField, csrfToken, isCsrfToken, isFromOwnPage } from './csrf.ts';
import { issueNotice, noticeCookie, readNotice } from './notice.ts';
import { isOwner } from './owner.ts';
import { type Parts, routesAt } from './parts.ts';
import { matchPath } from './paths.ts';
import type { Route, Site, Visit } from './visit.ts';

export interface SiteHost {
  site: Site;
  /** Signs sessions, forms and notices. */
  key: Uint8Array;
}

/**
 * Answers a request with the page or the action it is for. Everything here belongs to somebody: without their session
 * there is nothing but the way to sign in, and a form counts only when it was made for that session and comes from one
 * of our own pages.
 */
export async function answerFromSite(
  request: WebRequest,
  parts: Parts,
  open: () => Promise<SiteHost>,
): Promise<WebResponse> {
  const found = findRoute(request, await routesAt(request.path, parts));
  if ('refusal' in found) return found.refusal;
  const host = await open();
  const visitor = await recognise(request, host);
  if ('refusal' in visitor) return visitor.refusal;
  if (found.route.forOwner && !isOwner(visitor.account)) return html(403, ownersOnlyPage());

  const form = new URLSearchParams(request.method === 'POST' ? request.body : '');
  if (request.method === 'POST' && !isOurForm(request, form, visitor.session, host)) return html(403, forgedFormPage());

  const visit = await visitOf({ ...request, pathParameters: found.parameters }, form, visitor, host);
  return withCookies(await found.route.answer(visit), visit, host);
}

interface Visitor {
  session: Session;
  account: Account;
}

function findRoute(
  { method, path }: WebRequest,
  routes: readonly Route[],
): { route: Route; parameters: Record<string, string> } | { refusal: WebResponse } {
  const atPath = routes.flatMap((route) => {
    const parameters = matchPath(route.path, path);
    return parameters ? [{ route, parameters }] : [];
  });
  const wanted = method === 'HEAD' ? 'GET' : method;
  if (atPath.length === 0 && wanted === 'GET') return { refusal: html(404, notFoundPage()) };
  const found = atPath.find(({ route }) => route.method === wanted);
  if (found) return found;
  const allow = [...new Set(atPath.map(({ route }) => route.method))].join(', ') || 'GET';
  return { refusal: html(405, onlyByButtonPage(), { headers: { allow } }) };
}

async function recognise(request: WebRequest, { site, key }: SiteHost): Promise<Visitor | { refusal: WebResponse }> {
  const { publicUrl, clock } = site;
  const session = await readSession(clock, key, readCookie(request, sessionCookie.name, publicUrl));
  if (!session) return { refusal: html(403, notSignedInPage()) };
  const [account, isLeft] = await Promise.all([
    site.accounts.getWithLastLook(session.account),
    wasLeft(site.shortLived, session),
  ]);
  const cookies = [clearCookie(sessionCookie.name, publicUrl)];
  // Whoever is about to be removed is told so before the last of theirs is gone.
  if (!account || account.leaving) return { refusal: html(403, removedPage(), { cookies }) };
  if (isLeft || isEnded(session, account)) return { refusal: html(403, notSignedInPage(), { cookies }) };
  return { session, account };
}

const isOurForm = (request: WebRequest, form: URLSearchParams, session: Session, { site, key }: SiteHost): boolean =>
  isFromOwnPage(request, site.publicUrl) && isCsrfToken(form.get(csrfField), key, session);

async function visitOf(
  request: WebRequest,
  form: URLSearchParams,
  { session, account }: Visitor,
  { site, key }: SiteHost,
): Promise<Visit> {
  const { clock, publicUrl } = site;
  const notice = await readNotice(clock, key, session, readCookie(request, noticeCookie.name, publicUrl));
  const locale = negotiateLocale(request.headers['accept-language']);
  return {
    ...{ request, site, account, session, form, locale },
    now: clock.now(),
    csrf: csrfToken(key, session),
    ...(notice && { notice }),
  };
}

/** The answer, with what the browser has to remember or to forget; what the answer itself says of a cookie counts. */
async function withCookies(
  { notice, ...answer }: WebResponse,
  { request, session, now, notice: shown }: Visit,
  { site, key }: SiteHost,
): Promise<WebResponse> {
  const { clock, publicUrl } = site;
  const cookies: string[] = [];
  if (isAgeing(session, now)) {
    const value = await issueSession(clock, key, session.account, { continued: session });
    cookies.push(setCookie({ ...sessionCookie, value }, publicUrl));
  }
  if (notice) {
    const value = await issueNotice(clock, key, session, notice);
    cookies.push(setCookie({ ...noticeCookie, value }, publicUrl));
  } else if (shown && request.method === 'GET') {
    cookies.push(clearCookie(noticeCookie.name, publicUrl));
  }
  return { ...answer, cookies: [...cookies, ...answer.cookies] };
}
