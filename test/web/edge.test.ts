import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { answer, readRequest, type WebRequest } from '../../lib/web/edge.ts';
import { download, redirect, text } from '../../lib/web/response.ts';

const publicUrl = 'https://weighbridge.example';

const eventOf = (changes: Record<string, unknown> = {}, method = 'GET') => ({
  version: '2.0',
  routeKey: '$default',
  rawPath: '/',
  rawQueryString: '',
  headers: { host: 'weighbridge.example' },
  requestContext: { http: { method, path: '/', protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' } },
  isBase64Encoded: false,
  ...changes,
});

function requestOf(changes: Record<string, unknown>, method?: string): WebRequest {
  const read = readRequest(eventOf(changes, method));
  if ('refusal' in read) throw new Error(`refused with ${read.refusal.status}`);
  return read.request;
}

describe('reading a request', () => {
  it('takes path, query, cookies and path parameters from the event', () => {
    const request = requestOf(
      {
        rawPath: '/webhook/t0ken',
        rawQueryString: 'invite=a%2Bb&x=1&x=2',
        cookies: ['session=one.two', ' odd = spaced ', 'a=b=c'],
        pathParameters: { token: 't0ken' },
      },
      'post',
    );
    expect(request.method).toBe('POST');
    expect(request.path).toBe('/webhook/t0ken');
    expect(request.query.get('invite')).toBe('a+b');
    expect(request.query.getAll('x')).toEqual(['1', '2']);
    expect(Object.fromEntries(request.cookies)).toEqual({ session: 'one.two', odd: 'spaced', a: 'b=c' });
    expect(request.pathParameters.token).toBe('t0ken');
  });

  it('keeps the first of two cookies with one name and skips what is no cookie', () => {
    const { cookies } = requestOf({ cookies: ['a=first', 'a=second', 'none', '=nameless', ''] });
    expect(Object.fromEntries(cookies)).toEqual({ a: 'first' });
  });

  it.each([
    ['plain', { body: 'userid=1&appli=1' }],
    ['base64', { body: Buffer.from('userid=1&appli=1').toString('base64'), isBase64Encoded: true }],
  ])('decodes a %s body', (_, changes) => {
    expect(requestOf(changes).body).toBe('userid=1&appli=1');
  });

  it.each([
    [65_536, undefined],
    [65_537, 413],
  ])('of %i bytes of body answers %s, also when they come as base64', (size, status) => {
    const body = 'x'.repeat(size);
    for (const changes of [{ body }, { body: Buffer.from(body).toString('base64'), isBase64Encoded: true }]) {
      const read = readRequest(eventOf(changes));
      expect('refusal' in read ? read.refusal.status : undefined).toBe(status);
    }
  });

  it('counts bytes, not characters', () => {
    expect(readRequest(eventOf({ body: 'ü'.repeat(40_000) }))).toHaveProperty('refusal.status', 413);
    const inWords = readRequest(eventOf({ body: 'ü'.repeat(40_000) }), (limitKb) => text(413, `${limitKb} KB`));
    expect(inWords).toHaveProperty('refusal.body', '64 KB');
  });

  it.each([
    ['nothing', undefined],
    ['a queue event', { Records: [] }],
    ['a request of payload format 1.0', { path: '/', httpMethod: 'GET', requestContext: {} }],
    ['cookies that are no list', eventOf({ cookies: 'a=b' })],
    ['a number as body', eventOf({ body: 5 })],
  ])('answers 400 to %s', (_, event) => {
    expect(readRequest(event)).toHaveProperty('refusal.status', 400);
  });
});

describe('answering', () => {
  it('gives status, headers, cookies and body to API Gateway', async () => {
    const result = await answer(eventOf(), publicUrl, () => redirect('/there', { cookies: ['a=b; Path=/'] }));
    expect(result).toMatchObject({
      statusCode: 302,
      headers: { location: '/there' },
      cookies: ['a=b; Path=/'],
      body: '',
    });
  });

  it('gives the bytes of a file as API Gateway takes them', async () => {
    const bytes = new Uint8Array([14, 0, 255, 10]);
    const result = await answer(eventOf(), publicUrl, () => download('a b"/..\\c.fit', 'application/x', bytes));
    expect(result).toMatchObject({ body: Buffer.from(bytes).toString('base64'), isBase64Encoded: true });
    expect(result.headers).toHaveProperty('content-disposition', 'attachment; filename="a-b-..-c.fit"');
  });

  it('does not ask for an answer to what could not be read', async () => {
    const result = await answer({}, publicUrl, () => {
      throw new Error('must not be asked');
    });
    expect(result.statusCode).toBe(400);
  });

  it('answers HEAD with the headers alone', async () => {
    const result = await answer(eventOf({}, 'HEAD'), publicUrl, () => text(200, 'words'));
    expect(result).toMatchObject({
      statusCode: 200,
      body: '',
      headers: { 'content-type': 'text/plain; charset=utf-8' },
    });
  });

  it.each([
    ['an answer', eventOf()],
    ['a refusal', {}],
  ])('locks %s down', async (_, event) => {
    const { headers } = await answer(event, publicUrl, () => text(200, 'words'));
    expect(headers).toMatchObject({
      'content-security-policy': "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
  });

  it('asks browsers to stay with https only where there is https', async () => {
    const headersAt = async (url: string) => (await answer(eventOf(), url, () => text(200, ''))).headers;
    expect(await headersAt(publicUrl)).toHaveProperty('strict-transport-security', 'max-age=31536000');
    expect(await headersAt('http://localhost:8080')).not.toHaveProperty('strict-transport-security');
  });
});

it('stays light: no page, no router and no JOSE comes along with the edge and the webhook token', async () => {
  const { metafile, outputFiles } = await build({
    stdin: {
      contents: "export * from './edge.ts'; export * from './webhook-token.ts'; export * from './response.ts';",
      resolveDir: new URL('../../lib/web', import.meta.url).pathname,
    },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    write: false,
    metafile: true,
  });
  expect(Object.keys(metafile.inputs).filter((path) => /hono|jose|pages/.test(path))).toEqual([]);
  expect(outputFiles[0]!.contents.length).toBeLessThan(30_000);
});
