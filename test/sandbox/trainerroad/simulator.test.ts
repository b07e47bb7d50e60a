import { beforeEach, describe, expect, it } from 'vitest';
import { TrainerRoadSimulator } from '../../../lib/sandbox/trainerroad/simulator.ts';
import type { Member } from '../../../lib/sandbox/trainerroad/state.ts';
import { FlowingClock } from '../../flowing-clock.ts';

const origin = 'https://simulator.example';
const userAgent = 'tests/1.0';
const camelCase = { 'trainerroad-jsonformat': 'camel-case' };

let clock: FlowingClock;
let simulator: TrainerRoadSimulator;
let member: Member;

beforeEach(() => {
  clock = new FlowingClock();
  simulator = new TrainerRoadSimulator({ clock, random: () => 0.5 });
  member = simulator.addMember({ username: 'anna', password: 'correct horse', rider: { weightKg: 80, ftp: 250 } });
});

const send = (path: string, init: RequestInit = {}) =>
  simulator.fetch(new Request(origin + path, { ...init, headers: { 'user-agent': userAgent, ...init.headers } }));

const signInWith = (username: string, password: string) =>
  send('/app/api/login/login', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password, returnUrl: null }),
  });

const cookies = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');

const inSession = async (headers: Record<string, string> = camelCase) => ({
  headers: { cookie: `SharedTrainerRoadAuth=${simulator.signIn(member)}`, ...headers },
});

const riderPath = '/app/api/profile/rider-information';

describe('the JSON sign-in', () => {
  it.each(['anna', 'ANNA', 'anna@example.com'])('takes %s and sets a cookie that holds = signs', async (name) => {
    const answer = await signInWith(name, 'correct horse');
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ success: true, redirectUrl: '/app' });
    expect(answer.headers.getSetCookie()[0]).toMatch(/^SharedTrainerRoadAuth=[^;]+==; Path=\/; Max-Age=2592000/);
    expect((await send(riderPath, { headers: { cookie: cookies(answer) } })).status).toBe(200);
  });

  it.each([
    ['anna', 'wrong'],
    ['nobody', 'correct horse'],
  ])('answers a wrong name or password with 200 and no cookie', async (name, password) => {
    const answer = await signInWith(name, password);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ success: false, redirectUrl: null });
    expect(answer.headers.getSetCookie()).toEqual([]);
  });

  it.each([404, 405] as const)('can be gone (%i)', async (jsonSignIn) => {
    simulator.turn({ jsonSignIn });
    expect((await signInWith('anna', 'correct horse')).status).toBe(jsonSignIn);
  });

  it('can be a web page, or succeed without a session', async () => {
    simulator.turn({ jsonSignIn: 'page' });
    expect((await signInWith('anna', 'correct horse')).headers.get('content-type')).toMatch(/html/);
    simulator.turn({ jsonSignIn: 'there', signInOpensSession: false });
    expect((await signInWith('anna', 'correct horse')).headers.getSetCookie()).toEqual([]);
  });
});

describe('the older form', () => {
  const post = (cookie: string, fields: Record<string, string>) =>
    send('/app/login', { method: 'POST', headers: { cookie }, body: new URLSearchParams(fields) });

  const openForm = async () => {
    const page = await send('/app/login?ReturnUrl=%2Fapp');
    const html = await page.text();
    const token = /name="__RequestVerificationToken"[^>]*value="([^"]+)"/.exec(html)?.[1] ?? '';
    return { html, cookie: cookies(page), token };
  };
  const anna = { Username: 'anna', Password: 'correct horse', ReturnUrl: '/app' };

  it('gives out two tokens that belong together', async () => {
    const { html, cookie, token } = await openForm();
    expect(html).toContain('value="/app"');
    expect(token).not.toBe('');
    expect(cookie).toMatch(/^__RequestVerificationToken=/);
    expect(cookie).not.toContain(token);
  });

  it('is left by a redirect with a session', async () => {
    const { cookie, token } = await openForm();
    const answer = await post(cookie, { ...anna, __RequestVerificationToken: token });
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe('/app');
    expect((await send(riderPath, { headers: { cookie: cookies(answer) } })).status).toBe(200);
  });

  it('is shown again, with 200, for a wrong password', async () => {
    const { cookie, token } = await openForm();
    const answer = await post(cookie, { ...anna, Password: 'wrong', __RequestVerificationToken: token });
    expect(answer.status).toBe(200);
    expect(answer.headers.getSetCookie()).toEqual([]);
  });

  it('does not take name and password without its tokens', async () => {
    const { cookie, token } = await openForm();
    const other = await openForm();
    expect((await post(cookie, anna)).status).toBe(400);
    expect((await post('', { ...anna, __RequestVerificationToken: token })).status).toBe(400);
    expect((await post(other.cookie, { ...anna, __RequestVerificationToken: token })).status).toBe(400);
  });
});

describe('a session', () => {
  it.each(['/app/api/member-info', riderPath])('is needed for %s', async (path) => {
    const answer = await send(path);
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toMatch(/^\/app\/login\?/);
  });

  it.each([401, 403] as const)('may be asked for by %i instead', async (signedOut) => {
    simulator.turn({ signedOut });
    expect((await send(riderPath)).status).toBe(signedOut);
  });

  it('lives thirty days', async () => {
    const session = await inSession();
    clock.advance({ days: 30, hours: -1 });
    expect((await send(riderPath, session)).status).toBe(200);
    clock.advance({ hours: 1 });
    expect((await send(riderPath, session)).status).toBe(302);
  });

  it('ends at sign-out', async () => {
    const session = await inSession();
    expect((await send('/app/logout', session)).status).toBe(302);
    expect((await send(riderPath, session)).status).toBe(302);
  });
});

describe('the rider’s profile', () => {
  const put = async (body: unknown) =>
    send(riderPath, { ...(await inSession()), method: 'PUT', body: JSON.stringify(body) });

  it('comes in the case that is asked for; objects inside keep theirs', async () => {
    const camel = await (await send(riderPath, await inSession())).json();
    expect(camel).toMatchObject({ weightKg: 80, ftp: 250, units: 'kmh', privacy: { IsPrivate: true } });
    const pascal = await (await send(riderPath, await inSession({}))).json();
    expect(pascal).toMatchObject({ WeightKg: 80, Ftp: 250, Units: 'kmh', Privacy: { IsPrivate: true } });
  });

  it.each([200, 204] as const)('is written whole, in either case (%i)', async (writeStatus) => {
    simulator.turn({ writeStatus });
    const whole = await (await send(riderPath, await inSession())).json();
    expect((await put({ ...Object(whole), weightKg: 82.1 })).status).toBe(writeStatus);
    expect(member.rider).toMatchObject({ weightKg: 82.1, ftp: 250 });
    const pascal = await (await send(riderPath, await inSession({}))).json();
    await put({ ...Object(pascal), WeightKg: 82.2 });
    expect(member.rider).toMatchObject({ weightKg: 82.2, ftp: 250 });
  });

  it('loses what a body leaves out, the FTP among it', async () => {
    await put({ weightKg: 82.1 });
    expect(member.rider).toMatchObject({ weightKg: 82.1, ftp: null });
  });

  it('refuses a body that is none', async () => {
    expect((await put('80')).status).toBe(400);
    expect((await put({ weightKg: '80' })).status).toBe(400);
  });

  it('can lose writes, and keep weights in steps', async () => {
    simulator.turn({ writesVanish: true });
    expect((await put({ ...member.rider, weightKg: 90 })).status).toBe(204);
    expect(member.rider.weightKg).toBe(80);
    simulator.turn({ writesVanish: false, weightStepKg: 0.5 });
    await put({ ...member.rider, weightKg: 82.1 });
    expect(member.rider.weightKg).toBe(82);
  });

  it('remembers each change of weight', async () => {
    await put({ ...member.rider, weightKg: 82.1 });
    await put({ ...member.rider, weightKg: 82.1 });
    clock.advance({ hours: 24 });
    await put({ ...member.rider, weightKg: 82 });
    const history = await (await send(`/app/api/weight-history/${member.memberId}/all`, await inSession())).json();
    expect(history).toMatchObject([
      { value: 82.1, units: 'kg', date: '2026-11-20T07:00:00.000Z' },
      { value: 82, units: 'kg', date: '2026-11-21T07:00:00.000Z' },
    ]);
    expect((await send('/app/api/weight-history/1/all', await inSession())).status).toBe(404);
  });

  it('knows whose it is', async () => {
    const info = await (await send('/app/api/member-info', await inSession())).json();
    expect(info).toMatchObject({ memberId: member.memberId, username: 'anna' });
  });
});

describe('the gateway', () => {
  it.each(['', 'node', 'python-requests/2.32.4', 'curl/8.5.0', 'undici'])(
    'turns away %j, even at sign-in',
    async (agent) => {
      const headers: Record<string, string> = agent ? { 'user-agent': agent } : {};
      const answer = await simulator.fetch(new Request(`${origin}/app/api/login/login`, { method: 'POST', headers }));
      expect(answer.status).toBe(429);
    },
  );

  it('lets pass who says who it is', async () => {
    expect((await send('/app/login', { headers: { 'user-agent': 'Mozilla/5.0 (X11)' } })).status).toBe(200);
  });
});

describe('faults', () => {
  const on = 'GET /app/api/member-info';
  const probe = async () => send('/app/api/member-info', await inSession());

  it('befall the calls they are meant for, as often as they are meant to', async () => {
    simulator.addFault({ on, taken: false, answer: 429, retryAfter: '60', times: 2 });
    expect((await probe()).headers.get('retry-after')).toBe('60');
    expect((await send(riderPath, await inSession())).status).toBe(200);
    expect((await probe()).status).toBe(429);
    expect((await probe()).status).toBe(200);
  });

  it('can show the way to the sign-in page, or cut the connection', async () => {
    simulator.addFault({ on, taken: false, answer: 'sign-in', times: 1 });
    expect((await probe()).headers.get('location')).toMatch(/^\/app\/login/);
    simulator.addFault({ on, taken: false, answer: 'lost', times: 1 });
    await expect(probe()).rejects.toThrow(TypeError);
  });

  it.each([true, false])('can lose an answer with the write done or not (%s)', async (taken) => {
    simulator.addFault({ on: 'PUT /app/api/profile/rider-information', taken, answer: 'lost' });
    const init = { ...(await inSession()), method: 'PUT', body: JSON.stringify({ ...member.rider, weightKg: 82.1 }) };
    await expect(send(riderPath, init)).rejects.toThrow(TypeError);
    expect(member.rider.weightKg).toBe(taken ? 82.1 : 80);
  });
});

it('counts the calls', async () => {
  await signInWith('anna', 'wrong');
  await send(riderPath);
  await send('/app/api/weight-history/1/all');
  expect(simulator.calls).toMatchObject({
    'POST /app/api/login/login': 1,
    'GET /app/api/profile/rider-information': 1,
    'GET /app/api/weight-history': 1,
    'PUT /app/api/profile/rider-information': 0,
  });
});

it('a restart forgets nothing', async () => {
  const session = await inSession();
  const state = JSON.parse(JSON.stringify(simulator.state));
  simulator = new TrainerRoadSimulator({ clock, random: () => 0.5, state });
  expect((await send(riderPath, session)).status).toBe(200);
});

it('the front page says that it is a simulator', async () => {
  const page = await simulator.fetch(new Request(`${origin}/`));
  expect(await page.text()).toMatch(/This is a simulator of TrainerRoad/);
});
