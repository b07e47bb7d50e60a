import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { accountId } from '../template/identity.ts';
import { decode } from './routes.ts';

/** A request as it came in from the network. */
export interface HttpRequest {
  method: string;
  /** Path and query, percent-encoded. */
  target: string;
  /** Name, value, name, value, … as they were sent. */
  rawHeaders: readonly string[];
  body: Buffer;
  sourceIp: string;
}

export interface HttpEventContext {
  apiId: string;
  requestId: string;
  routeKey: string;
  pathParameters: Record<string, string>;
  /** Epoch milliseconds. */
  receivedAt: number;
}

/** What a Lambda function receives from an HTTP API, payload format 2.0. */
export function eventOf(request: HttpRequest, context: HttpEventContext): APIGatewayProxyEventV2 {
  const [path = '/', ...queryParts] = request.target.split('?');
  const rawQueryString = queryParts.join('?');
  const query = combined([...new URLSearchParams(rawQueryString)]);
  const sent = pairs(request.rawHeaders);
  const { cookie, ...headers } = combined(sent);
  const cookies = sent.filter(([name]) => name === 'cookie').flatMap(([, value]) => value.split(/; */));
  const host = headers.host ?? 'localhost';
  const text = isText(headers['content-type']);
  return {
    version: '2.0',
    routeKey: context.routeKey,
    // API Gateway decodes it, its name notwithstanding.
    rawPath: decode(path),
    rawQueryString,
    ...(cookie !== undefined && { cookies }),
    headers: {
      ...headers,
      'x-forwarded-for': request.sourceIp,
      'x-forwarded-port': host.split(':')[1] ?? '80',
      'x-forwarded-proto': 'http',
    },
    ...(rawQueryString !== '' && { queryStringParameters: query }),
    ...(Object.keys(context.pathParameters).length > 0 && { pathParameters: context.pathParameters }),
    requestContext: {
      accountId,
      apiId: context.apiId,
      domainName: host,
      domainPrefix: host.split(/[.:]/)[0] ?? '',
      http: {
        method: request.method,
        path: decode(path),
        protocol: 'HTTP/1.1',
        sourceIp: request.sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: context.requestId,
      routeKey: context.routeKey,
      stage: '$default',
      time: commonLogTime(context.receivedAt),
      timeEpoch: context.receivedAt,
    },
    ...(request.body.length > 0 && { body: request.body.toString(text ? 'utf8' : 'base64') }),
    isBase64Encoded: request.body.length > 0 && !text,
  };
}

/** The content types API Gateway passes as text; all others, form bodies among them, arrive in base64. */
const isText = (contentType: string | undefined): boolean =>
  /^(text\/|application\/(json|javascript|xml)(;|$))/i.test(contentType ?? '');

function pairs(rawHeaders: readonly string[]): [string, string][] {
  const names = rawHeaders.filter((_, index) => index % 2 === 0);
  return names.map((name, index) => [name.toLowerCase(), rawHeaders[2 * index + 1] ?? '']);
}

/** Several values of one name become one, joined by commas. */
function combined(entries: readonly (readonly [string, string])[]): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of entries) {
    const earlier = Object.hasOwn(values, name) ? `${values[name]},` : '';
    Object.defineProperty(values, name, { value: earlier + value, enumerable: true, configurable: true });
  }
  return values;
}

/** `12/Mar/2020:19:03:58 +0000` */
function commonLogTime(epochMs: number): string {
  const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(epochMs).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}
