import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { parseNotification, WeighbridgeError, WithingsClient } from '../../lib/withings/index.ts';
import { parseRecordedMeasures } from '../../lib/withings/recorded-measures.ts';
import { FlowingClock } from '../flowing-clock.ts';
import { brokenAnswers } from './mutations.ts';

/** Something the client can be asked, a good answer to it, and what may come of any answer. */
interface Operation {
  ask(client: WithingsClient): PromiseLike<unknown>;
  body: unknown;
  shape: v.GenericSchema;
}

const token = 'token';
const days = { startdateymd: '2026-11-01', enddateymd: '2026-11-30' };
const time = { startdate: 1_795_003_200, enddate: 1_795_003_200 + 2 * 86_400 };
const callbackurl = 'https://weighbridge.example/webhook/secret';

const maybe = v.optional(v.number());
const known = v.nullable(v.number());
const name = v.nullable(v.string());
const samples = v.optional(v.record(v.string(), v.number()));
const nothing = v.undefined();
const tokens = v.object({
  accessToken: v.string(),
  refreshToken: v.string(),
  expiresAt: v.number(),
  scope: v.string(),
});
const subscription = v.object({ appli: v.number(), callbackurl: v.string(), comment: v.optional(v.string()) });

const device = { deviceid: 'a1b2', hash_deviceid: 'a1b2', model: 'ScanWatch', model_id: 93 };
const stamps = { timezone: 'Europe/Paris', startdate: 1_795_000_000, enddate: 1_795_002_400, modified: 1_795_002_500 };
const paging = { more: true, offset: 300 };
const granted = {
  ...{ userid: '363', access_token: 'access', refresh_token: 'refresh', scope: 'user.info', expires_in: 10_800 },
  nonce: 'nonce',
};
const heartRate = { grpid: 6, value: 64, date: 1_795_000_000, is_deleted: false };

const operations: Record<string, Operation> = {
  getAccessToken: { ask: (client) => client.getAccessToken('code'), body: granted, shape: tokens },
  refreshAccessToken: { ask: (client) => client.refreshAccessToken('refresh'), body: granted, shape: tokens },
  getDemoAccess: { ask: (client) => client.getDemoAccess('user.info'), body: granted, shape: tokens },
  revoke: { ask: (client) => client.revoke(363), body: granted, shape: nothing },
  getUserDevices: {
    ask: (client) => client.getUserDevices(token),
    body: { devices: [{ ...device, type: 'Activity Tracker', battery: 'high', last_session_date: 1_795_000_000 }] },
    shape: v.array(v.object({ type: name, model: name, model_id: known, battery: name, last_session_date: known })),
  },
  getUserGoals: {
    ask: (client) => client.getUserGoals(token),
    body: { goals: { steps: 10_000, sleep: 28_800, weight: { value: 70_500, unit: -3 } } },
    shape: v.object({
      steps: maybe,
      sleep: maybe,
      weight: v.optional(v.object({ value: v.number(), unit: v.number() })),
    }),
  },
  getUserMeasures: {
    ask: (client) => client.getUserMeasures(token),
    body: {
      ...{ updatetime: '1795000000', timezone: 'Europe/Paris', ...paging },
      measuregrps: [{ grpid: 6, date: 5, attrib: 0, measures: [{ type: 1, value: 80_094, unit: -3, position: 7 }] }],
    },
    shape: v.array(
      v.object({ grpid: v.number(), modified: v.number(), measures: v.array(v.object({ type: v.number() })) }),
    ),
  },
  confirmUser: {
    ask: (client) => client.confirmUser(token, { grpid: 6, isConfirmed: true }),
    body: {},
    shape: nothing,
  },
  getUserActivities: {
    ask: (client) => client.getUserActivities(token, days),
    body: {
      activities: [{ ...device, date: '2026-11-07', brand: 1, is_tracker: true, steps: 5, distance: 4.5 }],
      ...paging,
    },
    shape: v.array(v.object({ date: v.string(), deviceid: name, brand: known, steps: maybe, distance: maybe })),
  },
  getUserDailyActivities: {
    ask: (client) => client.getUserDailyActivities(token, time),
    body: { series: { 1795003260: { ...device, steps: 12, duration: 60 }, 1795003320: { ...device, heart_rate: 61 } } },
    shape: v.record(v.pipe(v.string(), v.digits()), v.object({ steps: maybe, heart_rate: maybe, model: name })),
  },
  getUserWorkouts: {
    ask: (client) => client.getUserWorkouts(token, days),
    body: {
      series: [{ ...stamps, id: 5, category: 7, model: 93, deviceid: null, data: { calories: 310, strokes: null } }],
    },
    shape: v.array(
      v.object({ id: v.number(), category: v.number(), data: v.object({ calories: maybe, strokes: maybe }) }),
    ),
  },
  getHeartSummary: {
    ask: (client) => client.getHeartSummary(token),
    body: {
      series: [
        {
          model: 44,
          timestamp: 5,
          ecg: { signalid: 1, afib: 0 },
          stetho: { signalid: 1, vhd: 2 },
          heart_rate: heartRate,
        },
      ],
      ...paging,
    },
    shape: v.array(
      v.object({
        timestamp: v.number(),
        ecg: v.optional(v.object({ signalid: v.number(), afib: known })),
        heart_rate: v.optional(v.union([v.number(), v.object({ value: v.number() })])),
      }),
    ),
  },
  getHeartSignal: {
    ask: (client) => client.getHeartSignal(token, 5),
    body: { signal: [5, -3, 900], sampling_frequency: 300, wearposition: 1, model: 93, heart_rate: 64 },
    shape: v.object({ signal: v.array(v.number()), sampling_frequency: v.number(), model: known }),
  },
  getStethoscopeList: {
    ask: (client) => client.getStethoscopeList(token),
    body: { series: [{ ...device, signalid: 9, vhd: 4, timestamp: 5 }], ...paging },
    shape: v.array(v.object({ signalid: v.number(), vhd: known, timestamp: v.number() })),
  },
  getStethoscopeSignal: {
    ask: (client) => client.getStethoscopeSignal(token, 9),
    body: { signal: [213, 85], frequency: 4000, duration: 20, format: 0, size: 2, resolution: 8, channel: 1 },
    shape: v.object({ signal: v.array(v.number()), frequency: v.number(), duration: known }),
  },
  getSleepSummary: {
    ask: (client) => client.getSleepSummary(token, days),
    body: {
      series: [{ ...stamps, id: 3, date: '2026-11-19', model: 32, data: { waso: 600, night_events: '{"2":[540]}' } }],
    },
    shape: v.array(
      v.object({
        id: v.number(),
        date: v.string(),
        data: v.object({ waso: maybe, night_events: v.optional(v.record(v.string(), v.array(v.number()))) }),
      }),
    ),
  },
  getSleep: {
    ask: (client) => client.getSleep(token, time),
    body: { series: [{ ...stamps, ...device, state: 1, hr: { 1795000060: 58 }, rr: [] }], model: 32 },
    shape: v.object({ model: known, series: v.array(v.object({ state: v.number(), hr: samples, rr: samples })) }),
  },
  subscribe: { ask: (client) => client.subscribe(token, { callbackurl, appli: 1 }), body: {}, shape: nothing },
  getSubscription: {
    ask: (client) => client.getSubscription(token, { callbackurl, appli: 1 }),
    body: { appli: 1, callbackurl, comment: 'Weighbridge' },
    shape: v.optional(subscription),
  },
  listSubscriptions: {
    ask: (client) => client.listSubscriptions(token),
    body: { profiles: [{ appli: 1, callbackurl, comment: 'Weighbridge', expires: 2_147_483_647 }] },
    shape: v.array(subscription),
  },
  updateSubscription: {
    ask: (client) => client.updateSubscription(token, { callbackurl, appli: 1, new_appli: 4 }),
    body: {},
    shape: nothing,
  },
  revokeSubscription: {
    ask: (client) => client.revokeSubscription(token, { callbackurl, appli: 1 }),
    body: {},
    shape: nothing,
  },
};

function clientAnswered(fetch: () => Promise<Response>): WithingsClient {
  const application = { clientId: 'client', clientSecret: 'secret', callbackURL: 'https://weighbridge.example/back' };
  return new WithingsClient({ ...application, fetch, clock: new FlowingClock(), random: () => 0.5 });
}

const settled = async (answer: PromiseLike<unknown>): Promise<{ value?: unknown; error?: unknown }> =>
  answer.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );

describe.each(Object.entries(operations))('%s', (_, { ask, body, shape }) => {
  it('takes a good answer', async () => {
    const last = { ...(body as object), more: false };
    const value = await ask(clientAnswered(async () => Response.json({ status: 0, body: last })));
    expect(v.safeParse(shape, value).issues).toBeUndefined();
    if (Array.isArray(value)) expect(value).not.toEqual([]);
  });

  it('makes of a broken one a value of the same shape, or an error that says what failed', async () => {
    await fc.assert(
      fc.asyncProperty(brokenAnswers({ status: 0, body }), async ({ text, http }) => {
        const client = clientAnswered(async () => new Response(text, { status: http }));
        const { value, error } = await settled(ask(client));
        if (error === undefined) {
          expect(v.safeParse(shape, value).issues).toBeUndefined();
          return;
        }
        expect(error).toBeInstanceOf(WeighbridgeError);
        expect(error).toMatchObject({
          kind: expect.stringMatching(/^(retry|reauthorize|rejected|bug)$/),
          service: 'Withings',
          action: expect.stringMatching(/^[a-z]+$/),
        });
      }),
      { numRuns: 200 },
    );
  });

  it('gives up on a Withings that is not there', async () => {
    const client = clientAnswered(() => Promise.reject(new TypeError('fetch failed')));
    expect((await settled(ask(client))).error).toMatchObject({ kind: 'retry', outcomeUnknown: true });
  });
});

it('a pause that is no number is one that Withings did not say', async () => {
  const text = JSON.stringify({ status: 601, body: { wait_seconds: { toString: null } } });
  const { error } = await settled(clientAnswered(async () => new Response(text)).getUserDevices(token));
  expect(error).toMatchObject({ kind: 'retry', status: 601, waitSeconds: 60 });
});

it('every public method that asks Withings is among them', () => {
  const methods = Object.getOwnPropertyNames(WithingsClient.prototype);
  const askNothing = ['constructor', 'getAuthorizeURL', 'forUser'];
  expect(Object.keys(operations).toSorted()).toEqual(methods.filter((one) => !askNothing.includes(one)).toSorted());
});

describe('what does not come as an answer', () => {
  it('any form is a notification or none', () => {
    const form = fc.dictionary(fc.constantFrom('userid', 'appli', 'startdate', 'date', 'action'), fc.string());
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          form.map((fields) => new URLSearchParams(fields).toString()),
        ),
        (text) => {
          const shape = v.optional(v.object({ userId: v.string(), appli: v.number(), startdate: maybe }));
          expect(v.is(shape, parseNotification(text))).toBe(true);
        },
      ),
    );
  });

  it('any file holds measures or is refused', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        try {
          expect(v.is(v.object({ groups: v.array(v.unknown()) }), parseRecordedMeasures(json))).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(WeighbridgeError);
        }
      }),
    );
  });
});
