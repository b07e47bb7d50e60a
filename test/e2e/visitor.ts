/** An answer as a person sees it. */
export interface Seen {
  /** What was asked: `GET /connect`, without the query. */
  asked: string;
  status: number;
  headers: Headers;
  body: string;
  /** The heading of the page; empty when it is no page. */
  heading: string;
}

/** A browser as far as HTTP goes: it keeps the cookies of one site, and goes on only when it is told to. */
export class Visitor {
  readonly cookies = new Map<string, string>();
  /** Every answer of the site so far. */
  readonly seen: Seen[] = [];
  /** What it carried that is nobody else's business: values of queries and cookies. */
  readonly secrets = new Set<string>();
  readonly #site: string;

  constructor(site: string) {
    this.#site = site;
  }

  /** @param target an address, or a path on the site */
  async visit(target: string, init: RequestInit = {}): Promise<Seen> {
    const url = new URL(target, this.#site);
    for (const value of url.searchParams.values()) this.secrets.add(value);
    const isHome = url.origin === this.#site;
    const cookie = isHome ? [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') : '';
    const headers = { ...(cookie && { cookie }), ...(init.headers as Record<string, string> | undefined) };
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    const body = await response.text();
    const asked = `${init.method ?? 'GET'} ${url.pathname}`;
    const seen = { asked, status: response.status, headers: response.headers, body, heading: headingOf(body) };
    if (isHome) {
      this.#keepCookies(response.headers);
      this.seen.push(seen);
    }
    return seen;
  }

  /** Sends a form of a page of the site as it stands there, with what was filled in. */
  async send(on: string, action: string, fields: Record<string, string> = {}): Promise<Seen> {
    const { body } = await this.visit(on);
    const form = body.slice(Math.max(0, body.indexOf(`action="${action}"`)));
    const csrf = /name="csrf" value="([^"]+)"/.exec(form)?.[1] ?? '';
    const headers = { origin: this.#site, 'sec-fetch-site': 'same-origin' };
    return this.visit(action, { method: 'POST', body: new URLSearchParams({ csrf, ...fields }), headers });
  }

  /** Opens a link and goes on, past the welcome, to where Withings asks for consent. */
  async open(link: string): Promise<string> {
    const seen = await this.visit(link);
    const [, onwards] = /<a class="go" href="([^"]*to=withings)">/.exec(seen.body) ?? [];
    return locationOf(onwards ? await this.visit(onwards.replaceAll('&amp;', '&')) : seen);
  }

  /** @returns the address on the site to which Withings sends the browser back */
  async decide(consentPage: string, decision: 'allow' | 'deny', userid?: number): Promise<string> {
    const form = new URLSearchParams({ decision, ...(userid !== undefined && { userid: String(userid) }) });
    return locationOf(await this.visit(consentPage, { method: 'POST', body: form }));
  }

  /** From the link to the address on the site to which Withings sends the browser back. */
  async consent(link: string, userid?: number): Promise<string> {
    return this.decide(await this.open(link), 'allow', userid);
  }

  #keepCookies(headers: Headers): void {
    for (const line of headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value) this.secrets.add(value);
      if (/Max-Age=0\b/.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }
}

function locationOf({ asked, status, headers }: Seen): string {
  const location = headers.get('location');
  if (location) return location;
  throw new Error(`${asked} sent the browser nowhere (HTTP ${status}).`);
}

const headingOf = (body: string): string => /<h1[^>]*>(.*?)<\/h1>/s.exec(body)?.[1]?.trim() ?? '';
