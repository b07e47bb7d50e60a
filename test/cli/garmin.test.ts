import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../lib/clock.ts';
import { parseTokenFile } from '../../lib/garmin/token-file.ts';
import { GarminSimulator } from '../../lib/sandbox/garmin/simulator.ts';
import { emptySso } from '../../lib/sandbox/garmin/sso/state.ts';
import { type Served, serve } from '../../lib/sandbox/serve.ts';
import { Terminal } from './terminal.ts';

const email = 'anna@example.com';
const password = 'a-Secret+password&more';
const android = 'https://mobile.integration.garmin.com/gcm/android';
const login = ['garmin', 'login'];
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is what colours begin with
const colour = /\u001b\[3\dm/;

let garmin: GarminSimulator;
let served: Served;
let env: Record<string, string>;
beforeAll(async () => {
  garmin = new GarminSimulator({ clock: systemClock, random: Math.random });
  served = await serve(garmin);
  const { url } = served;
  env = { GARMIN_SSO_URL: url, GARMIN_DIAUTH_URL: url, GARMIN_CONNECTAPI_URL: url };
});
beforeEach(() => {
  garmin.addAccount({ id: 'anna', displayName: 'Anna Example', email, password });
  garmin.turnSso(emptySso().knobs);
  garmin.limitSignIns();
});
afterAll(() => served?.stop());

const inEnvironment = () => ({ ...env, GARMIN_USERNAME: email, GARMIN_PASSWORD: password });

/** A terminal in which a sign-in has been started and name and password given. */
async function signingIn(args: readonly string[] = [], given = password) {
  const terminal = new Terminal();
  const screen = terminal.sit([...login, ...args], env);
  await screen.asks('E-mail address at Garmin');
  screen.enter(email);
  await screen.asks('Password (sent to Garmin, kept nowhere)');
  screen.enter(given);
  return { terminal, screen };
}

const tokensIn = (terminal: Terminal, name = 'garmin_tokens.json') =>
  parseTokenFile(readFileSync(join(terminal.folder, name), 'utf8'));

/** Whether these tokens open the data. */
const opens = async ({ accessToken }: { accessToken: string }) => {
  const headers = { authorization: `Bearer ${accessToken}` };
  return (await fetch(`${served.url}/userprofile-service/socialProfile`, { headers })).ok;
};

describe('weighbridge garmin login, at a terminal', { timeout: 60_000 }, () => {
  it('asks for name and password, and keeps the tokens where only their owner reads them', async () => {
    const { terminal, screen } = await signingIn();
    const { code, text } = await screen.ended;
    expect(code).toBe(0);
    expect(text).toContain('Signed in to Garmin as Anna Example.');
    expect(text).toContain('Next: GARMIN_TOKENS=garmin_tokens.json npx weighbridge link');
    expect(readdirSync(terminal.folder)).toEqual(['garmin_tokens.json']);
    expect(statSync(join(terminal.folder, 'garmin_tokens.json')).mode & 0o777).toBe(0o600);
    expect(await opens(tokensIn(terminal))).toBe(true);
    const { accessToken, refreshToken } = tokensIn(terminal);
    for (const secret of [password, accessToken, refreshToken, 'ST-']) expect(text).not.toContain(secret);
    expect(screen.raw).toMatch(colour);
  });

  it.each([
    ['email', /Code that Garmin has sent by e-mail to an\*\*\*\*\*@example\.com \(empty: send another one\)/],
    ['sms', /Code that Garmin has sent by text message to \*+42/],
    ['totp', /Code that your authenticator app shows/],
  ] as const)('asks for a code by %s', async (mfa, question) => {
    garmin.account('anna').mfa = mfa;
    const { terminal, screen } = await signingIn();
    await screen.asks(question);
    screen.enter(garmin.codeOf('anna'));
    expect(await screen.ended).toMatchObject({ code: 0 });
    expect(await opens(tokensIn(terminal))).toBe(true);
  });

  it('asks again after a code that is no number, or wrong', async () => {
    garmin.account('anna').mfa = 'email';
    const { screen } = await signingIn();
    await screen.asks('Code that Garmin has sent');
    screen.enter('abc');
    await screen.shows('The code is a number');
    const right = garmin.codeOf('anna');
    for (const _ of 'abc') screen.paste('\u007f');
    screen.enter(right === '111111' ? '222222' : '111111');
    await screen.asks('That code was not the right one.');
    screen.enter(right);
    expect(await screen.ended).toMatchObject({ code: 0 });
  });

  it('sends another code when it is asked to, at the other door too where the first does not let codes in', async () => {
    garmin.account('anna').mfa = 'email';
    garmin.turnSso({ mfa427: 'mobile' });
    const { screen } = await signingIn();
    await screen.shows('(error 427). Trying another of its doors, once …');
    await screen.asks('(empty: send another one)');
    const first = garmin.codeOf('anna');
    screen.enter('');
    await screen.asks('Code that Garmin has sent by e-mail to an*****@example.com (empty: send another one)');
    const second = garmin.codeOf('anna');
    expect(second).not.toBe(first);
    screen.enter(second);
    expect(await screen.ended).toMatchObject({ code: 0 });
  });

  it('ends after three wrong codes, with nothing kept', async () => {
    garmin.account('anna').mfa = 'totp';
    const { terminal, screen } = await signingIn();
    const wrong = garmin.codeOf('anna') === '111111' ? '222222' : '111111';
    await screen.asks('Code that your authenticator app shows');
    screen.enter(wrong);
    for (const _ of [2, 3]) {
      await screen.asks('That code was not the right one.');
      screen.enter(wrong);
    }
    const { code, text } = await screen.ended;
    expect(code).toBe(1);
    expect(text).toContain('see whether the clock of its phone is right');
    expect(readdirSync(terminal.folder)).toEqual([]);
  });

  it.each(['E-mail address', 'Password', 'Code that Garmin', 'Signing in', 'Paste it here'])(
    'ends with Ctrl-C at “%s”, with nothing kept',
    async (place) => {
      garmin.account('anna').mfa = 'email';
      const terminal = new Terminal();
      const args = place === 'Paste it here' ? ['--browser'] : [];
      // Where nobody answers, the signing in goes on for long enough.
      const silent = await serve({ fetch: () => new Promise<Response>(() => {}) });
      const screen = terminal.sit([...login, ...args], {
        ...env,
        NO_COLOR: '1',
        ...(place === 'Signing in' && { GARMIN_SSO_URL: silent.url }),
      });
      const keys = { 'E-mail address': email, Password: password };
      for (const [question, answer] of Object.entries(keys)) {
        if (place === question || place === 'Paste it here') break;
        await screen.asks(question);
        screen.enter(answer);
      }
      await screen.shows(place);
      screen.pressCtrlC();
      const { code, text } = await screen.ended;
      await silent.stop();
      expect(code).toBe(130);
      expect(text).toMatch(/Stopped; nothing was kept\.\n$/);
      expect(screen.raw).not.toMatch(colour);
      expect(readdirSync(terminal.folder)).toEqual([]);
    },
  );

  it('shows the way with a browser where Garmin lets no program in', async () => {
    garmin.turnSso({ challenged: 'all' });
    const { terminal, screen } = await signingIn();
    await screen.shows('answers with a page for browsers (HTTP 403). With a browser it works.');
    await screen.shows(`${served.url}/mobile/sso/en_US/sign-in?clientId=GCM_ANDROID_DARK&service=`);
    await screen.shows('good for about half a minute, and once.');
    const answer = { serviceURL: android, serviceTicketId: garmin.ticket('anna', android), responseStatus: {} };
    screen.paste(`${JSON.stringify(answer, null, 2)}\n`);
    const { code, text } = await screen.ended;
    expect(code).toBe(0);
    expect(text).toContain('Signed in to Garmin as Anna Example.');
    expect(await opens(tokensIn(terminal))).toBe(true);
  });

  it('takes another ticket for one that came too late', async () => {
    const terminal = new Terminal();
    const screen = terminal.sit([...login, '--browser'], env);
    await screen.shows('Paste it here');
    screen.enter('hello');
    await screen.shows('There is no ticket in it');
    screen.enter('ST-1-spent-sso');
    await screen.shows('Garmin does not take this ticket');
    screen.enter(garmin.ticket('anna', android));
    expect(await screen.ended).toMatchObject({ code: 0 });
    expect(await opens(tokensIn(terminal))).toBe(true);
  });
});

describe('weighbridge garmin login, without a terminal', { timeout: 60_000 }, () => {
  it('signs in with what the environment says, and prints nothing to standard output', async () => {
    const terminal = new Terminal();
    const { code, stdout, stderr } = await terminal.run([...login, '--save', 'inner.json'], inEnvironment());
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toContain('Signed in to Garmin as Anna Example.\n');
    expect(await opens(tokensIn(terminal, 'inner.json'))).toBe(true);
  });

  it('takes a pasted ticket from a pipe', async () => {
    const terminal = new Terminal();
    const ticket = garmin.ticket('anna', android);
    expect(await terminal.run([...login, '--browser'], env, `${ticket}\n`)).toMatchObject({ code: 0 });
    expect(await terminal.run([...login, '--browser'], env)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/No ticket was given\./),
    });
  });

  it.each<[string, () => void, RegExp]>([
    ['no password', () => {}, /There is no terminal to ask for the password: give GARMIN_USERNAME and GARMIN_PASSWORD/],
    [
      'a wrong password',
      () => garmin.addAccount({ id: 'anna', email, password: 'another' }),
      /does not accept this e-mail address and password/,
    ],
    [
      'a code',
      () => garmin.addAccount({ id: 'anna', email, password, mfa: 'email' }),
      /asks for a code, and there is no terminal/,
    ],
    [
      'a locked account',
      () => garmin.addAccount({ id: 'anna', email, password, locked: true }),
      /has locked this account/,
    ],
    [
      'a captcha',
      () => garmin.turnSso({ captcha: true }),
      /captcha.* At a terminal this command shows the way with a browser\./,
    ],
    ['an unknown answer', () => garmin.turnSso({ unknownStatus: 'NEW_THING' }), /It said: NEW_THING\./],
    ['tokens worth nothing', () => garmin.turnSso({ inactiveTokensFor: 'all' }), /Token is not active/],
  ])('says in one sentence what is wrong with %s, and keeps nothing', async (what, arrange, sentence) => {
    arrange();
    const terminal = new Terminal();
    const { code, stdout, stderr } = await terminal.run(login, what === 'no password' ? env : inEnvironment());
    const [last = ''] = stderr.trim().split('\n').slice(-1);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(last).toMatch(sentence);
    expect(stderr).not.toContain('    at ');
    expect(stderr).not.toContain(password);
    expect(readdirSync(terminal.folder)).toEqual([]);
  });

  it('leaves Garmin alone after 429, for longer each time, without asking it again', async () => {
    const terminal = new Terminal();
    garmin.limitSignIns(600);
    const run = async () => (await terminal.run(login, inEnvironment())).stderr;
    expect(await run()).toMatch(/Leave it alone for 2 hours/);
    const asked = garmin.calls.mobile;
    expect(await run()).toMatch(/Leave it alone for 2 hours|120 minutes/);
    expect(garmin.calls.mobile).toBe(asked);
    const file = join(terminal.folder, '.weighbridge', 'garmin-sign-in.json');
    writeFileSync(file, JSON.stringify({ until: Date.now() - 1, seconds: 7200 }));
    expect(await run()).toMatch(/Leave it alone for 4 hours/);
    writeFileSync(file, JSON.stringify({ until: Date.now() - 1, seconds: 80_000 }));
    expect(await run()).toMatch(/Leave it alone for 24 hours/);
    writeFileSync(file, JSON.stringify({ until: Date.now() - 1, seconds: 80_000 }));
    garmin.limitSignIns();
    expect(await run()).toMatch(/Signed in/);
    expect(existsSync(file)).toBe(false);
  });

  it.each([
    [['--domain', 'example.com'], /The Garmin domain is garmin\.com or garmin\.cn/],
    [['--save', 'nowhere/tokens.json'], /cannot be written: .*nowhere is missing/],
    [['--domain', ''], /The Garmin domain is/],
    [['--save', '.'], /cannot be written: it is no file/],
  ])('refuses %j before Garmin is asked', async (args, sentence) => {
    const asked = garmin.calls;
    const { code, stderr } = await new Terminal().run([...login, ...args], inEnvironment());
    expect(code).toBe(1);
    expect(stderr).toMatch(sentence);
    expect(garmin.calls).toEqual(asked);
  });
});

it.each(['https://sso.example.com', 'http://192.168.1.2:8791', 'hello'])(
  'no password is sent to %s',
  async (elsewhere) => {
    const run = new Terminal().run(login, { ...inEnvironment(), GARMIN_SSO_URL: elsewhere });
    expect(await run).toMatchObject({ code: 1, stderr: expect.stringMatching(/^GARMIN_SSO_URL is for a sandbox/) });
  },
);

describe('weighbridge garmin import', { timeout: 60_000 }, () => {
  const imported = (path: string, arrange: (folder: string) => void) => {
    const terminal = new Terminal();
    arrange(terminal.folder);
    return { terminal, run: terminal.run(['garmin', 'import', path, '--save', 'kept.json'], env) };
  };

  it.each(['garmin_tokens.json', 'garth'])('takes the file of garminconnect, given as %s', async (path) => {
    const { terminal, run } = imported(path, (folder) => {
      mkdirSync(join(folder, 'garth'));
      for (const place of ['.', 'garth']) {
        writeFileSync(join(folder, place, 'garmin_tokens.json'), JSON.stringify(garmin.signIn('anna')));
      }
    });
    expect(await run).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('Signed in to Garmin as Anna Example.'),
    });
    expect(await opens(tokensIn(terminal, 'kept.json'))).toBe(true);
  });

  it('renews tokens that are about to end, and leaves the new ones in the file too', async () => {
    garmin.turn({ accessTokenSeconds: 60 });
    const old = garmin.signIn('anna');
    garmin.turn({ accessTokenSeconds: 3600 });
    const { terminal, run } = imported('t.json', (folder) =>
      writeFileSync(join(folder, 't.json'), JSON.stringify(old)),
    );
    expect(await run).toMatchObject({ code: 0 });
    expect(tokensIn(terminal, 't.json')).toEqual(tokensIn(terminal, 'kept.json'));
    expect(tokensIn(terminal, 't.json').refreshToken).not.toBe(old.di_refresh_token);
  });

  it.each([
    ['is missing', undefined, /cannot be read\. Give the path/],
    ['is no such file', 'hello', /not a usable garmin_tokens\.json: it is not JSON/],
    ['is of the older kind', '{"oauth_token":"x"}', /older kind/],
  ])('says in one sentence that the file %s', async (_, content, sentence) => {
    const { terminal, run } = imported('t.json', (folder) => {
      if (content !== undefined) writeFileSync(join(folder, 't.json'), content);
    });
    const { code, stderr } = await run;
    expect(code).toBe(1);
    expect(stderr).toMatch(sentence);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(readdirSync(terminal.folder)).toEqual(content === undefined ? [] : ['t.json']);
  });
});
