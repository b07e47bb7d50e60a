import { describe, expect, it } from 'vitest';
import { intervalsWorld, type Sketch } from './world.ts';

const get = { method: 'GET', path: '/wellness', action: 'wellness', query: { oldest: '2026-11-20' } } as const;
const put = { method: 'PUT', path: '/wellness/2026-11-20', action: 'wellness', body: { weight: 82.13 } } as const;

describe('a call', () => {
  it('says who we are, and carries the key as the password of API_KEY', async () => {
    const { api, requests } = intervalsWorld();
    await api.send(put);
    const { method, url, headers } = requests[0]!;
    expect(`${method} ${url}`).toBe('PUT https://intervals.icu/api/v1/athlete/0/wellness/2026-11-20');
    expect(headers.get('user-agent')).toBe('weighbridge/0.1');
    expect(headers.get('content-type')).toBe('application/json');
    expect(atob(headers.get('authorization')!.replace('Basic ', ''))).toBe('API_KEY:invented-key');
  });

  it('goes to the athlete that was named', async () => {
    const { api, requests } = intervalsWorld({ credentials: { athleteId: 'i100001' } });
    await api.send(get);
    expect(requests[0]!.url.pathname).toBe('/api/v1/athlete/i100001/wellness');
  });

  it('keeps half a second from the one before', async () => {
    const { api, clock } = intervalsWorld();
    await api.send(get);
    clock.advance({ seconds: 0.2 });
    await api.send(get);
    clock.advance({ seconds: 60 });
    await api.send(get);
    expect(clock.sleeps).toEqual([300]);
  });
});

describe('a refusal is for the owner to mend', () => {
  it.each([
    ['a wrong key (401)', { apiKey: 'wrong' }, 401, 401],
    ['a wrong key (403)', { apiKey: 'wrong' }, 403, 403],
  ] satisfies [string, Sketch['credentials'], 401 | 403, number][])(
    '%s',
    async (_, credentials, refusedKey, status) => {
      const { api, simulator } = intervalsWorld({ credentials });
      simulator.turn({ refusedKey });
      await expect(api.send(get)).rejects.toMatchObject({
        kind: 'reauthorize',
        status,
        message:
          'intervals.icu refuses the API key. Make a new one there in Settings, Developer Settings, and connect intervals.icu again.',
      });
    },
  );

  it('an athlete who does not exist', async () => {
    const { api } = intervalsWorld({ credentials: { athleteId: 'i1' } });
    await expect(api.send(get)).rejects.toMatchObject({
      kind: 'reauthorize',
      status: 404,
      message: expect.stringMatching(/knows no athlete of this id/),
    });
  });

  it('an athlete who is somebody else', async () => {
    const { api, simulator } = intervalsWorld({ credentials: { athleteId: 'i100002' } });
    simulator.addAthlete({ name: 'Ben', apiKey: 'another-key' });
    await expect(api.send(get)).rejects.toMatchObject({ kind: 'reauthorize', status: 403 });
  });
});

describe('trouble is not tried again here', () => {
  it.each([
    [429, undefined, 900],
    [429, '77', 77],
    [429, 'Fri, 20 Nov 2026 07:02:00 GMT', 120],
  ] as const)('%i with Retry-After %s: %i s', async (answer, retryAfter, waitSeconds) => {
    const { api, simulator } = intervalsWorld();
    const on = 'PUT wellness/day';
    simulator.addFault({ on, taken: false, answer, ...(retryAfter && { retryAfter }) });
    await expect(api.send(put)).rejects.toMatchObject({ kind: 'retry', waitSeconds, outcomeUnknown: false });
    expect(simulator.calls[on]).toBe(1);
  });

  it.each([
    [get, 'GET wellness', 503, false],
    [put, 'PUT wellness/day', 503, true],
    [put, 'PUT wellness/day', 'lost', true],
  ] as const)('%o answered by %s %s (outcome unknown: %s)', async (call, on, answer, outcomeUnknown) => {
    const { api, simulator } = intervalsWorld();
    simulator.addFault({ on, taken: false, answer });
    await expect(api.send(call)).rejects.toMatchObject({ kind: 'retry', outcomeUnknown });
    expect(simulator.calls[on]).toBe(1);
  });

  it('an answer that nobody foresaw is a bug, and nothing private is in its sentence', async () => {
    const { api, simulator } = intervalsWorld();
    simulator.addFault({ on: 'PUT wellness/day', taken: false, answer: 400 });
    const refused = api.send(put);
    await expect(refused).rejects.toMatchObject({ kind: 'bug', status: 400 });
    await expect(refused).rejects.not.toThrow(/82\.13|invented-key|2026/);
  });
});
