import { onwards } from '../web/invites.ts';
import { UserError } from './user-error.ts';

/**
 * Goes the way of a browser through an invite link: to Withings, consent, and back, by the same HTTP routes and with
 * the same cookies.
 *
 * @throws UserError with the title of the page on which it ended, when that is not "Connected"
 */
export async function followLink(link: string, fetch: typeof globalThis.fetch = globalThis.fetch): Promise<void> {
  const cookies = new Map<string, string>();
  const visit = async (url: string, init: RequestInit = {}): Promise<Response> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...(cookie && { cookie }), ...(init.headers as Record<string, string>) };
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    return response;
  };

  const consentPage = locationOf(await visit(onwards(link)), link);
  const allow = { method: 'POST', body: new URLSearchParams({ decision: 'allow' }) };
  const callback = locationOf(await visit(consentPage, allow), consentPage);
  const page = await (await visit(callback)).text();
  const title = titleOf(page);
  if (!title.startsWith('Connected')) throw new UserError(`Connecting did not work: “${title}”.`);
}

function locationOf(response: Response, from: string): string {
  const location = response.headers.get('location');
  if (location) return new URL(location, from).href;
  throw new UserError(`${new URL(from).origin} did not send the browser on (HTTP ${response.status}).`);
}

const titleOf = (page: string): string => /<title>([^<]*)<\/title>/.exec(page)?.[1]?.trim() ?? 'no title';
