import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connection } from '../../lib/account.ts';
import type { DestinationName } from '../../lib/destination.ts';
import { Seal } from '../../lib/store/seal.ts';
import { ShortLivedStore } from '../../lib/store/short-lived.ts';
import { connectAccount } from '../../lib/sync/connect-account.ts';
import type { HandOverContext } from '../../lib/sync/hand-over.ts';
import { answerHandOver } from '../../lib/web/hand-over.ts';
import { type HandOverTarget, mintHandOverCode } from '../../lib/web/hand-over-codes.ts';
import { mintInvite, noteTaker, takeInvite } from '../../lib/web/invites.ts';
import { startDynalite, type TestDatabase } from '../store/dynalite.ts';
import { QueueInMemory } from './queue-in-memory.ts';
import { type SyncWorld, syncWorld } from './world.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await startDynalite();
});
afterAll(() => database.stop());

const garmin = { accessToken: 'a', refreshToken: 'r', clientId: 'c', expiresAt: 1, refreshExpiresAt: 2 };
const credentials: Record<DestinationName, object> = {
  garmin,
  trainerroad: { cookie: 'invented' },
  intervals: { apiKey: 'invented-key' },
};

const garminWith = (wrong: object) => ({ code: 'x', destination: 'garmin', credentials: { ...garmin, ...wrong } });
const trainerRoadWith = (cookie: string) => ({ code: 'x', destination: 'trainerroad', credentials: { cookie } });
const intervalsWith = (wrong: object) => ({
  code: 'x',
  destination: 'intervals',
  credentials: { apiKey: 'invented-key', ...wrong },
});

const request = (body: unknown) => ({
  method: 'POST',
  path: '/hand-over',
  headers: {},
  query: new URLSearchParams(),
  cookies: new Map(),
  body: typeof body === 'string' ? body : JSON.stringify(body),
  pathParameters: {},
});

/** The engine's world, and the place where sign-ins are handed over to it. */
async function counter(world?: SyncWorld) {
  const engine = world ?? (await syncWorld(database));
  const { accounts, seal, clock, context } = engine;
  const sqs = new QueueInMemory(clock);
  const store = new ShortLivedStore(database.documentClient, database.accountsTable, clock);
  const handOverContext: HandOverContext = { accounts, seal, clock, store, queue: sqs.queue };
  const kept: string[] = [];
  const answer = async (body: unknown) => {
    const response = await answerHandOver(request(body), handOverContext, (destination) => kept.push(destination));
    expect(response.headers['content-type']).toBe('application/json');
    return { status: response.status, message: String(JSON.parse(response.body).message) };
  };
  const bring = (code: string, destination: DestinationName, more: object = {}) =>
    answer({ code, destination, credentials: credentials[destination], ...more });
  const codeFor = async (target: HandOverTarget) => (await mintHandOverCode({ store, clock }, target)).code;
  const invite = async () => {
    const { id } = await mintInvite({ store, clock }, () => ({ name: 'Kim' }));
    return { id, code: await codeFor({ invite: id }) };
  };
  /** As the callback does it. */
  const use = async (id: string, userid = engine.userid) => {
    const tokens = await engine.consent(userid);
    const taken = await takeInvite({ store, clock }, id);
    await noteTaker({ store, clock }, id, tokens.userId);
    const { log, openWithings } = context;
    return connectAccount(tokens, taken!, { accounts, seal, clock, log, openWithings, queue: sqs.queue });
  };
  const open = async (name: DestinationName) => {
    const { account, connections } = await engine.account();
    return seal.open(connections[name]!.credentials.sealed, account, name);
  };
  return { world: engine, sqs, store, kept, answer, bring, codeFor, invite, use, open };
}

describe('a sign-in with the code of an invite', () => {
  it('waits in the invite, and is connected as soon as the link is opened', async () => {
    const { world, bring, invite, use, open, kept } = await counter();
    const { id, code } = await invite();
    expect(await bring(code, 'intervals')).toEqual({
      status: 200,
      message: 'intervals.icu is ready: it is connected as soon as the link is opened.',
    });
    expect(await bring(code, 'garmin', { domain: 'garmin.cn' })).toMatchObject({ status: 200 });
    await use(id);
    const { connections } = await world.account();
    expect(connections.intervals).toMatchObject({ status: 'connected', enrolled: false });
    expect(connections.garmin).toMatchObject({ status: 'connected', domain: 'garmin.cn' });
    expect(await open('intervals')).toEqual(credentials.intervals);
    expect(await open('garmin')).toEqual(garmin);
    expect(kept).toEqual(['intervals', 'garmin']);
  });

  it('is lost to nobody when several come at once', async () => {
    const { world, bring, invite, use } = await counter();
    const { id, code } = await invite();
    const answers = await Promise.all(
      (['garmin', 'trainerroad', 'intervals'] as const).map((name) => bring(code, name)),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    await use(id);
    expect(Object.keys((await world.account()).connections).sort()).toEqual(['garmin', 'intervals', 'trainerroad']);
  });

  it('goes to whoever used the invite meanwhile', async () => {
    const { world, bring, invite, use, open, sqs } = await counter();
    const { id, code } = await invite();
    await use(id);
    expect(await bring(code, 'intervals')).toEqual({
      status: 200,
      message: 'intervals.icu is connected. What is waiting for it is sent within the next minutes.',
    });
    expect(await open('intervals')).toEqual(credentials.intervals);
    expect(sqs.messages).toEqual(Array.from({ length: 2 }, () => ({ account: world.id, reason: 'connect' })));
  });

  it('is asked to wait while the link is being opened, and the code stays good', async () => {
    const { world, store, bring, invite } = await counter();
    const { id, code } = await invite();
    const { clock } = world;
    const taken = await takeInvite({ store, clock }, id);
    await noteTaker({ store, clock }, id, 'somebody-new');
    expect(await bring(code, 'intervals')).toEqual({
      status: 503,
      message: 'The link is being opened at this moment. Try again in a minute.',
    });
    await store.put('invite', id, { connections: taken!.connections }, clock.now() + 60_000);
    expect(await bring(code, 'intervals')).toMatchObject({ status: 200 });
  });

  it('does not make a used invite good again', async () => {
    const { world, store, bring, invite } = await counter();
    const { id, code } = await invite();
    await takeInvite({ store, clock: world.clock }, id);
    expect(await bring(code, 'intervals')).toMatchObject({ status: 410, message: /The link .* no longer good/ });
    expect(await store.peek('invite', id)).toBeUndefined();
  });
});

describe('a sign-in with the code of an account', () => {
  it('mends the connection, which still knows what it was given, and has it synced', async () => {
    const { world, bring, codeFor, open, sqs } = await counter();
    await world.withings.addWeighIn(world.userid, { weightKg: 82.1 });
    await world.sync();
    const trouble: Partial<Connection> = {
      ...{ status: 'reauthorize', problem: 'Sign in again.', needsOwner: true, credentialsEndAt: 1 },
      blockedUntil: world.clock.now() + 3_600_000,
    };
    const before = await world.accounts.change(await world.account(), (known) => ({
      ...known,
      connections: { ...known.connections, trainerroad: { ...known.connections.trainerroad!, ...trouble } },
    }));

    expect(await bring(await codeFor({ account: world.id }), 'trainerroad')).toMatchObject({ status: 200 });
    const { garmin, trainerroad } = (await world.account()).connections;
    expect(garmin).toEqual(before.connections.garmin);
    expect(trainerroad).toEqual({
      status: 'connected',
      enrolled: true,
      lastVerifiedAt: before.connections.trainerroad!.lastVerifiedAt,
      credentials: { sealed: expect.any(String) },
      newSince: before.version,
    });
    expect(await open('trainerroad')).toEqual({ cookie: 'invented' });
    expect(sqs.messages).toEqual([{ account: world.id, reason: 'connect' }]);
  });

  it('connects a destination that was not there, with what was measured before', async () => {
    const { world, bring, codeFor } = await counter();
    world.athlete.apiKey = 'invented-key';
    await world.withings.addWeighIn(world.userid, { weightKg: 82.1 });
    await world.sync();
    world.athlete.apiKey = 'invented-key';
    await bring(await codeFor({ account: world.id }), 'intervals');
    await world.sync('connect');
    expect(await world.states('intervals')).toEqual(['verified']);
  });

  it('is refused when the account is gone', async () => {
    const { bring, codeFor } = await counter();
    expect(await bring(await codeFor({ account: '404' }), 'intervals')).toMatchObject({ status: 410 });
  });
});

describe('is refused, and nothing is kept', () => {
  it.each([
    ['an unknown code', '0123-4567-89AB', 403, /^This code is not known here\. /],
    ['no code', 'code', 403, /^This code is not known here\. /],
  ])('%s', async (_, code, status, message) => {
    const { bring, kept } = await counter();
    const answer = await bring(code, 'intervals');
    expect(answer.status).toBe(status);
    expect(answer.message).toMatch(message);
    expect(kept).toEqual([]);
  });

  it('a code after an hour', async () => {
    const { world, bring, codeFor } = await counter();
    const code = await codeFor({ account: world.id });
    await world.pass(3600);
    expect(await bring(code, 'intervals')).toEqual({
      status: 410,
      message: 'This code was good for an hour, which is over. Ask for a new one.',
    });
    expect((await world.account()).connections).not.toHaveProperty('intervals');
  });

  it('a code that has brought this destination, of many at once all but one', async () => {
    const { world, bring, codeFor } = await counter();
    const code = await codeFor({ account: world.id });
    const answers = await Promise.all(Array.from({ length: 5 }, () => bring(code, 'intervals')));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410, 410, 410, 410]);
    expect(await bring(code, 'intervals')).toMatchObject({ status: 410, message: /used for this destination/ });
  });

  it.each([
    ['no JSON', 'code=1'],
    ['a list', []],
    ['no destination', { code: 'x' }],
    ['an unknown destination', { code: 'x', destination: 'strava', credentials: {} }],
    ['no code', { destination: 'intervals', credentials: credentials.intervals }],
    ['half a Garmin sign-in', { code: 'x', destination: 'garmin', credentials: { accessToken: 'a' } }],
    ['another Garmin', { code: 'x', destination: 'garmin', credentials: garmin, domain: 'evil.example' }],
    ['a password', { code: 'x', destination: 'trainerroad', credentials: { cookie: 'c', password: 'p' } }],
    ['an empty cookie', { code: 'x', destination: 'trainerroad', credentials: { cookie: '' } }],
    ['a cookie that begins another header', trainerRoadWith('a\r\nx-evil: 1')],
    ['a Garmin token that begins another header', garminWith({ refreshToken: 'a\r\nx-evil: 1' })],
    ['a Garmin app that no header can name', garminWith({ clientId: '€' })],
    ['a Garmin sign-in that ends after all calendars', garminWith({ refreshExpiresAt: 1e20 })],
    ['an API key that no header can hold', intervalsWith({ apiKey: 'invented key €' })],
    ['an athlete who is a path', intervalsWith({ athleteId: '0/../../../somewhere' })],
  ])('%s', async (_, body) => {
    const { answer } = await counter();
    expect(await answer(body)).toMatchObject({
      status: 400,
      message: /^(A sign-in is handed over as JSON|The sign-in to )/,
    });
  });

  it('what is too large', async () => {
    const { answer } = await counter();
    expect(await answer('x'.repeat(16 * 1024 + 1))).toEqual({
      status: 413,
      message: 'That is too large: at most 16 KB are read.',
    });
  });

  it('and a code whose account could not be stored stays good', async () => {
    const { world, store, bring, codeFor, sqs } = await counter();
    const code = await codeFor({ account: world.id });
    const { accounts, clock } = world;
    const seal = new Seal(new Uint8Array(5));
    const given = request({ code, destination: 'intervals', credentials: credentials.intervals });
    const failing = answerHandOver(given, { accounts, seal, clock, store, queue: sqs.queue }, () => {});
    await expect(failing).rejects.toThrow();
    expect(await bring(code, 'intervals')).toMatchObject({ status: 200 });
  });
});
