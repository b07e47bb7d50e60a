import { setCookie } from '../../../lib/web/cookies.ts';
import { readRequest } from '../../../lib/web/edge.ts';
import type { WebResponse } from '../../../lib/web/response.ts';
import { issueSession, sessionCookie } from '../../../lib/web/sessions.ts';
import type { Parts } from '../../../lib/web/site/parts.ts';
import { answerFromSite, type SiteHost } from '../../../lib/web/site/router.ts';
import { outlineOf } from '../pages/outline.ts';

export interface Sent {
  method?: string;
  body?: string;
  headers?: Record<string, string>;
}

/** A browser as far as the site sees it: it keeps cookies, sends forms as they stand on the page, and follows nothing. */
export class SiteVisitor {
  readonly cookies = new Map<string, string>();
  readonly #host: SiteHost;
  readonly #parts: Parts;

  constructor({ parts, ...host }: SiteHost & { parts: Parts }) {
    this.#host = host;
    this.#parts = parts;
  }

  async signIn(account: string): Promise<void> {
    const { site, key } = this.#host;
    const value = await issueSession(site.clock, key, account);
    this.#keep([setCookie({ ...sessionCookie, value }, site.publicUrl)]);
  }

  async request(target: string, { method = 'GET', body = '', headers = {} }: Sent = {}): Promise<WebResponse> {
    const [rawPath = '/', rawQueryString = ''] = (target.split('#')[0] ?? '').split('?');
    const cookies = [...this.cookies].map(([name, value]) => `${name}=${value}`);
    const requestContext = { http: { method } };
    const read = readRequest({ rawPath, rawQueryString, cookies, headers, body, requestContext });
    if ('refusal' in read) return read.refusal;
    const answer = await answerFromSite(read.request, this.#parts, async () => this.#host);
    this.#keep(answer.cookies);
    return answer;
  }

  /** Opens a page, and the ones it leads to. */
  async open(target: string): Promise<{ status: number; body: string; text: string; heading: string }> {
    const { status, body, headers } = await this.request(target);
    if (headers.location) return this.open(headers.location);
    return { status, body, text: textOf(body), heading: headingOf(body) };
  }

  /** Sends a form of a page as it stands there, with what was filled in, and looks at where it leads. */
  async send(on: string, action: string, fields: Record<string, string> = {}) {
    const { body } = await this.open(on);
    const form = new URLSearchParams({ csrf: csrfIn(body, action), ...fields });
    return this.post(action, form);
  }

  async post(action: string, form: URLSearchParams, headers: Record<string, string> = ownPage) {
    const answer = await this.request(action, { method: 'POST', body: form.toString(), headers });
    const { status, body, headers: given } = answer;
    const shown = given.location ? await this.open(given.location) : { text: textOf(body), heading: headingOf(body) };
    return { status, location: given.location, ...{ text: shown.text, heading: shown.heading }, body };
  }

  #keep(lines: readonly string[]): void {
    for (const line of lines) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (line.includes('Max-Age=0')) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }
}

/** What a browser sends with a form from one of our own pages. */
export const ownPage = { origin: 'https://weighbridge.test', 'sec-fetch-site': 'same-origin' };

export function csrfIn(body: string, action: string): string {
  const start = body.indexOf(`action="${action}"`);
  if (start < 0) throw new Error(`The page has no form for ${action}.`);
  return /name="csrf" value="([^"]+)"/.exec(body.slice(start))?.[1] ?? '';
}

const textOf = (body: string): string => (body.startsWith('<!doctype') ? outlineOf(body).text : body);
const headingOf = (body: string): string => /<h1[^>]*>(.*?)<\/h1>/s.exec(body)?.[1]?.trim() ?? '';
