import { expect, it } from 'vitest';
import { inputValue } from '../../lib/trainerroad/sign-in-form.ts';
import { trainerRoadWorld, withPassword } from './world.ts';

const path = ({ method, url }: { method: string; url: string }) => `${method} ${new URL(url).pathname}`;

it('signs in as the site’s own page does, under its own name', async () => {
  const { destination, requests, store } = trainerRoadWorld({ credentials: withPassword });
  await destination.checkHealth();
  expect(requests.map(path)).toEqual(['POST /app/api/login/login', 'GET /app/api/member-info']);
  const [signIn, probe] = requests;
  expect(JSON.parse(signIn!.body)).toEqual({ username: 'anna', password: withPassword.password, returnUrl: null });
  expect(Object.fromEntries(signIn!.headers)).toMatchObject({
    accept: 'application/json',
    'content-type': 'application/json',
    origin: 'https://www.trainerroad.com',
    referer: 'https://www.trainerroad.com/app/login',
    'trainerroad-jsonformat': 'camel-case',
    'user-agent': 'weighbridge/0.1',
  });
  expect(signIn!.headers.has('cookie')).toBe(false);
  expect(store.tokens.cookie).toMatch(/==$/);
  expect(probe!.headers.get('cookie')).toBe(`SharedTrainerRoadAuth=${store.tokens.cookie}`);
});

it('a wrong password is final and tried once', async () => {
  const { destination, simulator } = trainerRoadWorld({ credentials: { ...withPassword, password: 'wrong' } });
  await expect(destination.checkHealth()).rejects.toMatchObject({ kind: 'reauthorize' });
  expect(simulator.calls).toMatchObject({ 'POST /app/api/login/login': 1, 'GET /app/login': 0, 'POST /app/login': 0 });
});

it('success without a session is a change of TrainerRoad’s, and is said to be', async () => {
  const { destination, simulator } = trainerRoadWorld({ credentials: withPassword });
  simulator.turn({ signInOpensSession: false });
  const signIn = destination.checkHealth();
  await expect(signIn).rejects.toMatchObject({ kind: 'bug' });
  await expect(signIn).rejects.toThrow(/changed its sign-in/);
  expect(simulator.calls['POST /app/login']).toBe(0);
});

it.each([404, 405, 'page'] as const)(
  'where the JSON sign-in was, there is %s: the older form is used',
  async (jsonSignIn) => {
    const { destination, simulator, requests, store } = trainerRoadWorld({ credentials: withPassword });
    simulator.turn({ jsonSignIn });
    await destination.checkHealth();
    expect(requests.map(path)).toEqual([
      'POST /app/api/login/login',
      'GET /app/login',
      'POST /app/login',
      'GET /app/api/member-info',
    ]);
    expect(new URL(requests[1]!.url).search).toBe('?ReturnUrl=%2Fapp');
    const fields = new URLSearchParams(requests[2]!.body);
    expect([...fields.keys()]).toEqual(['Username', 'Password', 'ReturnUrl', '__RequestVerificationToken']);
    expect(fields.get('ReturnUrl')).toBe('/app');
    expect(requests.every(({ headers }) => headers.get('user-agent') === 'weighbridge/0.1')).toBe(true);
    expect(store.tokens.cookie).toBeDefined();
  },
);

it('the form shown again is a refusal', async () => {
  const { destination, simulator } = trainerRoadWorld({ credentials: { ...withPassword, password: 'wrong' } });
  simulator.turn({ jsonSignIn: 404 });
  await expect(destination.checkHealth()).rejects.toMatchObject({ kind: 'reauthorize' });
  expect(simulator.calls['POST /app/login']).toBe(1);
});

it('a form that leads on but opens no session is a change of TrainerRoad’s', async () => {
  const { destination, simulator } = trainerRoadWorld({ credentials: withPassword });
  simulator.turn({ jsonSignIn: 404, signInOpensSession: false });
  await expect(destination.checkHealth()).rejects.toThrow(/changed its sign-in/);
});

it('a page without the form is a change of TrainerRoad’s', async () => {
  const { destination, simulator } = trainerRoadWorld({ credentials: withPassword });
  simulator.turn({ jsonSignIn: 404 });
  simulator.addFault({ on: 'GET /app/login', taken: false, answer: 'page' });
  await expect(destination.checkHealth()).rejects.toThrow(/changed its sign-in/);
});

it.each([
  ['a gateway that asks to wait', { answer: 429, retryAfter: '120' }, { kind: 'retry', waitSeconds: 120 }],
  [
    'a gateway that asks to wait until',
    { answer: 429, retryAfter: 'Fri, 20 Nov 2026 07:10:00 GMT' },
    { waitSeconds: 600 },
  ],
  ['a gateway that does not say how long', { answer: 429 }, { kind: 'retry', waitSeconds: 3600 }],
  ['a gateway that turns us away', { answer: 403 }, { kind: 'retry', waitSeconds: 21_600 }],
  ['a site that is down', { answer: 503 }, { kind: 'retry', waitSeconds: 7200 }],
  ['a lost answer', { answer: 'lost' }, { kind: 'retry', waitSeconds: 7200 }],
] as const)('%s is asked once, left alone for hours, and no other way in is tried', async (_, fault, error) => {
  const { destination, simulator } = trainerRoadWorld({ credentials: withPassword });
  simulator.addFault({ on: 'POST /app/api/login/login', taken: false, ...fault });
  await expect(destination.checkHealth()).rejects.toMatchObject(error);
  expect(simulator.calls).toMatchObject({ 'POST /app/api/login/login': 1, 'GET /app/login': 0 });
});

it('neither name nor password nor cookie is in what is thrown', async () => {
  const credentials = { username: 'anna', password: 'S3CRET', cookie: 'C00KIE' };
  const { destination } = trainerRoadWorld({ credentials });
  const error: unknown = await destination.checkHealth().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Error);
  const text = `${error} ${error instanceof Error && error.stack} ${JSON.stringify(error)}`;
  expect(text).not.toMatch(/S3CRET|C00KIE|anna/);
});

it.each([
  ['<input name="a" value="1">', '1'],
  ["<INPUT value='1' type='hidden' name='a'/>", '1'],
  ['<input data-name="a" value="9"><input\n name = "a"\n value = "x&amp;y">', 'x&y'],
  ['<input name="ab" value="1">', undefined],
  ['<p name="a" value="1">', undefined],
])('in %s the input is found', (html, value) => {
  expect(inputValue(html, 'a')).toBe(value);
});

it.each([
  ['the JSON sign-in', 'POST /app/api/login/login'],
  ['the page of the form', 'GET /app/login'],
] as const)('%s that leads to a page about maintenance passes by itself', async (_, on) => {
  const { destination, simulator } = trainerRoadWorld({ credentials: withPassword });
  if (on === 'GET /app/login') simulator.turn({ jsonSignIn: 404 });
  simulator.addFault({ on, taken: false, answer: 'maintenance', times: 1 });
  await expect(destination.checkHealth()).rejects.toMatchObject({ kind: 'retry' });
});
