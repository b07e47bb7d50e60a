import { expect, it } from 'vitest';
import { BugError, ReauthorizeError, RejectedError } from '../../lib/errors.ts';
import { encodeWeightFile } from '../../lib/fit/weight-file.ts';
import { garminDestination } from '../../lib/garmin/destination.ts';
import { defaultSettings } from '../../lib/settings.ts';
import { reading, weighIn } from '../body-events.ts';
import { garminWorld } from './world.ts';

it('takes every weigh-in and every blood pressure, old ones and repeated ones too', () => {
  const { destination } = garminWorld();
  const events = [
    weighIn('2020-01-01T06:00:00Z', 90),
    reading('2026-11-20T06:29:00Z', 121, 78),
    weighIn('2026-11-20T06:30:00Z', 82.13),
    weighIn('2026-11-20T06:30:20Z', 82.13),
  ];
  expect(destination.choose(events)).toEqual({ deliver: events, skip: [] });
});

it('takes no blood pressure when they are switched off, and says so', () => {
  const { destination } = garminWorld({ settings: { ...defaultSettings, bloodPressure: false } });
  const [morning, pressure, evening] = [
    weighIn('2026-11-20T06:30:00Z', 82.13),
    reading('2026-11-20T06:31:00Z', 121, 78),
    weighIn('2026-11-20T19:30:00Z', 82.9),
  ];
  expect(destination.choose([morning, pressure, evening])).toEqual({
    deliver: [morning, evening],
    skip: [{ event: pressure, reason: 'blood pressure is switched off in your settings' }],
  });
});

it('gets skeletal muscle when that is asked for, and the weigh-in is the same one when read back', async () => {
  const { destination } = garminWorld({ settings: { ...defaultSettings, muscleMass: 'skeletal' } });
  const event = weighIn('2026-11-20T06:30:00Z', 82.13, { muscleMassKg: 61.25, boneMassKg: 3.25 });
  const file = destination.encode([event]);
  expect(file.bytes).toEqual(encodeWeightFile([event], { muscleMass: 'skeletal' }));
  await destination.write([event], file);
  expect((await destination.read([event])).map((entry) => entry.holds(event))).toEqual([true]);
});

it('what is written is there when read back, with its values', async () => {
  const { destination, simulator } = garminWorld();
  const events = [
    weighIn('2026-11-19T06:30:00Z', 82.46, { fatPercent: 21.5, bmi: 25.4 }),
    weighIn('2026-11-20T06:30:00Z', 82.13, { muscleMassKg: 61.25, bmi: 25.3 }),
  ];
  await destination.write(events, destination.encode(events));
  const entries = await destination.read(events);
  expect(entries).toHaveLength(2);
  for (const event of events) expect(entries.filter((entry) => entry.holds(event))).toHaveLength(1);
  expect(simulator.weights('anna').map(({ weightKg }) => weightKg)).toEqual([82.46, 82.13]);
});

it('blood pressures go the same way', async () => {
  const { destination } = garminWorld();
  const events = [reading('2026-11-20T06:29:00Z', 121, 78), reading('2026-11-20T19:00:00Z', 134, 88)];
  await destination.write(events, destination.encode(events));
  const entries = await destination.read(events);
  expect(entries).toHaveLength(2);
  for (const event of events) expect(entries.filter((entry) => entry.holds(event))).toHaveLength(1);
});

it('reads only the kinds that are asked for', async () => {
  const { destination, simulator } = garminWorld();
  await destination.read([weighIn('2026-11-20T06:30:00Z', 82.13)]);
  expect(simulator.calls).toMatchObject({ 'weight-service': 1, 'bloodpressure-service': 0 });
  await destination.read([reading('2026-11-20T06:30:00Z', 121, 78)]);
  expect(simulator.calls).toMatchObject({ 'weight-service': 1, 'bloodpressure-service': 1 });
});

it('a backfill of two years is read in a few calls', async () => {
  const { destination, simulator } = garminWorld();
  const days = Array.from({ length: 730 }, (_, day) => new Date(Date.UTC(2024, 10, 20 + day, 6)).toISOString());
  await destination.read(days.map((day) => weighIn(day, 82)));
  expect(simulator.calls['weight-service']).toBeLessThan(10);
});

it.each([
  ['late in the evening in Auckland', 'Pacific/Auckland', '2026-11-20T10:30:00Z'],
  ['in the night in which Auckland’s clocks go forward', 'Pacific/Auckland', '2026-09-26T13:59:59Z'],
  ['in the night in which Auckland’s clocks go back', 'Pacific/Auckland', '2026-04-04T13:30:00Z'],
  ['at midnight in St John’s', 'America/St_Johns', '2026-11-20T03:30:00Z'],
])('a weigh-in %s is found again', async (_, zone, at) => {
  const { destination } = garminWorld({ zone, now: '2026-11-25T00:00:00Z' });
  const events = [weighIn(at, 82.13)];
  await destination.write(events, destination.encode(events));
  const [entry] = await destination.read(events);
  expect(entry?.holds(events[0]!)).toBe(true);
});

it('a weigh-in is found even if Garmin files it in another zone than Withings does', async () => {
  const { access, store, destination } = garminWorld({ zone: 'Pacific/Auckland' });
  const events = [weighIn('2026-11-20T12:30:00Z', 82.13)];
  await destination.write(events, destination.encode(events));
  const elsewhere = garminDestination({ ...access, store, zone: 'America/Los_Angeles' });
  expect((await elsewhere.read(events))[0]?.holds(events[0]!)).toBe(true);
});

it('one file holds one kind', () => {
  const { destination } = garminWorld();
  const mixed = [weighIn('2026-11-20T06:30:00Z', 82.13), reading('2026-11-20T06:30:00Z', 121, 78)];
  expect(() => destination.encode(mixed)).toThrow(BugError);
});

it('the same events are the same bytes', () => {
  const { destination } = garminWorld();
  const events = [weighIn('2026-11-20T06:30:00Z', 82.13)];
  expect(destination.encode(events)).toEqual(destination.encode(events));
  expect(destination.encode(events).extension).toBe('fit');
});

it('a value that does not fit is rejected', () => {
  const { destination } = garminWorld();
  expect(() => destination.encode([weighIn('2026-11-20T06:30:00Z', 700)])).toThrow(RejectedError);
});

it('a probe of a living connection is one cheap call, which says whose account it is', async () => {
  const { destination, requests, simulator } = garminWorld();
  const [account] = Object.values(simulator.state.accounts);
  expect(await destination.checkHealth()).toMatchObject({ user: String(account!.profileId) });
  expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
    'GET https://connectapi.garmin.com/userprofile-service/socialProfile',
  ]);
});

it('a probe of a connection that answers for nobody fails as a delivery would', async () => {
  const { access, store } = garminWorld();
  const fetch = async () => Response.json({ profileId: null, displayName: null });
  const destination = garminDestination({ ...access, fetch, store, zone: 'Etc/UTC' });
  await expect(destination.checkHealth()).rejects.toThrow(ReauthorizeError);
});

it('a connection whose access token has ended renews it on the way', async () => {
  const { destination, simulator, clock } = garminWorld();
  clock.advance({ hours: 20 });
  const events = [weighIn('2026-11-20T06:30:00Z', 82.13)];
  await destination.write(events, destination.encode(events));
  expect(simulator.calls).toMatchObject({ 'di-oauth2-service': 1, 'upload-service': 1 });
});
