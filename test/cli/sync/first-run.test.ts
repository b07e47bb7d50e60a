import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Screen } from '../screen.ts';
import { cronWorld, daysAgo } from './cron-world.ts';

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
  it('takes the address on which the browser ended, and the next one asks nothing', async () => {
    const world = await worldWithCallback();
    const terminal = world.sit(['sync', '-c', world.config]);
    const redirected = await world.decide(await pageOf(terminal));
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
