import { clearCookie } from '../cookies.ts';
import { html } from '../html.ts';
import { signedOutEverywherePage, signedOutPage } from '../pages/signing-in.ts';
import { sessionCookie } from '../sessions.ts';
import type { Route, Visit } from './visit.ts';

/** Leaving this browser, or all of them. */
export const signOutRoutes: readonly Route[] = [
  { method: 'POST', path: '/sign-out', answer: async ({ site }) => html(200, signedOutPage(), forgetting(site)) },
  { method: 'POST', path: '/sign-out-everywhere', answer: signOutEverywhere },
];

async function signOutEverywhere({ site, account, now }: Visit) {
  await site.accounts.change(account, (current) => ({ ...current, sessionsSince: now }));
  return html(200, signedOutEverywherePage(), forgetting(site));
}

const forgetting = ({ publicUrl }: Visit['site']) => ({ cookies: [clearCookie(sessionCookie.name, publicUrl)] });
