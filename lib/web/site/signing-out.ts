import { clearCookie } from '../cookies.ts';
import { html } from '../html.ts';
import { signedOutEverywherePage, signedOutPage } from '../pages/signing-in.ts';
import { endSession, sessionCookie } from '../sessions.ts';
import type { Route, Visit } from './visit.ts';

/** Leaving this browser, or all of them. */
export const signOutRoutes: readonly Route[] = [
  { method: 'POST', path: '/sign-out', answer: signOut },
  { method: 'POST', path: '/sign-out-everywhere', answer: signOutEverywhere },
];

async function signOut({ site, session }: Visit) {
  await endSession(site.shortLived, session);
  return html(200, signedOutPage(), forgetting(site));
}

async function signOutEverywhere({ site, account, now }: Visit) {
  await site.accounts.change(account, (current) => ({ ...current, sessionsSince: now }));
  return html(200, signedOutEverywherePage(), forgetting(site));
}

const forgetting = ({ publicUrl }: Visit['site']) => ({ cookies: [clearCookie(sessionCookie.name, publicUrl)] });
