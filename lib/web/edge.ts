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
  /** Decoded, UTF-8; empty when there was none. */
  body: string;
  /** What the route's `{placeholders}` matched. */
  pathParameters: Readonly<Record<string, string>>;
}

const bodyLimitBytes = 64 * 1024;

/** API Gateway payload format 2.0, as much of it as is used here. */
const proxyEvent = v.object({
  rawPath: v.string(),
  rawQueryString: v.optional(v.string(), ''),
  cookies: v.optional(v.array(v.string()), []),
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
): Promise<APIGatewayProxyStructuredResultV2> {
  const read = readRequest(event);
  const response = 'refusal' in read ? read.refusal : await respond(read.request);
  const withoutBody = 'request' in read && read.request.method === 'HEAD';
  return toResult(withoutBody ? { ...response, body: '' } : response, publicUrl);
}

export function readRequest(event: unknown): { request: WebRequest } | { refusal: WebResponse } {
  const parsed = v.safeParse(proxyEvent, event);
  if (!parsed.success) return { refusal: text(400, 'This is not a request that can be read.\n') };
  const { rawPath, rawQueryString, cookies, pathParameters, requestContext, body, isBase64Encoded } = parsed.output;
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > bodyLimitBytes) {
    return { refusal: text(413, `The request is too large: at most ${bodyLimitBytes / 1024} KB are read.\n`) };
  }
  return {
    request: {
      method: requestContext.http.method.toUpperCase(),
      path: rawPath,
      query: new URLSearchParams(rawQueryString),
      cookies: cookiesByName(cookies),
      body: bytes.toString('utf8'),
      pathParameters,
    },
  };
}

export function toResult(response: WebResponse, publicUrl: string): APIGatewayProxyStructuredResultV2 {
  const { status, headers, cookies, body } = response;
  const transport = publicUrl.startsWith('https:') ? { 'strict-transport-security': 'max-age=31536000' } : {};
  const common = { statusCode: status, headers: { ...headers, ...transport }, cookies: [...cookies] };
  if (typeof body === 'string') return { ...common, body };
  return { ...common, body: Buffer.from(body).toString('base64'), isBase64Encoded: true };
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
