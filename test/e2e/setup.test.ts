import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { followLink } from '../../lib/cli/follow-link.ts';
import type { DestinationName } from '../../lib/destination.ts';
import { accountsOf, secretsOf } from '../../lib/runtime.ts';
import { demo, sandboxApp } from '../../lib/sandbox/sandbox.ts';
import { bodyPlusWeighIn } from '../../lib/sandbox/withings/devices.ts';
import { Terminal } from '../cli/terminal.ts';
import { type Deployment, deploy } from './deployment.ts';

const scale = { deviceid: 'd4'.repeat(20), modelid: 5, model: 'Body+' };
const body = { weightKg: 80.5, fatPercent: 21.5, heightM: 1.8, ageYears: 40, heartPulseBpm: 60 };

const stoppedHalfway = 'Stopped; what is done stays, and npx weighbridge setup goes on from there.';
const down = '\u001b[B';

let deployment: Deployment;
beforeEach(async () => {
  const yesterday = Math.floor(Date.now() / 1000) - 86_400;
  deployment = await deploy({ registered: false, history: bodyPlusWeighIn(body, yesterday, scale) });
  await deployment.subscribe();
  // As it is registered there: with this callback and no other.
  const { CallbackUrl: callback = '', ApiUrl: site = '' } = deployment.cloud.outputs;
  deployment.sandbox.withings.state.clients.push({ ...sandboxApp, callbackUrls: [callback, site] });
});
afterEach(() => deployment?.stop());

/** What a terminal has to know: where AWS and the vendors are, and the owner’s credentials. */
function ownersEnv(): Record<string, string> {
  const { cloud, vendors } = deployment;
  const { accessKeyId, secretAccessKey } = cloud.adminCredentials;
  return {
    ...vendors,
    // Where there is no browser to be opened.
    PATH: '',
    AWS_ENDPOINT_URL: cloud.endpoint,
    AWS_REGION: cloud.region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  };
}

function garminSignIn(): { email: string; password: string } {
  deployment.sandbox.garminTokens();
  return deployment.sandbox.garmin.account(demo.garmin.account);
}

const statesAt = async (name: DestinationName) =>
  (await deployment.events()).map(({ deliveries }) => deliveries[name]?.state);

describe('weighbridge setup', { timeout: 120_000 }, () => {
  it('leads from an empty stack to the first verified weigh-in, without any other step', async () => {
    const { host, cloud } = deployment;
    const terminal = new Terminal().sit(['setup', '--for', 'Kim'], ownersEnv());
    await terminal.shows(/✓ The stack is there: http:\/\/localhost:\d+/);
    await terminal.shows(/✓ The callback answers: \S+\/oauth\/callback/);
    await terminal.shows(new RegExp(`with this callback URL:[^]*${cloud.outputs.CallbackUrl}`));
    await terminal.shows(/Client id/);
    terminal.enter(sandboxApp.clientId);
    await terminal.shows(/Client secret/);
    terminal.enter(sandboxApp.clientSecret);
    await terminal.shows(/✓ The Withings application is in the secret\./);
    expect(await secretsOf(host).withingsCredentials()).toEqual(sandboxApp);

    await terminal.shows(/Where shall measurements go\?/);
    terminal.paste(` ${down} ${down} `);
    terminal.enter('');
    await terminal.asks('E-mail address at Garmin');
    terminal.enter(garminSignIn().email);
    await terminal.asks('Password (sent to Garmin, kept nowhere)');
    terminal.enter('mistyped');
    await terminal.shows(/✗ Garmin does not accept this e-mail address and password\. /);
    await terminal.shows('Once you are connected, this signs in too: npx weighbridge garmin login');
    await terminal.shows(/TrainerRoad: name or e-mail address/);
    terminal.enter(demo.trainerRoad.username);
    await terminal.shows(/Password/);
    terminal.enter(demo.trainerRoad.password);
    await terminal.shows(/✓ TrainerRoad is ready: it is connected as soon as the link is opened\./);
    await terminal.shows(/intervals\.icu: API key/);
    terminal.enter(demo.intervals.apiKey);
    await terminal.shows(/✓ intervals\.icu is ready/);
    await terminal.shows(/Open this link and allow access/);
    const [link] = await terminal.shows(/http:\/\/\S+\/connect\?invite=[\w-]{43}/);
    await terminal.shows(/Waiting for the link to be opened/);
    await followLink(link);
    await terminal.shows(/✓ Connected: Kim \(\d+\)/);
    await terminal.shows(/✓ Verified: 1 at TrainerRoad, 1 at intervals\.icu\./);
    expect(await terminal.ended).toMatchObject({ code: 0 });
    for (const hidden of [sandboxApp.clientSecret, demo.trainerRoad.password, demo.intervals.apiKey]) {
      expect(terminal.text).not.toContain(hidden);
    }
    expect(await statesAt('trainerroad')).toEqual(['verified']);
    expect(await statesAt('intervals')).toEqual(['verified']);
    const log = deployment.log.map(({ text }) => text).join('\n');
    for (const hidden of [demo.trainerRoad.password, demo.intervals.apiKey]) expect(log).not.toContain(hidden);

    const again = new Terminal().sit(['setup'], ownersEnv());
    await again.shows(/✓ The Withings application is in the secret already\./);
    await again.shows(/✓ Connected: Kim/);
    await again.asks('Not connected yet. Connect one of these?');
    again.paste(' ');
    again.enter('');
    await again.asks('E-mail address at Garmin');
    again.enter(garminSignIn().email);
    await again.asks('Password (sent to Garmin, kept nowhere)');
    again.enter(garminSignIn().password);
    await again.shows(/Garmin Connect is connected for Kim \(\d+\)\. What is waiting for it is sent/);
    expect(await again.ended).toMatchObject({ code: 0 });
    await deployment.settle();
    expect(await statesAt('garmin')).toEqual(['verified']);

    const status = await new Terminal().run(['status'], ownersEnv());
    expect(status).toMatchObject({ code: 0, stderr: '' });
    expect(status.stdout).toMatch(/^Kim \(\d+\)\n {2}Withings +connected +notifies/);
  });

  it.each([
    ['Client secret', ['id'], 'Stopped; nothing was changed.'],
    ['Where shall', ['id', 'secret'], stoppedHalfway],
    ['E-mail address at Garmin', ['id', 'secret', 'where'], stoppedHalfway],
  ])('ends with one sentence on Ctrl-C at “%s”, and half of nothing is written', async (at, typed, sentence) => {
    const answers: Record<string, [RegExp, string]> = {
      id: [/Client id/, sandboxApp.clientId],
      secret: [/Client secret/, sandboxApp.clientSecret],
      where: [/Where shall/, ' '],
    };
    const terminal = new Terminal().sit(['setup'], ownersEnv());
    for (const name of typed) {
      await terminal.shows(answers[name]![0]);
      terminal.enter(answers[name]![1]);
    }
    await terminal.shows(new RegExp(at));
    terminal.pressCtrlC();
    expect(await terminal.ended).toMatchObject({ code: 130 });
    expect(terminal.text.trim().split('\n').at(-1)).toBe(sentence);
    const stored = secretsOf(deployment.host).withingsCredentials();
    if (typed.length >= 2) expect(await stored).toEqual(sandboxApp);
    else await expect(stored).rejects.toThrow('not there yet');
  });

  it('stops waiting on Ctrl-C, and the link stays good', async () => {
    await deployment.register();
    const terminal = new Terminal().sit(['setup'], ownersEnv());
    await terminal.shows(/Where shall measurements go\?/);
    terminal.enter('');
    const [link] = await terminal.shows(/http:\/\/\S+\/connect\?invite=[\w-]{43}/);
    await terminal.shows(/Waiting for the link to be opened/);
    terminal.pressCtrlC();
    expect(await terminal.ended).toMatchObject({ code: 130 });
    expect(terminal.text).toMatch(/Stopped waiting; the link stays good\. .*\n$/);
    await followLink(link);
  });

  it('says at once that Withings does not know what was typed, and asks again', async () => {
    const terminal = new Terminal().sit(['setup'], ownersEnv());
    await terminal.shows(/Client id/);
    terminal.enter('another');
    await terminal.shows(/Client secret/);
    terminal.enter('wrong');
    await terminal.shows(/Withings does not accept this client id with this client secret\./);
    await terminal.shows(/Type them again\?/);
    terminal.enter('');
    await terminal.shows(/Client id/);
    terminal.pressCtrlC();
    expect(await terminal.ended).toMatchObject({ code: 130 });
    expect(terminal.text).toMatch(/Stopped; nothing was changed\.\n$/);
    await expect(secretsOf(deployment.host).withingsCredentials()).rejects.toThrow('not there yet');
  });

  it('needs no terminal when the environment answers, and prints only the link', async () => {
    const env = {
      ...ownersEnv(),
      WITHINGS_CLIENT_ID: sandboxApp.clientId,
      WITHINGS_CLIENT_SECRET: sandboxApp.clientSecret,
      INTERVALS_API_KEY: demo.intervals.apiKey,
    };
    const { code, stdout, stderr } = await new Terminal().run(['setup'], env);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^http:\S+\/connect\?invite=\S+\n$/) });
    expect(stderr).toMatch(
      /To hand over a sign-in: npx weighbridge trainerroad login --code \S+ --to http:\/\/localhost/,
    );
    const [, command = ''] = /(trainerroad login --code \S+ --to \S+)/.exec(stderr) ?? [];

    await followLink(stdout.trim());
    const { TRAINERROAD_URL = '' } = deployment.vendors;
    const member = { TRAINERROAD_USERNAME: demo.trainerRoad.username, TRAINERROAD_PASSWORD: demo.trainerRoad.password };
    const handedOver = await new Terminal().run(command.split(' '), { TRAINERROAD_URL, ...member });
    expect(handedOver).toMatchObject({ code: 0, stderr: expect.stringContaining('TrainerRoad is connected.') });
    await deployment.settle();
    expect(await statesAt('intervals')).toEqual(['verified']);
    expect(await statesAt('trainerroad')).toEqual(['verified']);
    const stored = await accountsOf(deployment.host).mustGet(deployment.account);
    expect(stored.owner).toBe(true);
    expect(JSON.stringify(stored)).not.toContain(demo.trainerRoad.password);

    const again = await new Terminal().run(command.split(' '), { TRAINERROAD_URL, ...member });
    expect(again).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^This code has been used .*\n$/),
    });

    const others = { WITHINGS_CLIENT_ID: 'x', WITHINGS_CLIENT_SECRET: 'y' };
    const refused = await new Terminal().run(['setup'], { ...ownersEnv(), ...others });
    expect(refused).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/another Withings application .* --replace\n$/),
    });
    expect(await secretsOf(deployment.host).withingsCredentials()).toEqual(sandboxApp);
    const replaced = await new Terminal().run(['setup', '--replace'], { ...ownersEnv(), ...others });
    expect(replaced).toMatchObject({ code: 0, stdout: '' });
    expect(replaced.stderr).toMatch(/does not accept this client id .* They are put in all the same\.\n✓ The Withings/);
    expect(replaced.stderr).toMatch(/^Not connected: Garmin Connect \(npx weighbridge garmin login\)$/m);
    expect(await secretsOf(deployment.host).withingsCredentials()).toEqual({ clientId: 'x', clientSecret: 'y' });
  });

  it('without a terminal and without answers says what it needs', async () => {
    const { code, stdout, stderr } = await new Terminal().run(['setup'], ownersEnv());
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(
      /There is no terminal to ask at\. Give WITHINGS_CLIENT_ID and WITHINGS_CLIENT_SECRET in the environment\.\n$/,
    );
  });
});

describe('with the owner’s credentials', { timeout: 120_000 }, () => {
  it('a sign-in goes straight into the account, a link is printed as JSON, and status tells what is to be done', async () => {
    await deployment.register();
    await deployment.connect();
    const { host, account, userid, sandbox } = deployment;
    const accounts = accountsOf(host);
    const known = await accounts.mustGet(account);
    const lost = { ...known.connections.intervals!, status: 'reauthorize' as const, problem: 'The key is refused.' };
    await accounts.change(known, (now) => ({ ...now, connections: { ...now.connections, intervals: lost } }));

    const bad = await new Terminal().run(['status', '--json'], ownersEnv());
    expect(bad).toMatchObject({ code: 3, stderr: '' });
    expect(JSON.parse(bad.stdout)).toMatchObject({
      accounts: [{ account, name: demo.name, act: [expect.stringContaining(`intervals login --for ${account}`)] }],
    });

    const wrong = await new Terminal().run(['intervals', 'login'], { ...ownersEnv(), INTERVALS_API_KEY: 'wrong-key' });
    expect(wrong).toMatchObject({ code: 1, stderr: expect.stringMatching(/^intervals\.icu refuses the API key\. /) });
    const mended = new Terminal().sit(['intervals', 'login', '--for', demo.name], ownersEnv());
    await mended.asks('intervals.icu: API key');
    mended.enter(demo.intervals.apiKey);
    await mended.shows(
      `intervals.icu is connected for ${demo.name} (${account}). What is waiting for it is sent within the next minutes.\n`,
    );
    expect((await mended.ended).code).toBe(0);
    expect(mended.text).not.toContain(demo.intervals.apiKey);
    const { email, password } = garminSignIn();
    const atGarmin = await new Terminal().run(['garmin', 'login'], {
      ...ownersEnv(),
      GARMIN_USERNAME: email,
      GARMIN_PASSWORD: password,
    });
    expect(atGarmin).toMatchObject({
      code: 0,
      stderr: expect.stringContaining(`Garmin Connect is connected for ${demo.name} (${account}).`),
    });
    await deployment.settle();
    const good = await new Terminal().run(['status'], ownersEnv());
    expect(good).toMatchObject({ code: 0, stdout: expect.stringContaining('All is well.') });

    const refused = new Terminal().sit(['trainerroad', 'login'], ownersEnv());
    await refused.asks('TrainerRoad: name or e-mail address');
    refused.enter(demo.trainerRoad.username);
    await refused.asks('Password (used once, kept nowhere)');
    refused.enter('mistyped');
    await refused.shows(/^TrainerRoad refuses this name or password\. .*\n$/m);
    expect((await refused.ended).code).toBe(1);
    const ended = new Terminal().sit(['trainerroad', 'login', '--cookie'], ownersEnv());
    await ended.asks('Value of the cookie SharedTrainerRoadAuth');
    ended.enter('ended');
    await ended.shows(/^The TrainerRoad session has ended\. /m);
    expect((await ended.ended).code).toBe(1);

    const { code, stdout, stderr } = await new Terminal().run(['link', '--json', '--for', 'Robin'], ownersEnv());
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({
      link: expect.stringContaining('/connect?invite='),
      expiresAt: expect.any(Number),
      code: expect.stringMatching(/^\w{4}-\w{4}-\w{4}$/),
      codeExpiresAt: expect.any(Number),
      to: deployment.cloud.url,
    });
    expect(sandbox.withings.state.people.map((person) => person.userid)).toEqual([userid]);
  });

  it('Ctrl-C at a password hands nothing over', async () => {
    await deployment.register();
    await deployment.connect();
    const before = await accountsOf(deployment.host).get(deployment.account);
    for (const [args, prompts] of [
      [['trainerroad', 'login'], ['name or e-mail address']],
      [['trainerroad', 'login', '--cookie'], ['Value of the cookie']],
      [['intervals', 'login'], ['API key']],
    ] as const) {
      const terminal = new Terminal().sit(args, ownersEnv());
      for (const prompt of prompts) await terminal.shows(new RegExp(prompt));
      terminal.pressCtrlC();
      expect(await terminal.ended).toMatchObject({ code: 130 });
      expect(terminal.text).toMatch(/Stopped; nothing was handed over\.\n$/);
    }
    expect(await accountsOf(deployment.host).get(deployment.account)).toEqual(before);
  });
});
