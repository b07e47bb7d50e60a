import fc from 'fast-check';
import { expect, it } from 'vitest';
import { matchRoute } from '../../../lib/local/http-api/routes.ts';

const routes = [
  '$default',
  'ANY /{proxy+}',
  'GET /pets/{proxy+}',
  'GET /pets/dog/{id}',
  'GET /pets/dog/1',
  'ANY /pets/dog/1',
  'HEAD /pets/dog/{id}',
  'POST /webhook/{token}',
  'GET /{kind}/cat/1',
].map((key) => ({ key, target: key }));

it.each<[string, string, string, Record<string, string>]>([
  ['GET', '/pets/dog/1', 'GET /pets/dog/1', {}],
  ['POST', '/pets/dog/1', 'ANY /pets/dog/1', {}],
  ['GET', '/pets/dog/2', 'GET /pets/dog/{id}', { id: '2' }],
  ['HEAD', '/pets/dog/2', 'HEAD /pets/dog/{id}', { id: '2' }],
  ['GET', '/pets/cat/1', 'GET /{kind}/cat/1', { kind: 'pets' }],
  ['GET', '/pets/cat/2', 'GET /pets/{proxy+}', { proxy: 'cat/2' }],
  ['PUT', '/pets/cat/2', 'ANY /{proxy+}', { proxy: 'pets/cat/2' }],
  ['POST', '/webhook/a%2Fb', 'POST /webhook/{token}', { token: 'a/b' }],
  ['POST', '/webhook/', 'ANY /{proxy+}', { proxy: 'webhook/' }],
  ['GET', '/webhook/x', 'ANY /{proxy+}', { proxy: 'webhook/x' }],
  ['GET', '/pets/dog/1/', 'GET /pets/{proxy+}', { proxy: 'dog/1/' }],
  ['GET', '/', '$default', {}],
])('%s %s goes to %s', (method, path, key, pathParameters) => {
  expect(matchRoute(routes, method, path)).toEqual({ key, target: key, pathParameters });
});

it('without a default there may be no route', () => {
  expect(matchRoute([{ key: 'GET /connect', target: 1 }], 'HEAD', '/connect')).toBeUndefined();
  expect(matchRoute([{ key: 'GET /connect', target: 1 }], 'GET', '/Connect')).toBeUndefined();
});

it('the order of the routes does not matter', () => {
  const shuffled = fc.shuffledSubarray(routes, { minLength: routes.length });
  fc.assert(
    fc.property(shuffled, fc.constantFrom('/pets/dog/1', '/pets/dog/2', '/pets/cat/1', '/x'), (order, path) => {
      expect(matchRoute(order, 'GET', path)?.key).toBe(matchRoute(routes, 'GET', path)?.key);
    }),
  );
});
