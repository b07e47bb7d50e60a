import { request } from 'node:http';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import { functionOf, type Resources, startTiny } from '../tiny-stack.ts';
import { VirtualTimer } from '../virtual-timer.ts';

const echo = 'export const handler = async (event) => event';

/** A function behind routes, wired as CDK writes it. */
function apiOf(assembly: string, code: string, routeKeys: string[], { permitted = true } = {}): Resources {
  const routes = routeKeys.map((RouteKey, index): [string, Resources[string]] => [
    `Route${index}`,
    {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: {
        ApiId: { Ref: 'Api' },
        RouteKey,
        Target: { 'Fn::Join': ['', ['integrations/', { Ref: 'Integration' }]] },
      },
    },
  ]);
  const permission: Resources = {
    Permission: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: { 'Fn::GetAtt': ['F', 'Arn'] },
        Principal: 'apigateway.amazonaws.com',
      },
    },
  };
  return {
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP' } },
    Integration: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        ApiId: { Ref: 'Api' },
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: { 'Fn::GetAtt': ['F', 'Arn'] },
        PayloadFormatVersion: '2.0',
      },
    },
    ...Object.fromEntries(routes),
    ...functionOf(assembly, 'F', { code, environment: { PUBLIC_URL: { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] } } }),
    ...(permitted ? permission : {}),
  };
}

it('a request becomes an event, and the result a response', async () => {
  const assembly = temporaryFolder();
  const { url } = await startTiny({ resources: apiOf(assembly, echo, ['POST /webhook/{token}']) }, { assembly });
  const response = await fetch(`${url}/webhook/secret?x=1`, {
    method: 'POST',
    body: new URLSearchParams({ userid: '7' }),
  });
  expect(response.headers.get('content-type')).toBe('application/json');
  expect(await response.json()).toMatchObject({
    routeKey: 'POST /webhook/{token}',
    pathParameters: { token: 'secret' },
    queryStringParameters: { x: '1' },
    body: Buffer.from('userid=7').toString('base64'),
    isBase64Encoded: true,
  });
});

it('the function knows the address under which it is reached', async () => {
  const assembly = temporaryFolder();
  const resources = apiOf(assembly, 'export const handler = async () => process.env.PUBLIC_URL', ['$default']);
  const { url } = await startTiny({ resources }, { assembly });
  expect(await (await fetch(`${url}/`)).text()).toBe(url);
});

it('cookies go out one by one, and HEAD has no body', async () => {
  const assembly = temporaryFolder();
  const code = `export const handler = async () => ({ statusCode: 201, cookies: ['a=1', 'b=2'], body: 'hello' })`;
  const { url } = await startTiny({ resources: apiOf(assembly, code, ['GET /x', 'HEAD /x']) }, { assembly });
  const get = await fetch(`${url}/x`);
  expect([get.status, get.headers.getSetCookie(), await get.text()]).toEqual([201, ['a=1', 'b=2'], 'hello']);
  const head = await fetch(`${url}/x`, { method: 'HEAD' });
  expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([201, '5', '']);
});

it.each([
  ['no route', 'GET', '/other', undefined, 404, 'Not Found'],
  ['an error in the function', 'GET', '/x', undefined, 500, 'Internal Server Error'],
  ['a body over 10 MB', 'POST', '/x', 'x'.repeat(10 * 1024 * 1024 + 1), 413, 'Request Entity Too Large'],
])('%s', async (_, method, path, body, status, message) => {
  const assembly = temporaryFolder();
  const code = `export const handler = async () => { throw new Error('no') }`;
  const { url } = await startTiny({ resources: apiOf(assembly, code, ['ANY /x']) }, { assembly });
  const response = await fetch(url + path, { method, ...(body !== undefined && { body }) });
  expect([response.status, await response.json()]).toEqual([status, { message }]);
});

it('a header that HTTP does not allow is the function’s mistake, not the end of the cloud', async () => {
  const assembly = temporaryFolder();
  const code = `export const handler = async () => ({ statusCode: 200, headers: { ok: '1', 'bad': 'a\\nb' } })`;
  const { url } = await startTiny({ resources: apiOf(assembly, code, ['$default']) }, { assembly });
  for (let time = 0; time < 2; time++) expect((await fetch(url)).status).toBe(500);
});

it('after 30 seconds the gateway answers, not the function', async () => {
  const assembly = temporaryFolder();
  const timer = new VirtualTimer();
  const started = Promise.withResolvers<void>();
  const code = `export const handler = async () => { console.log('started'); await new Promise((done) => setTimeout(done, 600_000)) }`;
  const resources = apiOf(assembly, code, ['$default']);
  Object.assign(resources.F?.Properties ?? {}, { Timeout: 60 });
  const { url } = await startTiny({ resources }, { assembly, timer, graceMs: 0, log: () => started.resolve() });
  const response = fetch(url);
  await started.promise;
  await timer.advance(30);
  expect([(await response).status, await (await response).json()]).toEqual([503, { message: 'Service Unavailable' }]);
  await timer.advance(30);
});

it('whoever hangs up half-way does no harm', async () => {
  const assembly = temporaryFolder();
  const { url } = await startTiny({ resources: apiOf(assembly, echo, ['$default']) }, { assembly });
  const half = request(url, { method: 'POST', headers: { 'content-length': 100 } });
  half.on('error', () => {});
  half.write('abc', () => half.destroy());
  await new Promise((resolve) => half.on('close', resolve));
  expect((await fetch(url)).status).toBe(200);
});

it('an API that may not invoke its function is refused at the start', async () => {
  const assembly = temporaryFolder();
  const resources = apiOf(assembly, echo, ['$default'], { permitted: false });
  await expect(startTiny({ resources }, { assembly })).rejects.toThrow('AWS would not let the API invoke F');
});
