import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as v from 'valibot';
import { afterEach, describe, expect, it } from 'vitest';
import { BugError, RetryError } from '../lib/errors.ts';
import { exchange, type Fetch, jsonOf, parseAs, withTimeLimit } from '../lib/http.ts';

const call = { service: 'Garmin', action: 'upload' };

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const failureOf = (work: Promise<unknown>): Promise<RetryError> =>
  work.then(
    () => expect.fail('It should have failed.'),
    (error) => error,
  );

describe('an exchange', () => {
  it('gives status, headers and the whole body', async () => {
    const url = await serve((_, response) => {
      response.writeHead(201, { 'x-kind': 'test' });
      response.write('first, ');
      setTimeout(() => response.end('second'), 20);
    });
    const answer = await exchange(fetch, url, {}, call);
    expect(answer).toMatchObject({ status: 201, text: 'first, second' });
    expect(answer.headers.get('x-kind')).toBe('test');
  });

  it('sends method, headers and body as they are', async () => {
    const url = await serve(async (request, response) => {
      const body = (await Array.fromAsync(request)).join('');
      response.end(`${request.method} ${request.headers['x-a']} ${body}`);
    });
    const init = { method: 'PUT', headers: { 'x-a': '1' }, body: 'hello', timeoutMs: 5000 };
    expect((await exchange(fetch, url, init, call)).text).toBe('PUT 1 hello');
  });

  it('does not follow a redirect: a sign-in page must not look like success', async () => {
    const visited: (string | undefined)[] = [];
    const url = await serve((request, response) => {
      visited.push(request.url);
      response.writeHead(302, { location: '/sign-in' }).end();
    });
    const answer = await exchange(fetch, url, {}, call);
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe('/sign-in');
    expect(visited).toEqual(['/']);
  });

  it.each([
    ['no answer at all', () => {}],
    [
      'an answer that hangs in the middle of its body',
      (_: unknown, response: { write(text: string): unknown }) => response.write('{"half":'),
    ],
  ] as const)('ends in time with %s, its outcome unknown', async (_, listener) => {
    const url = await serve(listener as RequestListener);
    const failure = await failureOf(exchange(fetch, url, { timeoutMs: 100 }, call));
    expect(failure).toBeInstanceOf(RetryError);
    expect(failure).toMatchObject({
      message: 'Garmin did not answer within 0.1 s (upload).',
      outcomeUnknown: true,
      ...call,
    });
  });

  it.each([
    ['is cut before it', (_: unknown, response: { destroy(): void }) => response.destroy()],
    [
      'is cut in the middle of its body',
      (_: unknown, response: { write(text: string, done: () => void): unknown; destroy(): void }) =>
        response.write('{"half":', () => response.destroy()),
    ],
  ] as const)('whose answer %s may have taken effect', async (_, listener) => {
    const url = await serve(listener as RequestListener);
    expect(await failureOf(exchange(fetch, url, {}, call))).toMatchObject({
      message: 'Garmin could not be reached (upload).',
      kind: 'retry',
      outcomeUnknown: true,
    });
  });

  it('never puts the address, which may hold a token, into the error', async () => {
    const url = `${await serve((_, response) => response.destroy())}/?token=secret`;
    const failure = await failureOf(exchange(fetch, url, {}, call));
    expect(failure.message).not.toMatch(/secret|127\.0\.0\.1/);
  });
});

describe('an answer’s JSON', () => {
  const answer = (text: string) => ({ status: 502, headers: new Headers(), text });

  it('is parsed', () => {
    expect(jsonOf(answer('{"a":[1]}'), call)).toEqual({ a: [1] });
  });

  it.each(['<html>secret</html>', '', '{"token":"secret'])('that is none is worth another try: %j', (text) => {
    const parse = () => jsonOf(answer(text), call);
    expect(parse).toThrow(RetryError);
    expect(parse).toThrow(/^Garmin answered upload with something other than JSON \(HTTP 502\)\.$/);
    try {
      parse();
    } catch (error) {
      expect(error).toMatchObject({ status: 502, outcomeUnknown: true });
      expect((error as Error).cause).toBeUndefined();
    }
  });
});

describe('checking a shape', () => {
  const schema = v.object({ tokens: v.array(v.object({ access: v.string() })) });

  it('gives what the schema makes of it', () => {
    expect(parseAs(schema, { tokens: [{ access: 'x', more: 1 }] }, call)).toEqual({ tokens: [{ access: 'x' }] });
  });

  it.each([
    [{ tokens: [{ access: 'fine' }, { access: 4711 }] }, 'tokens.1.access should be string'],
    [{ tokens: [{}] }, 'tokens.0.access is missing.'],
    [{ tokens: 'secret' }, 'tokens should be Array'],
    ['secret', 'the answer itself should be Object'],
    [null, 'the answer itself should be Object'],
  ])('names service, action and field of %j, and never the value', (input, told) => {
    const parse = () => parseAs(schema, input, call);
    expect(parse).toThrow(BugError);
    expect(parse).toThrow(`Garmin answered upload in a shape this version does not know: ${told}`);
    expect(parse).not.toThrow(/4711|secret/);
  });

  it('never tells a value that a pattern or a list of choices refused', () => {
    const strict = v.object({ id: v.pipe(v.string(), v.regex(/^\d+$/)), kind: v.picklist(['a', 'b']) });
    for (const input of [
      { id: 'secret', kind: 'a' },
      { id: '1', kind: 'secret' },
    ]) {
      expect(() => parseAs(strict, input, call)).toThrow(/(id|kind) should be/);
      expect(() => parseAs(strict, input, call)).not.toThrow(/secret/);
    }
  });
});

describe('a time limit over others', () => {
  const hanging: Fetch = (_, init) =>
    new Promise((_resolve, reject) => init?.signal?.addEventListener('abort', () => reject(init.signal?.reason)));

  it.each([
    ['alone', undefined],
    ['before a longer one of the request', AbortSignal.timeout(60_000)],
  ])('ends a request that hangs, %s', async (_, signal) => {
    const asked = withTimeLimit(hanging, 20)('https://vendor.test', signal && { signal });
    await expect(asked).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('leaves a request its own, shorter one', async () => {
    const asked = withTimeLimit(hanging, 60_000)('https://vendor.test', { signal: AbortSignal.timeout(10) });
    await expect(asked).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});
