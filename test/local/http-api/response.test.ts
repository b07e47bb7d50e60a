import { expect, it } from 'vitest';
import { responseOf } from '../../../lib/local/http-api/response.ts';

it.each<[string, unknown, number, [string, string][], string]>([
  ['an object without a status is the body of a 200', { a: 1 }, 200, [['content-type', 'application/json']], '{"a":1}'],
  ['so is text', 'hello', 200, [['content-type', 'application/json']], 'hello'],
  ['and nothing', null, 200, [['content-type', 'application/json']], 'null'],
  ['a status alone', { statusCode: 204 }, 204, [], ''],
  ['a status as text', { statusCode: '404', body: 'no' }, 404, [['content-type', 'text/plain; charset=utf-8']], 'no'],
  [
    'headers of its own',
    { statusCode: 200, headers: { 'Content-Type': 'text/html', 'X-N': 3 }, body: '<p>' },
    200,
    [
      ['content-type', 'text/html'],
      ['x-n', '3'],
    ],
    '<p>',
  ],
  [
    'cookies',
    { statusCode: 302, headers: { location: '/' }, cookies: ['a=1; HttpOnly', 'b=2'] },
    302,
    [
      ['location', '/'],
      ['set-cookie', 'a=1; HttpOnly'],
      ['set-cookie', 'b=2'],
    ],
    '',
  ],
  [
    'bytes',
    { statusCode: 200, headers: { 'content-type': 'image/png' }, body: 'aGk=', isBase64Encoded: true },
    200,
    [['content-type', 'image/png']],
    'hi',
  ],
])('%s', (_, result, status, headers, body) => {
  const response = responseOf(result);
  expect({ ...response, body: response.body.toString() }).toEqual({ status, headers, body });
});

it.each([
  { statusCode: 'ok' },
  { statusCode: 99 },
  { statusCode: 200, body: { not: 'text' } },
  { statusCode: 200, cookies: 'a=1' },
])('what API Gateway cannot use is an error of the server: %j', (result) => {
  const { status, body } = responseOf(result);
  expect([status, body.toString()]).toEqual([500, '{"message":"Internal Server Error"}']);
});
