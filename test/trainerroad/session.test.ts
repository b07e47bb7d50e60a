import { expect, it } from 'vitest';
import { trainerRoadWorld, withPassword } from './world.ts';

const signIns = 'POST /app/api/login/login';

it('an open session is used again and again without signing in', async () => {
  const { destination, simulator } = trainerRoadWorld({ credentials: { ...withPassword, cookie: 'open' } });
  for (let call = 0; call < 5; call++) await destination.checkHealth();
  expect(simulator.calls[signIns]).toBe(0);
  expect(simulator.calls['GET /app/logout']).toBe(0);
});

it.each(['redirect', 401, 403] as const)(
  'a session that has ended, told by %s, is opened anew once',
  async (signedOut) => {
    const { destination, simulator, store, clock } = trainerRoadWorld({
      credentials: { ...withPassword, cookie: 'open' },
    });
    const before = store.tokens.cookie;
    simulator.turn({ signedOut });
    simulator.endSessions();
    await destination.checkHealth();
    expect(store.tokens).toEqual({ ...withPassword, cookie: expect.any(String), signedInAt: clock.now() });
    expect(store.tokens.cookie).not.toBe(before);
    expect(simulator.calls[signIns]).toBe(1);
  },
);

it('after thirty days the session has ended', async () => {
  const { destination, simulator, clock } = trainerRoadWorld({ credentials: { ...withPassword, cookie: 'open' } });
  clock.advance({ days: 30, hours: -1 });
  await destination.checkHealth();
  expect(simulator.calls[signIns]).toBe(0);
  clock.advance({ hours: 1 });
  await destination.checkHealth();
  expect(simulator.calls[signIns]).toBe(1);
});

it('a new session is stored before it is used', async () => {
  const { destination, store, simulator, requests } = trainerRoadWorld({ credentials: withPassword });
  store.broken = true;
  await expect(destination.checkHealth()).rejects.toMatchObject({ kind: 'retry' });
  expect(simulator.calls['GET /app/api/member-info']).toBe(0);
  expect(requests.some(({ headers }) => headers.has('cookie'))).toBe(false);
});

it('without a password an ended session asks for a new connection', async () => {
  const { destination, simulator } = trainerRoadWorld();
  simulator.endSessions();
  await expect(destination.checkHealth()).rejects.toMatchObject({ kind: 'reauthorize' });
  expect(simulator.calls[signIns]).toBe(0);
});

it('a session refused right after it was opened is not opened again', async () => {
  const { destination, simulator } = trainerRoadWorld({ credentials: withPassword });
  simulator.addFault({ on: 'GET /app/api/member-info', taken: false, answer: 'sign-in' });
  await expect(destination.checkHealth()).rejects.toMatchObject({ kind: 'retry' });
  expect(simulator.calls[signIns]).toBe(1);
});

it('a site that accepts the password and refuses every session asks for a person', async () => {
  const { destination, simulator } = trainerRoadWorld({ credentials: { ...withPassword, cookie: 'open' } });
  simulator.addFault({ on: 'GET /app/api/member-info', taken: false, answer: 'sign-in' });
  await expect(destination.checkHealth()).rejects.toMatchObject({ kind: 'reauthorize' });
  expect(simulator.calls).toMatchObject({ [signIns]: 1, 'GET /app/api/member-info': 2 });
});

it('sign-ins are hours apart, however often the session ends', async () => {
  const { destination, simulator, clock } = trainerRoadWorld({ credentials: withPassword });
  await destination.checkHealth();
  clock.advance({ minutes: 30 });
  simulator.endSessions();
  await expect(destination.checkHealth()).rejects.toMatchObject({ kind: 'retry', waitSeconds: 5400 });
  expect(simulator.calls[signIns]).toBe(1);
  clock.advance({ minutes: 90 });
  await destination.checkHealth();
  expect(simulator.calls[signIns]).toBe(2);
});

it('a redirect elsewhere is not taken for the end of the session', async () => {
  const { destination, simulator } = trainerRoadWorld({ credentials: { ...withPassword, cookie: 'open' } });
  simulator.addFault({ on: 'GET /app/api/member-info', taken: false, answer: 'maintenance' });
  await expect(destination.checkHealth()).rejects.toMatchObject({ kind: 'retry' });
  expect(simulator.calls[signIns]).toBe(0);
});
