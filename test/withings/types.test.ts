import { describe, expectTypeOf, it } from 'vitest';
import type {
  AccessTokens,
  MemoryTokenStore,
  Scopes,
  TokenStore,
  UserMeasureGroup,
  WithingsClient,
  WithingsTokens,
  WithingsUser,
} from '../../lib/withings/index.ts';

/** What the types promise: tsc reads these functions, and nobody calls them. */
type Unread = (...given: never[]) => unknown;
const compiles = (..._: Unread[]): void => {};

const days = { startdateymd: '2026-11-01', enddateymd: '2026-11-02' };
const hours = { startdate: 1_793_000_000, enddate: 1_793_040_000 };

describe('scopes', () => {
  it('are those that Withings has', () => {
    expectTypeOf<'user.info,user.metrics'>().toExtend<Scopes>();
    expectTypeOf<['user.activity', 'user.sleepevents']>().toExtend<Scopes>();
    compiles(
      // @ts-expect-error: there is no such scope
      (client: WithingsClient) => client.getAuthorizeURL('state', 'user.heartrate'),
      // @ts-expect-error: Withings separates scopes by commas
      (client: WithingsClient) => client.getAuthorizeURL('state', 'user.info user.metrics'),
      // @ts-expect-error: there is no such scope
      (client: WithingsClient) => client.getDemoAccess(['users.activity']),
    );
  });
});

describe('fields that are asked for', () => {
  it('are those of the rows, and only those', () => {
    compiles(async (user: WithingsUser, client: WithingsClient) => {
      const [day] = await user.getUserActivities({ ...days, dataFields: ['steps', 'distance'] });
      expectTypeOf(day!.steps).toEqualTypeOf<number | undefined>();
      expectTypeOf(day!.date).toEqualTypeOf<string>();
      // @ts-expect-error: calories were not asked for
      day?.calories;

      const [workout] = await client.getUserWorkouts('token', { ...days, dataFields: ['hr_average'] });
      expectTypeOf(workout!.data.hr_average).toEqualTypeOf<number | undefined>();
      // @ts-expect-error: the distance was not asked for
      workout?.data.distance;

      const [night] = await user.getSleepSummary({ lastupdate: 1, dataFields: ['sleep_score'] });
      expectTypeOf(night!.data.sleep_score).toEqualTypeOf<number | undefined>();
      // @ts-expect-error: the heart rate was not asked for
      night?.data.hr_average;

      const { series } = await user.getSleep({ ...hours, dataFields: ['hr'] });
      // @ts-expect-error: the breathing was not asked for
      series[0]?.rr;

      const entries = await user.getUserDailyActivities({ ...hours, dataFields: ['heart_rate'] });
      expectTypeOf(entries['1793000000']!.heart_rate).toEqualTypeOf<number | undefined>();
      // @ts-expect-error: steps were not asked for
      entries['1793000000']?.steps;
    });
  });

  it('are those that there are', () => {
    compiles(
      // @ts-expect-error: activity has no such field
      (user: WithingsUser) => user.getUserActivities({ ...days, dataFields: ['step'] }),
      // @ts-expect-error: workouts have no such field
      (user: WithingsUser) => user.getUserWorkouts({ ...days, dataFields: ['sleep_score'] }),
      // @ts-expect-error: nights have no such field
      (user: WithingsUser) => user.getSleepSummary({ ...days, dataFields: ['steps'] }),
      // @ts-expect-error: sleep has no such field
      (user: WithingsUser) => user.getSleep({ ...hours, dataFields: ['steps'] }),
      // @ts-expect-error: a day has no such field
      (user: WithingsUser) => user.getUserDailyActivities({ dataFields: ['sleep_score'] }),
    );
  });
});

describe('options', () => {
  it('are those of the call, and a range is given once', () => {
    compiles(
      (user: WithingsUser) => user.getUserMeasures({ startdate: new Date(), meastypes: [1] }),
      // @ts-expect-error: a range of days for a call that takes times
      (user: WithingsUser) => user.getUserMeasures({ startdateymd: '2026-11-01' }),
      // @ts-expect-error: two ranges
      (user: WithingsUser) => user.getUserMeasures({ lastupdate: 1, startdate: 1 }),
      // @ts-expect-error: no such category
      (user: WithingsUser) => user.getUserMeasures({ category: 3 }),
      // @ts-expect-error: no range
      (user: WithingsUser) => user.getUserActivities({}),
      // @ts-expect-error: half a range
      (user: WithingsUser) => user.getUserWorkouts({ startdateymd: '2026-11-01' }),
      // @ts-expect-error: two ranges
      (user: WithingsUser) => user.getSleepSummary({ ...days, lastupdate: 1 }),
      // @ts-expect-error: heart records cannot be asked for by change
      (user: WithingsUser) => user.getHeartSummary({ lastupdate: 1 }),
      // @ts-expect-error: the access token is missing
      (client: WithingsClient) => client.getUserWorkouts(days),
      // @ts-expect-error: two changes at once
      (user: WithingsUser) => user.updateSubscription({ callbackurl: '', appli: 1, new_appli: 4, comment: '' }),
    );
  });
});

describe('what comes back', () => {
  it('is one array, or one item after the other', () => {
    compiles(async (user: WithingsUser) => {
      expectTypeOf(await user.getUserMeasures()).toEqualTypeOf<UserMeasureGroup[]>();
      for await (const group of user.getUserMeasures()) expectTypeOf(group).toEqualTypeOf<UserMeasureGroup>();
      for await (const page of user.getUserMeasures().pages()) {
        expectTypeOf(page.updatetime).toEqualTypeOf<number | undefined>();
      }
      const [group] = await user.getUserMeasures();
      // @ts-expect-error: no such field
      group?.weight;
      const [device] = await user.getUserDevices();
      // @ts-expect-error: a device has no e-mail address
      device?.email;
    });
  });
});

describe('a token store', () => {
  it('may keep more than it takes to call', () => {
    expectTypeOf<TokenStore<WithingsTokens>>().toExtend<Parameters<WithingsClient['forUser']>[0]>();
    expectTypeOf<MemoryTokenStore<AccessTokens>>().toExtend<Parameters<WithingsClient['forUser']>[0]>();
    expectTypeOf<TokenStore<{ password: string }>>().not.toExtend<Parameters<WithingsClient['forUser']>[0]>();
  });
});
