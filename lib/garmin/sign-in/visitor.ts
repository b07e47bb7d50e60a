import { CookieJar } from 'tough-cookie';
import { type Answer, exchange, type Fetch } from '../../http.ts';
import { SignInRefused } from './refused.ts';

/** An answer, and the address at which it was found after all redirects. */
export interface Page extends Answer {
  url: URL;
}

const call = { service: 'Garmin', action: 'sign-in' };
const timeoutMs = 25_000;
const mostRedirects = 5;

/**
 * One visit to Garmin's sign-in, under one name and with one set of cookies: who changes either midway is
 * answered 429. It never leaves the origin it was made for.
 */
export class Visitor {
  readonly #fetch: Fetch;
  readonly #origin: string;
  readonly #userAgent: string;
  readonly #cookies = new CookieJar();

  constructor(fetch: Fetch, { origin, userAgent }: { origin: string; userAgent: string }) {
    this.#fetch = fetch;
    this.#origin = new URL(origin).origin;
    this.#userAgent = userAgent;
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Page> {
    return this.#visit(new URL(path, this.#origin), { headers });
  }

  post(path: string, body: URLSearchParams | object, headers: Record<string, string> = {}): Promise<Page> {
    const isForm = body instanceof URLSearchParams;
    return this.#visit(new URL(path, this.#origin), {
      method: 'POST',
      headers: {
        'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json',
        ...(!isForm && { origin: this.#origin }),
        ...headers,
      },
      body: isForm ? body : JSON.stringify(body),
    });
  }

  async #visit(url: URL, init: RequestInit & { headers: Record<string, string> }, redirects = 0): Promise<Page> {
    const cookie = this.#cookies.getCookieStringSync(url.href);
    const headers = {
      'user-agent': this.#userAgent,
      'accept-language': 'en-US,en;q=0.9',
      accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
      ...init.headers,
      ...(cookie && { cookie }),
    };
    const answer = await exchange(this.#fetch, url, { ...init, headers, timeoutMs }, call);
    for (const cookie of answer.headers.getSetCookie()) {
      this.#cookies.setCookieSync(cookie, url.href, { ignoreError: true });
    }
    const location = answer.headers.get('location');
    if (answer.status < 300 || answer.status >= 400 || location === null) return { ...answer, url };
    const next = URL.canParse(location, url.href) ? new URL(location, url) : undefined;
    if (next?.origin !== this.#origin || redirects === mostRedirects) {
      throw new SignInRefused('unexpected', { status: answer.status });
    }
    return this.#visit(next, { headers: { referer: url.href } }, redirects + 1);
  }
}
