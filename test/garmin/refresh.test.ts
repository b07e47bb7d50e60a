import { expect, it } from 'vitest';
import { ReauthorizeError, RetryError } from '../../lib/errors.ts';
import { garminTokenKeeper, refreshTokens } from '../../lib/garmin/refresh.ts';
import { garminHosts } from '../../lib/garmin/region.ts';
import { type GarminTokens, knownClientIds } from '../../lib/garmin/tokens.ts';
import type { Fetch } from '../../lib/http.ts';
import { FlowingClock } from '../flowing-clock.ts';
import { jwt } from './jwt.ts';
import { garminWorld } from './world.ts';

const refreshPath = '/di-oauth2-service/oauth/token';

it('tokens that live long enough are used as they are', async () => {
  const { access, store, simulator, clock } = garminWorld();
  clock.advance({ hours: 17, minutes: 45 });
  const tokens = await garminTokenKeeper(access, store).current();
  expect(tokens).toEqual(store.tokens);
  expect(simulator.calls['di-oauth2-service']).toBe(0);
});

it('tokens with less than a quarter of an hour left are renewed, and the new pair is stored before it is used', async () => {
  const { access, store, simulator, requests, clock } = garminWorld();
  const old = store.tokens;
  clock.advance({ hours: 17, minutes: 46 });

  const tokens = await garminTokenKeeper(access, store).current();

  expect(tokens.accessToken).not.toBe(old.accessToken);
  expect(tokens.refreshToken).not.toBe(old.refreshToken);
  expect(store.tokens).toEqual(tokens);
  expect(tokens.expiresAt).toBe(clock.now() + 18 * 3600_000);
  expect(tokens.refreshExpiresAt).toBe(clock.now() + 30 * 24 * 3600_000);
  expect(simulator.calls['di-oauth2-service']).toBe(1);
  expect(requests[0]?.url).toBe(`https://diauth.garmin.com${refreshPath}`);
  expect(requests[0]?.headers.get('user-agent')).toBe('GCM-Android-5.23');
});

it('tokens that could not be stored are never used', async () => {
  const { access, store, destination, simulator, requests, clock } = garminWorld();
  clock.advance({ hours: 18 });
  store.broken = true;
  await expect(garminTokenKeeper(access, store).current()).rejects.toThrow(RetryError);
  await expect(destination.checkHealth()).rejects.toThrow();
  expect(simulator.calls['userprofile-service']).toBe(0);
  expect(requests.every(({ url }) => url.endsWith(refreshPath))).toBe(true);
});

it('two callers at once share one refresh', async () => {
  const { access, store, simulator, clock } = garminWorld();
  clock.advance({ hours: 18 });
  const keeper = garminTokenKeeper(access, store);
  const [one, other] = await Promise.all([keeper.current(), keeper.current()]);
  expect(one).toEqual(other);
  expect(simulator.calls['di-oauth2-service']).toBe(1);
});

it('a reply without a refresh token leaves the old one in use', async () => {
  const { access, store, simulator, clock } = garminWorld();
  simulator.turn({ refreshOmitsRefreshToken: true });
  const old = store.tokens;
  clock.advance({ hours: 18 });
  const tokens = await garminTokenKeeper(access, store).current();
  expect(tokens.refreshToken).toBe(old.refreshToken);
  expect(tokens.accessToken).not.toBe(old.accessToken);
});

it('a spent refresh token asks for a new sign-in, without repeating the token that Garmin repeats', async () => {
  const { access, store, clock } = garminWorld();
  clock.advance({ hours: 18 });
  const spent = store.tokens;
  await refreshTokens(access, spent);
  const failure: unknown = await garminTokenKeeper(access, store)
    .current()
    .catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ReauthorizeError);
  expect(everyTextOf(failure)).not.toContain(spent.refreshToken);
  expect(everyTextOf(failure)).not.toContain(spent.accessToken);
});

it('a refresh token that somebody else spent meanwhile is no loss: their new pair is used', async () => {
  const { access, store, clock } = garminWorld();
  clock.advance({ hours: 18 });
  const stale = store.tokens;
  const theirs = await refreshTokens(access, stale);
  const fetch: Fetch = async (input, init) => {
    store.record = { tokens: theirs };
    store.version += 1;
    return access.fetch(input, init);
  };
  expect(await garminTokenKeeper({ ...access, fetch }, store).current()).toEqual(theirs);
});

it('thirty quiet days end the sign-in', async () => {
  const { access, store, clock } = garminWorld();
  clock.advance({ days: 31 });
  await expect(garminTokenKeeper(access, store).current()).rejects.toThrow(ReauthorizeError);
});

it('a refresh a day keeps the sign-in alive for months', async () => {
  const { access, store, clock } = garminWorld();
  const keeper = garminTokenKeeper(access, store);
  for (let day = 0; day < 100; day++) {
    clock.advance({ hours: 24 });
    expect((await keeper.current()).expiresAt).toBeGreaterThan(clock.now());
  }
});

it.each([
  [429, { waitSeconds: 7200 }],
  [503, { waitSeconds: undefined }],
  ['lost', { outcomeUnknown: true }],
  ['empty', {}],
] as const)('a refresh answered by %s is tried again another time, not now', async (answer, error) => {
  const { access, store, simulator, clock } = garminWorld();
  clock.advance({ hours: 18 });
  simulator.addFault({ on: 'di-oauth2-service', taken: false, answer });
  const refused = garminTokenKeeper(access, store).current();
  await expect(refused).rejects.toThrow(RetryError);
  await expect(refused).rejects.toMatchObject(error);
  expect(simulator.calls['di-oauth2-service']).toBe(1);
});

function scriptedAccess(answer: (form: URLSearchParams, request: Request) => Response) {
  const asked: string[] = [];
  const fetch: Fetch = async (input, init) => {
    const request = new Request(input, init);
    const form = new URLSearchParams(await request.clone().text());
    asked.push(form.get('client_id') ?? '');
    return answer(form, request);
  };
  return { asked, access: { fetch, clock: new FlowingClock(), hosts: garminHosts('garmin.com') } };
}

const ofApp = (clientId: string): GarminTokens => ({
  accessToken: jwt({ exp: 1 }),
  refreshToken: 'refresh-1',
  clientId,
  expiresAt: 0,
  refreshExpiresAt: 5,
});

it('the app id of the tokens is tried first, then the known ones; the one that works is kept', async () => {
  const { asked, access } = scriptedAccess((form, request) => {
    expect(request.headers.get('authorization')).toBe(`Basic ${btoa(`${form.get('client_id')}:`)}`);
    if (form.get('client_id') !== knownClientIds[1]) return Response.json({ error: 'invalid_client' }, { status: 401 });
    return Response.json({ access_token: jwt({ exp: 1000 }), refresh_token: 'refresh-2' });
  });
  const tokens = await refreshTokens(access, ofApp('RETIRED'));
  expect(asked).toEqual(['RETIRED', knownClientIds[0], knownClientIds[1]]);
  expect(tokens).toMatchObject({ clientId: knownClientIds[1], refreshToken: 'refresh-2', expiresAt: 1_000_000 });
});

it('an app id list given as configuration takes the place of the built-in one', async () => {
  const { asked, access } = scriptedAccess(() => Response.json({ error: 'invalid_client' }, { status: 401 }));
  await expect(refreshTokens({ ...access, clientIds: ['NEXT'] }, ofApp('RETIRED'))).rejects.toThrow(ReauthorizeError);
  expect(asked).toEqual(['RETIRED', 'NEXT']);
});

it('invalid_grant is final: no other app id is tried', async () => {
  const { asked, access } = scriptedAccess(() => Response.json({ error: 'invalid_grant' }, { status: 400 }));
  await expect(refreshTokens(access, ofApp(knownClientIds[0]!))).rejects.toThrow(ReauthorizeError);
  expect(asked).toHaveLength(1);
});

it('a refresh turned away at the edge leaves Garmin alone for as long as a 429', async () => {
  const { asked, access } = scriptedAccess(() => new Response('<html>', { status: 403 }));
  const refused = refreshTokens(access, ofApp(knownClientIds[0]!));
  await expect(refused).rejects.toMatchObject({ kind: 'retry', waitSeconds: 7200 });
  expect(asked).toHaveLength(1);
});

it('a person of the other region is told so', async () => {
  const error_description = "User doesn't exist in DB for GarminGUID: 00000000-0000-4000-8000-000000000000";
  const { access } = scriptedAccess(() =>
    Response.json({ error: 'invalid_grant', error_description }, { status: 400 }),
  );
  const refused = refreshTokens(access, ofApp(knownClientIds[0]!));
  await expect(refused).rejects.toThrow(/garmin\.cn/);
  await expect(refused).rejects.not.toThrow(/GUID/i);
});

it('a pair whose access token cannot be read is kept all the same: the old one is spent', async () => {
  const { access } = scriptedAccess(() =>
    Response.json({ access_token: 'opaque', refresh_token: 'refresh-2', expires_in: 600 }),
  );
  const tokens = await refreshTokens(access, ofApp(knownClientIds[0]!));
  expect(tokens).toMatchObject({ refreshToken: 'refresh-2', expiresAt: access.clock.now() + 600_000 });
});

it('in China the refresh goes to China', async () => {
  let url = '';
  const { access } = scriptedAccess((_form, request) => {
    url = request.url;
    return Response.json({ access_token: jwt({ exp: 1000 }) });
  });
  await refreshTokens({ ...access, hosts: garminHosts('garmin.cn') }, ofApp(knownClientIds[0]!));
  expect(url).toBe(`https://diauth.garmin.cn${refreshPath}`);
});

/** Message, stack and fields of an error and of all its causes. */
function everyTextOf(error: unknown): string {
  if (!(error instanceof Error)) return JSON.stringify(error) ?? '';
  return [error.message, error.stack, JSON.stringify(error), everyTextOf(error.cause)].join('\n');
}
