import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyScanWeighIn } from '../../lib/sandbox/withings/devices.ts';
import { type Deployment, deploy } from './deployment.ts';

const scale = { deviceid: 'a1'.repeat(20), modelid: 10, model: 'Body Scan' };
const body = { fatPercent: 21.5, heightM: 1.8, ageYears: 40, heartPulseBpm: 60 };
const now = Math.floor(Date.now() / 1000);
const past = [
  { weightKg: 82.134, at: now - 3 * 86_400 },
  { weightKg: 81.926, at: now - 2 * 86_400 },
  { weightKg: 81.871, at: now - 86_400 },
];

let deployment: Deployment;
beforeAll(async () => {
  const history = past.flatMap(({ weightKg, at }) => bodyScanWeighIn({ ...body, weightKg }, at, scale));
  deployment = await deploy({ history });
});
afterAll(() => deployment?.stop());

/** What Garmin holds, at the second and to 10 g. */
const atGarmin = () =>
  deployment.weights().map(({ measuredAt, weightKg }) => ({ at: measuredAt / 1000, weightKg: weightKg.toFixed(2) }));

const expected = (weighIns: readonly { weightKg: number; at: number }[]) =>
  weighIns.map(({ weightKg, at }) => ({ at, weightKg: weightKg.toFixed(2) }));

describe('from the link to the proof, on the stack as it is deployed', () => {
  it('one link connects, and what was measured before arrives, each weigh-in once', async () => {
    await deployment.connect();
    expect(atGarmin()).toEqual(expected(past));
    const states = (await deployment.events()).map(({ deliveries }) => deliveries.garmin?.state);
    expect(states).toEqual(['verified', 'verified', 'verified']);
    const [member] = Object.values(deployment.sandbox.trainerroad.state.members);
    expect(member?.rider.weightKg).toBe(81.9);
    const [athlete] = Object.values(deployment.sandbox.intervals.state.athletes);
    const atIntervals = Object.values(athlete?.wellness ?? {}).map(({ fields }) => fields.weight);
    expect(atIntervals.sort()).toEqual([81.87, 81.93, 82.13]);
  });

  it('a new weigh-in arrives by notification', async () => {
    const at = Math.floor(Date.now() / 1000);
    await deployment.sandbox.withings.addWeighIn(deployment.userid, { weightKg: 81.5, at });
    await deployment.settle();
    expect(atGarmin()).toEqual(expected([...past, { weightKg: 81.5, at }]));
  });

  it('a schedule tick with nothing new costs one call to Withings and none to any destination', async () => {
    const { sandbox, cloud } = deployment;
    const before = { ...sandbox.withings.calls };
    const others = () => [sandbox.garmin.calls, sandbox.trainerroad.calls, sandbox.intervals.calls];
    const othersBefore = others();
    await cloud.tick('schedule');
    await deployment.settle();
    expect(sandbox.withings.calls).toEqual({ ...before, getmeas: before.getmeas! + 1 });
    expect(others()).toEqual(othersBefore);
  });

  it('connecting once more sends nothing again', async () => {
    const before = atGarmin();
    // The sync that follows asks what the last one has asked: Withings would have it wait for ten seconds.
    deployment.sandbox.withings.state.settings.identicalCallSeconds = 0;
    await deployment.connect();
    expect(atGarmin()).toEqual(before);
  });

  it('nothing private is in the log: no token, no address of the webhook, no value', async () => {
    const text = deployment.log.map((line) => line.text).join('\n');
    const grants = deployment.sandbox.withings.state.people.flatMap(({ grants }) => grants);
    const secrets = grants.flatMap(({ accessToken, refreshToken }) => [accessToken, refreshToken]);
    const tokens = Object.keys(deployment.sandbox.garmin.account('robin').refreshTokens);
    for (const secret of [
      ...secrets,
      ...tokens,
      '/webhook/',
      'invented-password',
      'invented-api-key',
      '82.13',
      '81.5',
    ]) {
      expect(text.includes(secret)).toBe(false);
    }
  });
});
