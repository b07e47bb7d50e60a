import { readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openerOf } from '../../lib/cli/open-browser.ts';
import { systemClock } from '../../lib/clock.ts';
import { type Served, serve } from '../../lib/sandbox/serve.ts';
import { WithingsSimulator } from '../../lib/sandbox/withings/simulator.ts';
import { emptyState } from '../../lib/sandbox/withings/state.ts';
import { type Running, Terminal } from './terminal.ts';

const elsewhere = 'https://app.example.com/withings/callback';
const callbackUrls = [elsewhere];
const application = { clientId: 'some-client', clientSecret: 'a-hidden-secret', callbackUrls };

let withings: WithingsSimulator;
let served: Served;
let env: Record<string, string>;
beforeAll(async () => {
  withings = new WithingsSimulator({
    clock: systemClock,
    random: Math.random,
    state: emptyState({ allowLocalhost: true, identicalCallSeconds: 0 }),
  });
  withings.addPerson({ name: 'Robin Example', timezone: 'Europe/Berlin', userid: 12_345_678 });
  withings.state.clients.push(application);
  served = await serve(withings);
  env = {
    WITHINGS_CLIENT_ID: application.clientId,
    WITHINGS_CLIENT_SECRET: application.clientSecret,
    WITHINGS_ACCOUNT_URL: served.url,
    WITHINGS_API_URL: served.url,
  };
});
afterAll(() => served?.stop());

/** A port that is free now, as one of the callback URLs of the application. */
async function freePort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  callbackUrls.push(`http://localhost:${port}/callback`);
  return String(port);
}

/** What a person does with the page that is printed. Returns where they end. */
async function decide(running: Running, decision: 'allow' | 'deny' = 'allow'): Promise<URL> {
  const [, page = ''] = await running.says(/Open this page and agree:\n\n {2}(\S+)\n/);
  const response = await fetch(page, { method: 'POST', body: new URLSearchParams({ decision }), redirect: 'manual' });
  return new URL(response.headers.get('location') ?? '');
}

const started = async (...options: string[]) => {
  const port = await freePort();
  const running = new Terminal().start(['authorize', '--port', port, ...options], env);
  running.input();
  return { running, port };
};

const tokens = {
  userID: '12345678',
  accessToken: expect.stringMatching(/^[0-9a-f]{40}$/),
  refreshToken: expect.stringMatching(/^[0-9a-f]{40}$/),
  expires: expect.toSatisfy((seconds: number) => seconds > 10_700 && seconds <= 10_800),
  scope: 'user.info,user.metrics,user.activity',
};

describe('weighbridge authorize', () => {
  it('catches the browser on this machine, prints the tokens and keeps none', async () => {
    const terminal = new Terminal();
    const port = await freePort();
    const running = terminal.start(['authorize', '--port', port, '--json'], env);
    running.input();
    await running.says(new RegExp(`Waiting for the browser at http://localhost:${port}/callback, .* Ctrl-C stops\\.`));
    const thanks = await fetch(await decide(running));
    expect({ status: thanks.status, text: await thanks.text() }).toEqual({
      status: 200,
      text: 'Thank you. The terminal has it now; you may close this window.\n',
    });
    const { code, stdout, stderr } = await running.finished;
    const printed = JSON.parse(stdout);
    expect({ code, printed }).toEqual({ code: 0, printed: tokens });
    expect(stderr).not.toContain(printed.accessToken);
    expect(stderr).not.toContain(application.clientSecret);
    expect(readdirSync(terminal.folder)).toEqual([]);
    expect(withings.state.people[0]?.grants.at(-1)).toMatchObject({ accessToken: printed.accessToken });
  });

  it('prints one line each without --json, and asks for the scopes it is given', async () => {
    const { running } = await started('--scope', 'user.metrics,user.sleepevents');
    await fetch(await decide(running));
    const { code, stdout } = await running.finished;
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^userID +12345678\naccessToken +\w{40}\nrefreshToken +\w{40}\nexpires +\d{5}\nscope +user\.metrics,user\.sleepevents\n$/,
    );
  });

  it('takes what comes to the callback only, and only by a browser that comes back', async () => {
    const { running, port } = await started('--json');
    const address = await decide(running);
    const status = async (path: string, method = 'GET') =>
      (await fetch(`http://localhost:${port}${path}`, { method })).status;
    expect(await status('/favicon.ico')).toBe(404);
    expect(await status('/callback')).toBe(200);
    expect(await status(`/callback${address.search}`, 'HEAD')).toBe(200);
    await fetch(address);
    expect((await running.finished).code).toBe(0);
  });

  it('takes the pasted address when the callback is elsewhere', async () => {
    const running = new Terminal().start(['authorize', '--callback', elsewhere, '--json'], env);
    await running.says(/paste here the whole address/);
    running.input(`\n  ${await decide(running)}\n`);
    const { code, stdout } = await running.finished;
    expect({ code, printed: JSON.parse(stdout) }).toEqual({ code: 0, printed: tokens });
  });

  it('listens at a callback URL on this machine, whatever its path', async () => {
    const callback = `http://localhost:${await freePort()}/callback/of/mine`;
    const running = new Terminal().start(['authorize', '--callback', callback, '--json'], env);
    running.input();
    await fetch(await decide(running));
    expect((await running.finished).code).toBe(0);
  });

  it('finds the application in .env of the folder', async () => {
    const terminal = new Terminal();
    const lines = Object.entries(env).map(([name, value]) => `${name}=${value}\n`);
    writeFileSync(join(terminal.folder, '.env'), lines.join(''));
    const running = terminal.start(['authorize', '--port', await freePort()]);
    running.input();
    await fetch(await decide(running));
    expect((await running.finished).code).toBe(0);
  });

  it.each<[string, (address: URL) => void, RegExp]>([
    ['no code', ({ searchParams }) => searchParams.delete('code'), /^Withings sent the browser back without a code/m],
    ['a dead code', () => withings.state.codes.splice(0), /^Withings does not accept the code: /m],
    ['half a code', ({ searchParams }) => searchParams.set('code', 'ab'), /^Withings does not accept the code: /m],
  ])('refuses %s in one sentence', async (_, change, sentence) => {
    const { running } = await started();
    const address = await decide(running);
    change(address);
    await fetch(address);
    const { code, stdout, stderr } = await running.finished;
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toContain('    at ');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  });

  it('goes on waiting when any page calls the address with another state', async () => {
    const { running } = await started();
    const address = await decide(running);
    const foreign = new URL(address);
    foreign.searchParams.set('state', 'x'.repeat(43));
    const refused = await fetch(foreign);
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('another try');
    await fetch(address);
    expect((await running.finished).code).toBe(0);
  });

  it('refuses a pasted address with another state', async () => {
    const running = new Terminal().start(['authorize', '--callback', elsewhere], env);
    const address = await decide(running);
    address.searchParams.set('state', 'x'.repeat(43));
    running.input(`${address}\n`);
    const { code, stderr } = await running.finished;
    expect(stderr).toMatch(/^What came back belongs to /m);
    expect(code).toBe(1);
  });

  it('respects that somebody does not agree', async () => {
    const { running } = await started();
    await fetch(await decide(running, 'deny'));
    const { code, stdout, stderr } = await running.finished;
    expect(stderr).toMatch(/\nYou did not agree at Withings, so there are no tokens\. .*\n$/);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  });

  it('says so when Withings does not answer, and when the secret is wrong', async () => {
    const { running } = await started();
    withings.plan({ action: 'requesttoken', kind: 'lost answer' });
    await fetch(await decide(running));
    const { code, stderr } = await running.finished;
    expect(stderr).toMatch(/\nWithings could not be reached \(requesttoken\)\.\n$/);
    expect(code).toBe(1);

    const port = await freePort();
    const wrong = new Terminal().start(['authorize', '--port', port], { ...env, WITHINGS_CLIENT_SECRET: 'mistyped' });
    wrong.input();
    await fetch(await decide(wrong));
    const refused = await wrong.finished;
    expect(refused.stderr).toMatch(/check the client id, the client secret and the callback URL\.\n$/);
    expect(refused.stderr).not.toContain('mistyped');
    expect(refused.code).toBe(1);
  });

  it.each([
    ['while it waits for the browser', async () => ['--port', await freePort()]],
    ['while it waits for an address', async () => ['--callback', elsewhere]],
  ])('ends with Ctrl-C %s', async (_, options) => {
    const running = new Terminal().start(['authorize', ...(await options())], env);
    await running.says(/Open this page and agree/);
    running.signal('SIGINT');
    const { code, stdout, stderr } = await running.finished;
    expect(stderr).toMatch(/\nStopped; nobody was authorized\.\n$/);
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
  });

  it('refuses a port that is taken', async () => {
    const server = createServer();
    onTestFinished(() => void server.close());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const { code, stdout, stderr } = await new Terminal().run(['authorize', '--port', String(port)], env);
    expect(stderr).toBe(
      `Port ${port} is taken by another program. Choose another one with --port, and register that callback URL at Withings too.\n`,
    );
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  });

  it.each([
    ['nothing', undefined, /\nNo address was given\. Without a terminal, .*\n$/],
    [
      'another site',
      'https://other.example/withings/callback?code=1\n',
      /\nThat is not where Withings sent you: .*\n$/,
    ],
    ['another page', 'https://app.example.com/callback?code=1\n', /\nThat is not where Withings sent you: .*\n$/],
    ['no address', 'abc\n', /\nThat is not where Withings sent you: the address begins with https:\S+\?\n$/],
  ])('refuses %s in the place of the pasted address', async (_, input, sentence) => {
    const { code, stdout, stderr } = await new Terminal().run(['authorize', '--callback', elsewhere], env, input);
    expect(stderr).toMatch(sentence);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  });
});

describe('weighbridge refresh', () => {
  /** Somebody's refresh token, got as above. */
  async function authorized(): Promise<string> {
    const { running } = await started('--json');
    await fetch(await decide(running));
    return JSON.parse((await running.finished).stdout).refreshToken;
  }

  it('prints a new pair and says to keep it', async () => {
    const refreshToken = await authorized();
    const { code, stdout, stderr } = await new Terminal().run(['refresh', refreshToken, '--json'], env);
    const printed = JSON.parse(stdout);
    expect({ code, printed }).toEqual({ code: 0, printed: tokens });
    expect(printed.refreshToken).not.toBe(refreshToken);
    expect(stderr).toMatch(/^Keep the new refresh token: .*\n$/);
  });

  it('reads the token from standard input, where no list of processes shows it', async () => {
    const { code, stdout } = await new Terminal().run(['refresh', '-'], env, `${await authorized()}\n`);
    expect(stdout).toMatch(/^userID +12345678\n/);
    expect(code).toBe(0);
  });

  it.each([
    [
      'that Withings does not know',
      'a-made-up-token',
      undefined,
      /^Withings does not accept this refresh token: .*\n$/,
    ],
    ['that is empty', '-', '\n', /^There is no refresh token: .*\n$/],
  ])('refuses a token %s in one sentence', async (_, token, input, sentence) => {
    const { code, stdout, stderr } = await new Terminal().run(['refresh', token], env, input);
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toContain('made-up');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  });
});

describe('both', () => {
  it.each([
    [{}, /^WITHINGS_CLIENT_ID and WITHINGS_CLIENT_SECRET are missing: .*\n$/],
    [{ WITHINGS_CLIENT_ID: 'x' }, /^WITHINGS_CLIENT_SECRET is missing: .*\n$/],
    [{ WITHINGS_CLIENT_SECRET: 'hidden' }, /^WITHINGS_CLIENT_ID is missing: .*\n$/],
  ])('name what %j lacks in one sentence', async (given: Record<string, string>, sentence) => {
    for (const args of [['authorize'], ['refresh', 'token']]) {
      const { code, stdout, stderr } = await new Terminal().run(args, given);
      expect(stderr).toMatch(sentence);
      expect(stderr).not.toContain('hidden');
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    }
  });

  it.each([
    [['authorize', '--scope', 'user.metrics,user.heart'], /^There is no scope user\.heart: choose among .*\n$/],
    [['authorize', '--scope', ''], /^No scope is given: choose among .*\n$/],
    [['authorize', '--port', 'abc'], /^--port takes a number from 1 to 65535, not “abc”\.\n$/],
    [['authorize', '--callback', 'localhost:80'], /^--callback takes the callback URL of your application, .*\n$/],
    [['authorize', '--callback', elsewhere, '--port', '1'], /^Give --port or --callback: .*\n$/],
  ])('refuse %j before anything happens', async (args, sentence) => {
    const { code, stdout, stderr } = await new Terminal().run(args, env);
    expect(stderr).toMatch(sentence);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  });
});

it.each([
  ['darwin', ['open', ['https://a.example/?b=1&c=2']]],
  ['win32', ['rundll32', ['url.dll,FileProtocolHandler', 'https://a.example/?b=1&c=2']]],
  ['linux', ['xdg-open', ['https://a.example/?b=1&c=2']]],
] as const)('a browser on %s is opened without a shell', (platform, opener) => {
  expect(openerOf(platform, 'https://a.example/?b=1&c=2')).toEqual(opener);
});
