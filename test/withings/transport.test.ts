import { describe, expect, it } from 'vitest';
import { BugError, ReauthorizeError, RetryError } from '../../lib/errors.ts';
import type { Fetch } from '../../lib/http.ts';
import { WithingsTransport } from '../../lib/withings/transport.ts';
import { FlowingClock } from '../flowing-clock.ts';

interface Sent {
  at: number;
  url: string;
  method: string;
  authorization: string | null;
  form: Record<string, string>;
}

/** A transport whose server gives these answers one after the other, the last one for ever. */
const answering = (...answers: (unknown | (() => Response))[]) => limited(undefined, ...answers);

/** The same, with somebody to ask before each call. */
function limited(beforeCall: (() => Promise<void>) | undefined, ...answers: (unknown | (() => Response))[]) {
  const clock = new FlowingClock();
  const sent: Sent[] = [];
  const fetch: Fetch = async (input, init) => {
    const at = clock.now();
    const request = new Request(input, init);
    const form = Object.fromEntries(new URLSearchParams(await request.text()));
    const { url, method, headers } = request;
    sent.push({ at, url, method, authorization: headers.get('authorization'), form });
    const answer = answers[Math.min(sent.length, answers.length) - 1];
    return typeof answer === 'function' ? answer() : Response.json(answer);
  };
  const transport = new WithingsTransport({ fetch, clock, random: () => 1, apiUrl: 'https://api.example', beforeCall });
  return { transport, clock, sent };
}

const getmeas = { path: '/measure', action: 'getmeas', params: { category: 1 }, accessToken: 'token' };
const html = (status: number) => () => new Response('<html></html>', { status });

/** Time between the calls, seconds. */
const gaps = (sent: readonly Sent[]): number[] => sent.slice(1).map(({ at }, index) => (at - sent[index]!.at) / 1000);

describe('a call', () => {
  it('is a form by POST with the token in the header only', async () => {
    const { transport, sent } = answering({ status: 0, body: { ok: 1 } });
    await expect(transport.call(getmeas)).resolves.toEqual({ ok: 1 });
    expect(sent).toMatchObject([
      {
        url: 'https://api.example/measure',
        method: 'POST',
        authorization: 'Bearer token',
        form: { action: 'getmeas', category: '1' },
      },
    ]);
  });

  it.each([
    ['{}', { status: 0, body: {} }],
    ['[]', { status: 0, body: [] }],
    ['null', { status: 0, body: null }],
    ['absent', { status: 0 }],
  ])('takes a body that is %s for an empty success', async (_, answer) => {
    await expect(answering(answer).transport.call(getmeas)).resolves.toEqual({});
  });

  it.each([
    ['401', { status: 401, body: {}, error: 'invalid_token' }, ReauthorizeError],
    ['503', { status: 503, body: null, error: 'Invalid Params' }, BugError],
    ['a number nobody documented', { status: 4711 }, RetryError],
    ['JSON that is no envelope', { errors: [] }, BugError],
  ])('takes only status 0 for success: %s', async (_, answer, kind) => {
    await expect(answering(answer).transport.call({ ...getmeas, tries: 1 })).rejects.toBeInstanceOf(kind);
  });

  it.each([
    ['HTTP 502', html(502)],
    ['HTTP 401', html(401)],
    ['HTTP 403, whatever the envelope says', () => Response.json({ status: 0 }, { status: 403 })],
    ['a redirect', () => new Response(null, { status: 302, headers: { location: 'https://elsewhere.example' } })],
    ['a page of HTML', html(200)],
    ['an empty answer', () => new Response('')],
    [
      'silence',
      () => {
        throw new DOMException('', 'TimeoutError');
      },
    ],
  ])('tries again after %s', async (_, answer) => {
    const { transport, sent } = answering(answer, { status: 0, body: { ok: 1 } });
    await expect(transport.call(getmeas)).resolves.toEqual({ ok: 1 });
    expect(sent).toHaveLength(2);
  });

  it('repeats nothing of what the vendor said, in any error', async () => {
    const { transport } = answering({ status: 503, error: 'Invalid Params: refresh_token=abc123' });
    await expect(transport.call(getmeas)).rejects.not.toThrow(/abc123/);
  });
});

describe('retries', () => {
  it('are three tries in all, at least 12 seconds apart, with backoff and jitter on top', async () => {
    const { transport, sent } = answering({ status: 522 });
    await expect(transport.call(getmeas)).rejects.toMatchObject({ kind: 'retry', status: 522 });
    expect(gaps(sent)).toEqual([14, 16]);
  });

  it('are not made of what will never succeed', async () => {
    const { transport, sent } = answering({ status: 503 });
    await expect(transport.call(getmeas)).rejects.toBeInstanceOf(BugError);
    expect(sent).toHaveLength(1);
  });

  it('wait as long as the vendor says', async () => {
    const { transport, sent } = answering({ status: 601, body: { wait_seconds: 25 } }, { status: 0 });
    await transport.call(getmeas);
    expect(gaps(sent)).toEqual([27]);
  });

  it.each([
    ['188 seconds', { status: 601, body: { wait_seconds: 188 } }, 188],
    ['nothing', { status: 601 }, 60],
  ])(
    'are left to the caller when the pause is too long to sleep through: the vendor says %s',
    async (_, answer, wait) => {
      const { transport, clock, sent } = answering(answer);
      await expect(transport.call(getmeas)).rejects.toMatchObject({ kind: 'retry', waitSeconds: wait });
      expect(sent).toHaveLength(1);
      expect(clock.sleeps).toEqual([]);
    },
  );
});

describe('an identical call', () => {
  it('waits until the last one is 12 seconds ago', async () => {
    const { transport, clock, sent } = answering({ status: 0 });
    await transport.call(getmeas);
    clock.advance({ seconds: 5 });
    await transport.call(getmeas);
    expect(gaps(sent)).toEqual([12]);
  });

  it('while the first is on its way gets the answer of the first', async () => {
    const { transport, clock, sent } = answering({ status: 0, body: { more: 1 } });
    const answers = await Promise.all(Array.from({ length: 50 }, () => transport.call(getmeas)));
    expect(answers).toEqual(Array.from({ length: 50 }, () => ({ more: 1 })));
    expect(sent).toHaveLength(1);
    expect(clock.sleeps).toEqual([]);
  });

  it('fails with the first too, and is made anew the next time', async () => {
    const { transport, sent } = answering({ status: 2554 }, { status: 0 });
    const both = await Promise.allSettled([transport.call(getmeas), transport.call(getmeas)]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await transport.call(getmeas);
    expect(sent).toHaveLength(2);
  });

  it.each([
    ['another page', { ...getmeas, params: { category: 1, offset: 200 } }],
    ['another action', { ...getmeas, action: 'list' }],
    ['another token', { ...getmeas, accessToken: 'other' }],
  ])('is not one with %s', async (_, other) => {
    const { transport, clock } = answering({ status: 0 });
    await transport.call(getmeas);
    await transport.call(other);
    expect(clock.sleeps).toEqual([]);
  });
});

describe('who is asked before each call', () => {
  const unknown = { status: 4711 };

  it('is asked for each try, and not for an answer that is shared', async () => {
    let asked = 0;
    const beforeCall = async () => {
      asked += 1;
    };
    const { transport, sent } = limited(beforeCall, unknown, unknown, { status: 0, body: { ok: 1 } });
    await Promise.all([transport.call(getmeas), transport.call(getmeas)]);
    expect([sent.length, asked]).toEqual([3, 3]);
  });

  it('may say no: nothing is sent, and nobody waits here', async () => {
    const refusal = new RetryError('Enough for this minute.', { service: 'Withings', waitSeconds: 3 });
    const { transport, sent, clock } = limited(() => Promise.reject(refusal), { status: 0 });
    await expect(transport.call(getmeas)).rejects.toBe(refusal);
    expect([sent, clock.sleeps]).toEqual([[], []]);
  });
});
