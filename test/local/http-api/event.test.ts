import { describe, expect, it } from 'vitest';
import { eventOf, type HttpRequest } from '../../../lib/local/http-api/event.ts';

const request: HttpRequest = {
  method: 'GET',
  target: '/',
  rawHeaders: ['Host', 'localhost:4000'],
  body: Buffer.from(''),
  sourceIp: '127.0.0.1',
};
const context = {
  apiId: 'api',
  requestId: 'r-1',
  routeKey: '$default',
  pathParameters: {},
  receivedAt: Date.UTC(2020, 2, 12, 19, 3, 58, 390),
};
const event = (partial: Partial<HttpRequest>) => eventOf({ ...request, ...partial }, context);

it('a plain request, whole', () => {
  expect(eventOf({ ...request, rawHeaders: ['Host', 'localhost:4000', 'User-Agent', 'curl'] }, context)).toEqual({
    version: '2.0',
    routeKey: '$default',
    rawPath: '/',
    rawQueryString: '',
    headers: {
      host: 'localhost:4000',
      'user-agent': 'curl',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-port': '4000',
      'x-forwarded-proto': 'http',
    },
    requestContext: {
      accountId: '000000000000',
      apiId: 'api',
      domainName: 'localhost:4000',
      domainPrefix: 'localhost',
      http: { method: 'GET', path: '/', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'curl' },
      requestId: 'r-1',
      routeKey: '$default',
      stage: '$default',
      time: '12/Mar/2020:19:03:58 +0000',
      timeEpoch: 1_584_039_838_390,
    },
    isBase64Encoded: false,
  });
});

it('the query stays as it was sent, and is decoded beside it, values of one name joined', () => {
  expect(event({ target: '/a?x=1&y=%20b&x=2?&e' })).toMatchObject({
    rawQueryString: 'x=1&y=%20b&x=2?&e',
    queryStringParameters: { x: '1,2?', y: ' b', e: '' },
  });
  expect(event({}).queryStringParameters).toBeUndefined();
});

it('the path is decoded, its name notwithstanding', () => {
  expect(event({ target: '/a%20b/%zz' }).rawPath).toBe('/a%20b/%zz');
  expect(event({ target: '/a%20b' })).toMatchObject({ rawPath: '/a b', requestContext: { http: { path: '/a b' } } });
});

it('headers are lower case, several of one name joined', () => {
  const { headers } = event({ rawHeaders: ['Host', 'h', 'X-Foo', 'a', 'x-foo', 'b', '__proto__', 'c'] });
  expect(headers['x-foo']).toBe('a,b');
  expect(Object.hasOwn(headers, '__proto__')).toBe(true);
});

it('cookies are a list and no header', () => {
  const { cookies, headers } = event({ rawHeaders: ['Cookie', 'a=1; b=2', 'Cookie', 'c=3'] });
  expect(cookies).toEqual(['a=1', 'b=2', 'c=3']);
  expect(headers).not.toHaveProperty('cookie');
  expect(event({})).not.toHaveProperty('cookies');
});

describe('the body', () => {
  it.each([
    ['application/json', false],
    ['application/json; charset=utf-8', false],
    ['text/plain', false],
    ['application/xml', false],
    ['application/x-www-form-urlencoded', true],
    ['application/octet-stream', true],
    ['application/jsonlines', true],
  ])('of %s comes in base64: %s', (type, isBase64Encoded) => {
    const text = 'userid=1&appli=4&ü';
    expect(event({ method: 'POST', rawHeaders: ['Content-Type', type], body: Buffer.from(text) })).toMatchObject({
      body: isBase64Encoded ? Buffer.from(text).toString('base64') : text,
      isBase64Encoded,
    });
  });

  it('that is not there is not there', () => {
    const empty = event({ method: 'POST', rawHeaders: ['Content-Type', 'application/x-www-form-urlencoded'] });
    expect(empty).not.toHaveProperty('body');
    expect(empty.isBase64Encoded).toBe(false);
  });
});
