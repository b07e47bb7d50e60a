import { describe, expect, it } from 'vitest';
import type { Scopes } from '../../lib/withings/index.ts';
import { MemoryTokenStore, WithingsClient } from '../../lib/withings/index.ts';
import { redirectUri } from './connected.ts';
import { clientWithData } from './invented-person.ts';

const days = { startdateymd: '2026-02-20', enddateymd: '2026-03-02' };
const callbackurl = 'https://weighbridge.example/webhook/secret';

describe('a client', () => {
  it('cannot be made of nothing, and names all that is missing', () => {
    expect(() => new WithingsClient({ clientId: '', clientSecret: 'secret', callbackURL: '' })).toThrow(
      /Without clientId, callbackURL/,
    );
  });

  it.each<[string, Scopes | undefined, string]>([
    ['the client’s own scope', undefined, 'user.info,user.metrics,user.activity,user.sleepevents'],
    ['one scope', 'user.metrics', 'user.metrics'],
    ['a list', ['user.metrics', 'user.info'], 'user.metrics,user.info'],
    ['a text as Withings writes it', 'user.metrics,user.activity', 'user.metrics,user.activity'],
  ])('sends people to consent with %s', (_, scope, asked) => {
    const { client } = clientWithData();
    const url = new URL(client.getAuthorizeURL('st&ate', scope));
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: 'code',
      client_id: 'client',
      state: 'st&ate',
      scope: asked,
      redirect_uri: redirectUri,
    });
  });

  it('can show the demo person', () => {
    const { client } = clientWithData();
    expect(client.getAuthorizeURL('state', 'user.info', { mode: 'demo' })).toMatch(/&mode=demo$/);
  });

  it.each<[string, string, string, RegExp]>([
    ['no state', '', 'user.info', /empty state: give a random one/],
    ['no scope', 'state', '', /No scope is given: choose among user\.info, user\.metrics/],
    [
      'a scope that there is not',
      'state',
      'info, activity, metrics',
      /There is no scope info: choose among user\.info/,
    ],
  ])('refuses to send people away with %s', (_, state, scope, message) => {
    const { client } = clientWithData();
    expect(() => client.getAuthorizeURL(state, scope as Scopes)).toThrow(message);
  });

  it('gets tokens for a code, renews them, and ends the consent', async () => {
    const { client, authorize, person } = clientWithData();
    const tokens = await authorize();
    expect(tokens).toMatchObject({ userId: '12345678', scope: expect.stringContaining('user.activity') });
    const renewed = await client.refreshAccessToken(tokens.refreshToken);
    expect(renewed.accessToken).not.toBe(tokens.accessToken);
    await client.revoke(renewed.userId);
    expect(person.grants).toEqual([]);
    await expect(client.getUserDevices(renewed.accessToken)).rejects.toMatchObject({ kind: 'reauthorize' });
  });

  it('gets demo access, with which one can call', async () => {
    const { client } = clientWithData();
    const demo = await client.getDemoAccess(['user.info']);
    await expect(client.getUserDevices(demo.accessToken)).resolves.not.toEqual([]);
    const user = client.forUser(new MemoryTokenStore(demo));
    await expect(user.getUserGoals()).resolves.toHaveProperty('steps');
  });

  it.each([[undefined], ['']])('sends nothing without an access token (%j)', async (accessToken) => {
    const { client, simulator } = clientWithData();
    const refused = client.getUserDevices(accessToken as string);
    await expect(refused).rejects.toMatchObject({ kind: 'rejected', action: 'getdevice' });
    expect(simulator.calls).toEqual({});
  });
});

/** Everything there is, asked with an access token and of a person. */
async function everythingOf({ client, authorize }: ReturnType<typeof clientWithData>, isBound: boolean) {
  const tokens = await authorize();
  const user = client.forUser(new MemoryTokenStore(tokens));
  const { accessToken } = tokens;
  const heart = await (isBound ? user.getHeartSummary() : client.getHeartSummary(accessToken));
  const sounds = await (isBound ? user.getStethoscopeList() : client.getStethoscopeList(accessToken));
  const ecg = heart.find((record) => record.ecg)?.ecg?.signalid ?? 0;
  const sound = sounds[0]?.signalid ?? 0;
  const { startdate, enddate } = { startdate: new Date('2026-03-01T18:00Z'), enddate: new Date('2026-03-02T08:00Z') };
  const bound = {
    devices: () => user.getUserDevices(),
    goals: () => user.getUserGoals(),
    measures: () => user.getUserMeasures({ meastypes: [1] }),
    activities: () => user.getUserActivities({ ...days, dataFields: ['steps'] }),
    daily: () => user.getUserDailyActivities({ startdate, enddate, dataFields: ['steps'] }),
    workouts: () => user.getUserWorkouts(days),
    signal: () => user.getHeartSignal(ecg),
    sound: () => user.getStethoscopeSignal(sound),
    nights: () => user.getSleepSummary(days),
    sleep: () => user.getSleep({ startdate, enddate, dataFields: ['hr'] }),
    confirm: () => user.confirmUser({ grpid: 0, isConfirmed: true }).catch((error: Error) => error.message),
    subscribe: () => user.subscribe({ callbackurl, appli: 1 }),
    update: () => user.updateSubscription({ callbackurl, appli: 1, comment: 'changed' }),
    get: () => user.getSubscription({ callbackurl, appli: 1 }),
    list: () => user.listSubscriptions(),
    revoke: () => user.revokeSubscription({ callbackurl, appli: 1 }),
  };
  const free: { [Name in keyof typeof bound]: () => ReturnType<(typeof bound)[Name]> } = {
    devices: () => client.getUserDevices(accessToken),
    goals: () => client.getUserGoals(accessToken),
    measures: () => client.getUserMeasures(accessToken, { meastypes: [1] }),
    activities: () => client.getUserActivities(accessToken, { ...days, dataFields: ['steps'] }),
    daily: () => client.getUserDailyActivities(accessToken, { startdate, enddate, dataFields: ['steps'] }),
    workouts: () => client.getUserWorkouts(accessToken, days),
    signal: () => client.getHeartSignal(accessToken, ecg),
    sound: () => client.getStethoscopeSignal(accessToken, sound),
    nights: () => client.getSleepSummary(accessToken, days),
    sleep: () => client.getSleep(accessToken, { startdate, enddate, dataFields: ['hr'] }),
    confirm: () =>
      client.confirmUser(accessToken, { grpid: 0, isConfirmed: true }).catch((error: Error) => error.message),
    subscribe: () => client.subscribe(accessToken, { callbackurl, appli: 1 }),
    update: () => client.updateSubscription(accessToken, { callbackurl, appli: 1, comment: 'changed' }),
    get: () => client.getSubscription(accessToken, { callbackurl, appli: 1 }),
    list: () => client.listSubscriptions(accessToken),
    revoke: () => client.revokeSubscription(accessToken, { callbackurl, appli: 1 }),
  };
  const answers: Record<string, unknown> = { heart, sounds };
  for (const [name, ask] of Object.entries(isBound ? bound : free)) answers[name] = await ask();
  return answers;
}

describe('every method', () => {
  it('gives data', async () => {
    const answers = await everythingOf(clientWithData(), false);
    const { confirm, subscribe, update, revoke, ...data } = answers;
    expect([subscribe, update, revoke]).toEqual([undefined, undefined, undefined]);
    expect(confirm).toMatch(/confirmuser, status 503/);
    expect(data).toMatchObject({ get: { comment: 'changed' }, list: [{ appli: 1 }] });
    const empty = Object.entries(data).filter(([, answer]) => Object.keys(answer ?? {}).length === 0);
    expect(empty).toEqual([]);
  });

  it('gives the same with an access token as for a bound user', async () => {
    const [free, bound] = await Promise.all([
      everythingOf(clientWithData(), false),
      everythingOf(clientWithData(), true),
    ]);
    expect(bound).toEqual(free);
  });
});

describe('a bound user', () => {
  it('renews tokens that end, in its store', async () => {
    const { client, authorize, clock, simulator } = clientWithData();
    const tokens = await authorize();
    const store = new MemoryTokenStore(tokens);
    clock.advance({ hours: 2, minutes: 51 });
    await Promise.all([client.forUser(store).getUserDevices(), client.forUser(store).getUserGoals()]);
    expect(simulator.calls).toMatchObject({ requesttoken: 2, getdevice: 1, getgoals: 1 });
    expect(store.tokens.refreshToken).not.toBe(tokens.refreshToken);
  });

  it('is told once, for all its calls, when the person has to authorize again', async () => {
    const { client, authorize, clock, simulator, person } = clientWithData();
    const user = client.forUser(new MemoryTokenStore(await authorize()));
    await simulator.disconnect(person.userid);
    clock.advance({ hours: 4 });
    const failures = await Promise.all(
      [user.getUserDevices(), user.getUserGoals(), user.getUserMeasures()].map((call) =>
        call.then(
          () => undefined,
          (error: unknown) => error,
        ),
      ),
    );
    expect(new Set(failures).size).toBe(1);
    expect(failures[0]).toMatchObject({ kind: 'reauthorize', message: expect.stringMatching(/authorize again/) });
    expect(simulator.calls).toMatchObject({ requesttoken: 2 });
  });
});
