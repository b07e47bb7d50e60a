import { stylesheetHash } from './pages/stylesheet.ts';
import { contentSecurityPolicy, lockedDown, type ResponseExtras, respond, type WebResponse } from './response.ts';

/**
 * The one stylesheet by its hash, and the icon that is written into the page; no script, no other file, no other host.
 */
const policy = contentSecurityPolicy({
  ...lockedDown,
  'style-src': `'${stylesheetHash}'`,
  'img-src': 'data:',
});

/** A page as an answer. It stands apart from `response.ts` so that a function without pages carries no stylesheet. */
export function html(status: number, markup: string, extras: ResponseExtras = {}): WebResponse {
  const headers = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy };
  return respond(status, markup, { ...extras, headers: { ...headers, ...extras.headers } });
}
