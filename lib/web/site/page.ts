import { html } from '../html.ts';
import { type Layout, layout, type SignedIn } from '../pages/layout.ts';
import type { WebResponse } from '../response.ts';
import { isOwner } from './owner.ts';
import type { Visit } from './visit.ts';

export interface SitePage extends Omit<Layout, 'signedIn'> {
  /** 200 when absent. */
  status?: number;
  /** The place in the navigation to which the page belongs. */
  current?: string;
}

/** What a page says of whoever is signed in. */
export function signedInAs(visit: Visit): SignedIn {
  const { account, csrf, notice } = visit;
  return { csrf, isOwner: isOwner(account), ...(account.name && { name: account.name }), ...(notice && { notice }) };
}

/** A page of somebody who is signed in, with the way to all others around it. */
export function page(visit: Visit, { status = 200, current, ...rest }: SitePage): WebResponse {
  const signedIn = { ...signedInAs(visit), ...(current !== undefined && { current }) };
  return ownPage(status, layout({ ...rest, signedIn }));
}

/** Its address holds no secret, and a browser that is told `no-referrer` does not say whose form it sends. */
export const ownPage = (status: number, markup: string): WebResponse =>
  html(status, markup, { headers: { 'referrer-policy': 'same-origin' } });
