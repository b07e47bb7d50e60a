import { describe, expect, it } from 'vitest';
import { encodeWeightFile } from '../../../lib/fit/weight-file.ts';
import { weighIn } from '../../fit/events.ts';
import { garmin, halfPastSix, json, send } from './world.ts';

const notActive = 'Bearer error="invalid_token", error_description="Token is not active"';

describe('the data API', () => {
  it('knows who is signed in, and their height for the BMI', async () => {
    const { get } = garmin({ displayName: 'Anna', heightCm: 172 });
    expect(await get('/userprofile-service/socialProfile')).toMatchObject({
      id: expect.any(Number),
      profileId: expect.any(Number),
      garminGuid: expect.stringMatching(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/),
      displayName: 'Anna',
      userName: 'anna',
    });
    const settings = await get('/userprofile-service/userprofile/user-settings');
    expect(settings.userData).toMatchObject({ height: 172, weight: null });
  });

  it.each([
    ['no token', {}],
    ['a token nobody issued', { Authorization: 'Bearer eyJhbGciOiJSUzI1NiJ9.e30.c2ln' }],
    ['something else than a bearer token', { Authorization: 'Basic YTpi' }],
  ])('is closed to %s', async (_, headers) => {
    const { simulator } = garmin();
    const response = await send(simulator, '/userprofile-service/socialProfile', { headers });
    expect(response.status).toBe(401);
    expect(response.headers.get('WWW-Authenticate')).toBe(notActive);
  });

  it('is closed to a token after its 18 hours', async () => {
    const { call, clock } = garmin();
    clock.advance({ hours: 17, minutes: 59 });
    expect((await call('/userprofile-service/socialProfile')).status).toBe(200);
    clock.advance({ minutes: 1 });
    expect((await call('/userprofile-service/socialProfile')).status).toBe(401);
  });

  it('is closed to an account whose tokens are inactive, however fresh', async () => {
    const { call, refresh, tokens } = garmin({ tokensInactive: true });
    const { access_token } = await json(await refresh(tokens.di_refresh_token));
    const response = await call('/userprofile-service/socialProfile', {}, access_token);
    expect(response.status).toBe(401);
    expect(response.headers.get('WWW-Authenticate')).toBe(notActive);
  });

  it.each(['/userprofile-service/userprofile/profile', '/weight-service/weight/dayview', '/modern/proxy'])(
    'has nothing at %s',
    async (path) => {
      expect((await garmin().call(path)).status).toBe(404);
    },
  );

  it('keeps people apart', async () => {
    const { simulator, upload } = garmin();
    const berta = simulator.addAccount({ id: 'berta' });
    await upload(encodeWeightFile([weighIn({ measuredAt: halfPastSix / 1000, values: { weightKg: 80 } })]));
    const response = await send(simulator, '/weight-service/weight/dayview/2026-11-20', {
      headers: { Authorization: `Bearer ${berta.di_token}` },
    });
    expect((await json(response)).dateWeightList).toEqual([]);
    expect(simulator.weights('berta')).toEqual([]);
  });
});

describe('the simulator', () => {
  it('counts the calls to each service, refused ones too, and nothing else', async () => {
    const { simulator, call, refresh } = garmin();
    const before = simulator.calls;
    expect(Object.values(before)).toEqual(Array(8).fill(0));
    await call('/weight-service/weight/dayview/2026-11-20');
    await call('/weight-service/nothing');
    await refresh('not a token');
    await call('/');
    expect(simulator.calls).toEqual({ ...before, 'weight-service': 2, 'di-oauth2-service': 1 });
  });

  it('survives a restart with tokens, measurements and faults', async () => {
    const { simulator, upload, tokens, restarted } = garmin();
    await upload(encodeWeightFile([weighIn({ measuredAt: halfPastSix / 1000, values: { weightKg: 80 } })]));
    simulator.addFault({ on: 'userprofile-service', taken: false, answer: 503, times: 1 });
    const again = restarted();
    expect(again.weights('anna')).toEqual(simulator.weights('anna'));
    const headers = { Authorization: `Bearer ${tokens.di_token}` };
    expect((await send(again, '/userprofile-service/socialProfile', { headers })).status).toBe(503);
    expect((await send(again, '/userprofile-service/socialProfile', { headers })).status).toBe(200);
  });

  it('tells whoever opens it in a browser what it is, and what it holds', async () => {
    const { simulator, upload } = garmin({ displayName: '<Anna>' });
    await upload(encodeWeightFile([weighIn({ measuredAt: halfPastSix / 1000, values: { weightKg: 82.1 } })]));
    const page = await (await send(simulator, '/')).text();
    expect(page).toContain('This is a simulator of Garmin Connect');
    expect(page).toContain('&lt;Anna&gt;');
    expect(page).toContain('82.10 kg');
    expect(page).toContain('2026-11-20 07:30');
  });
});
