import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as v from 'valibot';
import { text, type WebResponse } from './response.ts';

/** A request as the pages and handlers think of it. */
export interface WebRequest {
  /** In capitals. */
  method: string;
  /** Without the query, as it was sent. */
  path: string;
  query: URLSearchParams;
  cookies: ReadonlyMap<string, string>;
  /** Of all headers these, as far as they were sent. */
  headers: Readonly<Partial<Record<(typeof headersRead)[number], string>>>;
  /** Decoded, UTF-8; empty when there was none. */
  body: string;
  /** What the route's `{placeholders}` matched. */
  pathParameters: Readonly<Record<string, string>>;
}

/** Where a form was sent from, and in which language its sender reads numbers. */
const headersRead = ['origin', 'sec-fetch-site', 'accept-language'] as const;

const bodyLimitBytes = 64 * 1024;

/** API Gateway payload format 2.0, as much of it as is used here. */
const proxyEvent = v.object({
  rawPath: v.string(),
  rawQueryString: v.optional(v.string(), ''),
  cookies: v.optional(v.array(v.string()), []),
  headers: v.optional(v.object(v.entriesFromList(headersRead, v.exactOptional(v.string()))), {}),
  body: v.optional(v.string(), ''),
  isBase64Encoded: v.optional(v.boolean(), false),
  pathParameters: v.optional(v.record(v.string(), v.string()), {}),
  requestContext: v.object({ http: v.object({ method: v.string() }) }),
});

/**
 * Reads the event, lets `respond` answer it, and gives back what API Gateway wants. An event that is no request is
 * answered 400, a body over 64 KB 413, before `respond` sees it; HEAD gets the headers without the body.
 *
 * @param publicUrl base URL under which people reach this; when it is https, browsers are told to keep to https.
 */
export async function answer(
  event: unknown,
  publicUrl: string,
  respond: (request: WebRequest) => WebResponse | Promise<WebResponse>,
  tooLarge?: TooLarge,
): Promise<APIGatewayProxyStructuredResultV2> {
  const read = readRequest(event, tooLarge);
  const response = 'refusal' in read ? read.refusal : await respond(read.request);
  const withoutBody = 'request' in read && read.request.method === 'HEAD';
  return toResult(withoutBody ? bodiless(response) : response, publicUrl);
}

const bodiless = ({ bytes: _left, ...response }: WebResponse): WebResponse => ({ ...response, body: '' });

/** What is answered to more than is read. */
export type TooLarge = (limitKb: number) => WebResponse;

const tooLargeText: TooLarge = (limitKb) => text(413, `The request is too large: at most ${limitKb} KB are read.\n`);

export function readRequest(
  event: unknown,
  tooLarge: TooLarge = tooLargeText,
): { request: WebRequest } | { refusal: WebResponse } {
  const parsed = v.safeParse(proxyEvent, event);
  if (!parsed.success) return { refusal: text(400, 'This is not a request that can be read.\n') };
  const { rawPath, rawQueryString, cookies, headers, pathParameters, requestContext, body, isBase64Encoded } =
    parsed.output;
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > bodyLimitBytes) {
    return { refusal: tooLarge(bodyLimitBytes / 1024) };
  }
  return {
    request: {
      method: requestContext.http.method.toUpperCase(),
      path: rawPath,
      query: new URLSearchParams(rawQueryString),
      cookies: cookiesByName(cookies),
      headers,
      body: bytes.toString('utf8'),
      pathParameters,
    },
  };
}

export function toResult(response: WebResponse, publicUrl: string): APIGatewayProxyStructuredResultV2 {
  const { status, headers, cookies, body, bytes } = response;
  const transport = publicUrl.startsWith('https:') ? { 'strict-transport-security': 'max-age=31536000' } : {};
  const content = bytes ? { body: Buffer.from(bytes).toString('base64'), isBase64Encoded: true } : { body };
  return { statusCode: status, headers: { ...headers, ...transport }, cookies: [...cookies], ...content };
}

/** Each entry is `name=value`; of two with one name the first counts, which is the one with the more specific path. */
function cookiesByName(cookies: readonly string[]): ReadonlyMap<string, string> {
  const byName = new Map<string, string>();
  for (const cookie of cookies) {
    const equals = cookie.indexOf('=');
    const name = cookie.slice(0, equals).trim();
    if (equals > 0 && !byName.has(name)) byName.set(name, cookie.slice(equals + 1).trim());
  }
  return byName;
}
