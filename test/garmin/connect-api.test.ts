import { expect, it } from 'vitest';
import { BugError, ReauthorizeError, RetryError } from '../../lib/errors.ts';
import { ConnectApi } from '../../lib/garmin/connect-api.ts';
import { garminTokenKeeper } from '../../lib/garmin/refresh.ts';
import { garminHosts } from '../../lib/garmin/region.ts';
import type { Fetch } from '../../lib/http.ts';
import { weighIn } from '../body-events.ts';
import { VirtualClock } from '../virtual-clock.ts';
import { garminWorld } from './world.ts';

const profilePath = '/userprofile-service/socialProfile';

function connected(world = garminWorld()) {
  return { ...world, api: new ConnectApi(world.access, garminTokenKeeper(world.access, world.store)) };
}

it('every call carries the token and the names of the app, and no cookie', async () => {
  const { api, requests, store } = connected();
  await api.get(profilePath, 'socialProfile');
  const { headers, url } = requests[0]!;
  expect(url).toBe(`https://connectapi.garmin.com${profilePath}`);
  expect(headers.get('authorization')).toBe(`Bearer ${store.tokens.accessToken}`);
  expect(headers.get('user-agent')).toBe('GCM-Android-5.23');
  expect(headers.get('x-app-ver')).toBe('10861');
  expect(headers.has('cookie')).toBe(false);
});

it('in China calls go to China', async () => {
  const { access, store, requests } = garminWorld();
  const hosts = garminHosts('garmin.cn');
  await new ConnectApi({ ...access, hosts }, garminTokenKeeper(access, store)).get(profilePath, 'socialProfile');
  expect(requests[0]?.url).toBe(`https://connectapi.garmin.cn${profilePath}`);
});

it('calls are at least a second apart, also those begun together', async () => {
  const { access, store } = garminWorld();
  const clock = new VirtualClock(access.clock.now());
  const times: number[] = [];
  const fetch: Fetch = async (input, init) => {
    times.push(clock.now() - access.clock.now());
    return access.fetch(input, init);
  };
  const api = new ConnectApi({ ...access, clock, fetch }, garminTokenKeeper(access, store));
  const call = () => api.get(profilePath, 'socialProfile');
  await clock.until(Promise.all([call(), call(), call()]));
  await clock.advance(400);
  await clock.until(call());
  await clock.advance(5000);
  await clock.until(call());
  expect(times).toEqual([0, 1000, 2000, 3000, 8000]);
});

it('a refused access token is renewed once and the call repeated', async () => {
  const { api, simulator, store } = connected();
  const old = store.tokens;
  simulator.account('anna').accessTokens = {};
  await expect(api.get(profilePath, 'socialProfile')).resolves.toMatchObject({ displayName: 'anna' });
  expect(store.tokens.accessToken).not.toBe(old.accessToken);
  expect(simulator.calls['di-oauth2-service']).toBe(1);
  expect(simulator.calls['userprofile-service']).toBe(2);
});

it('an upload repeated after a refused token carries its file again', async () => {
  const { destination, simulator } = garminWorld();
  simulator.account('anna').accessTokens = {};
  const events = [weighIn('2026-11-20T06:30:00Z', 82.13)];
  await destination.write(events, destination.encode(events));
  expect(simulator.weights('anna')).toHaveLength(1);
  expect(simulator.calls['upload-service']).toBe(2);
});

it('a fresh token that is “not active” is a sign-in that will never work, and is said to be', async () => {
  const { api, simulator } = connected(garminWorld({ tokensInactive: true }));
  const refused = api.get(profilePath, 'socialProfile');
  await expect(refused).rejects.toThrow(ReauthorizeError);
  await expect(refused).rejects.toThrow(/not active/);
  expect(simulator.calls['di-oauth2-service']).toBe(1);
  expect(simulator.calls['userprofile-service']).toBe(2);
});

it('a fresh token that is refused without a reason asks for a new sign-in', async () => {
  const { access, store } = garminWorld();
  const tokens = garminTokenKeeper(access, store);
  const api = new ConnectApi({ ...access, fetch: async () => new Response('', { status: 401 }) }, tokens);
  await expect(api.get(profilePath, 'socialProfile')).rejects.toThrow(/freshly renewed/);
});

it.each([
  [429, { waitSeconds: 7200, outcomeUnknown: false }],
  [500, { waitSeconds: undefined, outcomeUnknown: false }],
  [504, { outcomeUnknown: false }],
  ['lost', { outcomeUnknown: true }],
  ['empty', { outcomeUnknown: false }],
] as const)('%s is for another time and is not repeated now', async (answer, error) => {
  const { api, simulator } = connected();
  simulator.addFault({ on: 'userprofile-service', taken: false, answer });
  const failed = api.get(profilePath, 'socialProfile');
  await expect(failed).rejects.toThrow(RetryError);
  await expect(failed).rejects.toMatchObject(error);
  expect(simulator.calls['userprofile-service']).toBe(1);
});

const answering = (answer: () => Response) => {
  const { access, store } = garminWorld();
  return new ConnectApi({ ...access, fetch: async () => answer() }, garminTokenKeeper(access, store));
};

it('no content where something should be is worth another look', async () => {
  await expect(answering(() => new Response(null, { status: 204 })).get('/x', 'x')).rejects.toThrow(RetryError);
});

it('what does not exist is not taken for a dead sign-in', async () => {
  await expect(answering(() => new Response('{}', { status: 404 })).get('/x', 'x')).rejects.toThrow(BugError);
});

it('a page turned away at the edge is left alone for as long as a 429', async () => {
  const refused = answering(() => new Response('<html>', { status: 403 })).get('/x', 'x');
  await expect(refused).rejects.toMatchObject({ kind: 'retry', waitSeconds: 7200 });
});

it('a web page instead of JSON is for another time', async () => {
  await expect(answering(() => new Response('<html>')).get('/x', 'x')).rejects.toThrow(RetryError);
});
