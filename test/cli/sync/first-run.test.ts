import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { demo } from '../../../lib/sandbox/sandbox.ts';
import type { Screen } from '../screen.ts';
import { authorizedWorld, cronWorld, day, daysAgo } from './cron-world.ts';

/** The page on which to agree, as it is printed. */
async function pageOf(screen: Screen): Promise<string> {
  const [, page = ''] = await screen.shows(/Open this page and agree:\s+(http\S+)\s/);
  return page;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

async function worldWithCallback() {
  const world = await cronWorld();
  const callback = `http://localhost:${await freePort()}/callback`;
  world.withings.state.clients[0]?.callbackUrls?.push(callback);
  const WITHINGS_APP = world.keep('own_app.json', { ...world.app, callback_url: callback });
  const GARMIN_SESSION = world.session;
  // No browser is to open on the machine of the tests.
  Object.assign(world.env, { WITHINGS_APP, GARMIN_SESSION, PATH: '/nowhere' });
  await world.weighed(daysAgo(0), 80.4);
  return world;
}

describe('the first run in a terminal', () => {
  it('takes the address on which the browser ended, after another one too, and the next one asks nothing', async () => {
    const world = await worldWithCallback();
    const terminal = world.sit(['sync', '-c', world.config]);
    const redirected = await world.decide(await pageOf(terminal));
    terminal.enter(redirected.searchParams.get('code') ?? '');
    await terminal.shows(/That is not where Withings sent you: .* paste it again:/);
    terminal.enter(redirected.href);
    expect((await terminal.ended).code).toBe(0);
    expect(terminal.text).toContain('Garmin Connect: 1 weigh-in arrived, read back.');
    expect(world.weights()).toEqual([80.4]);
    expect(await world.run(['sync', '-c', world.config])).toEqual({ code: 0, stdout: 'Nothing new.\n', stderr: '' });
  });

  it('catches the browser that comes back to this machine', async () => {
    const world = await worldWithCallback();
    const terminal = world.sit(['sync', '-c', world.config]);
    await fetch(await world.decide(await pageOf(terminal)));
    expect((await terminal.ended).code).toBe(0);
    expect(world.weights()).toEqual([80.4]);
  });

  it('says what to do where the port of the callback is taken', async () => {
    const world = await worldWithCallback();
    const { callback_url } = JSON.parse(readFileSync(world.env.WITHINGS_APP ?? '', 'utf8'));
    const { port } = new URL(callback_url);
    const other = createServer();
    onTestFinished(() => void other.close());
    await new Promise<void>((resolve) => other.listen(Number(port), '127.0.0.1', resolve));
    const { code, text } = await world.sit(['sync', '-c', world.config]).ended;
    expect(text).toBe(
      `Port ${port} is taken by another program. Give another "callback_url" in withings_app.json, and register that callback URL at Withings too.\n`,
    );
    expect(code).toBe(1);
  });

  it('asks for a code of Garmin’s in the words of its way, and ends at Ctrl-C with nothing connected', async () => {
    const world = await authorizedWorld();
    const account = world.garmin.account(demo.garmin.account);
    account.mfa = 'totp';
    Object.assign(world.env, {
      GARMIN_SESSION: '',
      GARMIN_USERNAME: account.email,
      GARMIN_PASSWORD: account.password,
    });
    const sync = ['sync', '-c', world.config, '-f', day(4)];
    const stopped = world.sit(sync);
    await stopped.asks('Code that your authenticator app shows');
    stopped.enter(world.garmin.codeOf(demo.garmin.account) === '111111' ? '222222' : '111111');
    await stopped.asks('That code was not the right one.');
    stopped.pressCtrlC();
    const { code, text } = await stopped.ended;
    expect(text).toMatch(/Stopped; Garmin is not connected, and nothing was sent\.\n$/);
    expect({ code, weights: world.weights() }).toEqual({ code: 130, weights: [] });

    const again = world.sit(sync);
    await again.asks('Code that your authenticator app shows');
    again.enter(world.garmin.codeOf(demo.garmin.account));
    expect((await again.ended).code).toBe(0);
    expect(world.weights()).toEqual([80.1, 80.2]);
    expect(again.text).not.toContain(account.password);
  });

  it('ends at Ctrl-C, and has written nothing', async () => {
    const world = await worldWithCallback();
    const terminal = world.sit(['sync', '-c', world.config]);
    await pageOf(terminal);
    terminal.pressCtrlC();
    expect((await terminal.ended).code).toBe(130);
    expect(terminal.text).toContain('Stopped; nobody was authorized.');
    expect(existsSync(world.config)).toBe(false);
  });

  it('asks again when the consent was withdrawn, and goes on in the same folder', async () => {
    const world = await worldWithCallback();
    const first = world.sit(['sync', '-c', world.config]);
    await fetch(await world.decide(await pageOf(first)));
    await first.ended;
    for (const person of world.withings.state.people) person.grants = [];
    const cron = await world.run(['sync', '-c', world.config]);
    expect(cron.stderr).toMatch(/^Withings: .* in a terminal to authorize it again\.\n$/);
    expect(cron.code).toBe(1);
    await world.weighed(Math.floor(Date.now() / 1000) - 30, 80.5);
    const again = world.sit(['sync', '-c', world.config]);
    await fetch(await world.decide(await pageOf(again)));
    expect((await again.ended).code).toBe(0);
    expect(world.weights().sort()).toEqual([80.4, 80.5]);
  });

  it('refuses somebody else’s consent in a folder that is in use', async () => {
    const world = await worldWithCallback();
    const first = world.sit(['sync', '-c', world.config]);
    await fetch(await world.decide(await pageOf(first)));
    await first.ended;
    for (const person of world.withings.state.people) person.grants = [];
    await world.run(['sync', '-c', world.config]);
    const before = readFileSync(join(world.config, 'weighbridge.json'), 'utf8');
    const { userid } = world.withings.addPerson({ name: 'Kim', timezone: 'Europe/Berlin' });
    const again = world.sit(['sync', '-c', world.config]);
    const page = await pageOf(again);
    const body = new URLSearchParams({ decision: 'allow', userid: String(userid) });
    const { headers } = await fetch(page, { method: 'POST', body, redirect: 'manual' });
    await fetch(headers.get('location') ?? '');
    expect((await again.ended).code).toBe(1);
    expect(again.text).toMatch(/belongs to the Withings account \d+, and this sign-in is that of \d+\./);
    expect(readFileSync(join(world.config, 'weighbridge.json'), 'utf8')).toBe(before);
  });
});
