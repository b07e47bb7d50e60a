/** An answer as the pages and handlers think of it; `edge.ts` turns it into what API Gateway wants. */
export interface WebResponse {
  status: number;
  headers: Readonly<Record<string, string>>;
  /** Complete Set-Cookie lines. */
  cookies: readonly string[];
  body: string;
  /** Instead of the body, for what is no text. */
  bytes?: Uint8Array;
  /** For whoever is signed in: said once, on the page that is shown next. */
  notice?: Notice;
}

/** What an action came to. `act`: it did not work, or something is left to do. */
export interface Notice {
  tone: 'done' | 'act';
  words: string;
}

export interface ResponseExtras {
  headers?: Readonly<Record<string, string>>;
  cookies?: readonly string[];
}

/** Nothing may be loaded, framed, or sent elsewhere; a page adds only what it needs itself. */
export const lockedDown = {
  'default-src': "'none'",
  'form-action': "'self'",
  'frame-ancestors': "'none'",
  'base-uri': "'none'",
} as const;

export function contentSecurityPolicy(directives: Readonly<Record<string, string>>): string {
  return Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');
}

/** On every answer: health values belong in no cache, and links that carry an invite in no Referer. */
const always = {
  'content-security-policy': contentSecurityPolicy(lockedDown),
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
} as const;

/** Any answer; headers are lower-case, and those given win over the ones that are always there. */
export function respond(
  status: number,
  body: string,
  { headers = {}, cookies = [] }: ResponseExtras = {},
): WebResponse {
  return { status, headers: { ...always, ...headers }, cookies, body };
}

export function text(status: number, body: string, extras: ResponseExtras = {}): WebResponse {
  return respond(status, body, {
    ...extras,
    headers: { 'content-type': 'text/plain; charset=utf-8', ...extras.headers },
  });
}

/** Sends the browser on. */
export function redirect(location: string, extras: ResponseExtras = {}): WebResponse {
  return respond(302, '', { ...extras, headers: { ...extras.headers, location } });
}

/** After a form: the browser opens a page, which says once what it came to, and can be loaded again without harm. */
export function seeOther(location: string, notice?: Notice): WebResponse {
  return { ...respond(303, '', { headers: { location } }), ...(notice && { notice }) };
}

/** A file to keep, under a name of letters, digits, dots and dashes whatever it is called. */
export function download(name: string, contentType: string, content: string | Uint8Array): WebResponse {
  const fileName = name.replaceAll(/[^\w.-]+/g, '-');
  const headers = { 'content-type': contentType, 'content-disposition': `attachment; filename="${fileName}"` };
  if (typeof content === 'string') return respond(200, content, { headers });
  return { ...respond(200, '', { headers }), bytes: content };
}
