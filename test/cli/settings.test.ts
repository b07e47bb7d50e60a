import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Account } from '../../lib/account.ts';
import { findAccount } from '../../lib/cli/find-account.ts';
import { parseChanges, settingNames, settingWords, wordFor } from '../../lib/cli/setting-words.ts';
import { defaultSettings } from '../../lib/settings.ts';
import { AccountStore } from '../../lib/store/accounts.ts';
import { ShortLivedStore } from '../../lib/store/short-lived.ts';
import { type Dynalite, startDynalite } from '../store/dynalite.ts';
import { exampleAccount } from '../store/examples.ts';
import { VirtualClock } from '../virtual-clock.ts';
import { Terminal } from './terminal.ts';

let database: Dynalite;
let accounts: AccountStore;
let people: string[] = [];

beforeAll(async () => {
  database = await startDynalite();
  accounts = new AccountStore(database.documentClient, database.accountsTable);
  const clock = new VirtualClock();
  await new ShortLivedStore(database.documentClient, database.accountsTable, clock).put(
    'invite',
    'abc',
    { name: 'Kim' },
    clock.now() + 60_000,
  );
});
afterAll(() => database.stop());
afterEach(async () => {
  for (const account of people) {
    await database.documentClient.send(new DeleteCommand({ TableName: database.accountsTable, Key: { account } }));
  }
  people = [];
});

async function connect(account: string, own: Partial<Account> = {}): Promise<void> {
  people.push(account);
  await accounts.create(exampleAccount({ account, ...own }));
}

/** Runs the command where that table was deployed to. */
function run(...args: string[]) {
  const terminal = new Terminal();
  mkdirSync(join(terminal.folder, '.weighbridge'));
  const outputs = { Weighbridge: { AccountsTable: database.accountsTable, Region: 'eu-central-1' } };
  writeFileSync(join(terminal.folder, '.weighbridge', 'outputs.json'), JSON.stringify(outputs));
  return terminal.run(['settings', ...args], {
    AWS_ENDPOINT_URL: database.endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
}

describe('weighbridge settings', () => {
  it('shows what the only person has chosen, what else there is, and what it means', async () => {
    await connect('1000001', { name: 'Kim', settings: { outlierPercent: 0 } });
    const { code, stdout, stderr } = await run();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Settings of Kim \(1000001\)\n\nsetting +now +default +meaning\n─/);
    expect(stdout).toMatch(/^muscleMass +total +total +what Garmin gets .*: total or skeletal$/m);
    expect(stdout).toMatch(/^outlierPercent +off +10 +.*, or off$/m);
    expect(stdout).toMatch(/^monthlyNote +off +off +/m);
  });

  it('changes what is asked, says what changed, and keeps the rest', async () => {
    await connect('1000001', { name: 'Kim', settings: { outlierPercent: 5, silenceDays: 7 } });
    await connect('1000002', { name: 'Robin' });
    const args = ['--for', 'kim', 'muscleMass=skeletal', 'outlierPercent=off', 'silenceDays=default'];
    const { code, stdout, stderr } = await run(...args, 'dailyWeighIn=first');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe('Kim (1000001):\nmuscleMass: total → skeletal\noutlierPercent: 5 → off\nsilenceDays: 7 → 3\n');
    expect(await accounts.get('1000001')).toMatchObject({
      name: 'Kim',
      version: 2,
      settings: { muscleMass: 'skeletal', outlierPercent: 0, dailyWeighIn: 'first' },
    });
    expect((await accounts.get('1000001'))?.settings).not.toHaveProperty('silenceDays');
    expect(await accounts.get('1000002')).toMatchObject({ version: 1 });

    const again = await run('--for', '1000001', 'muscleMass=skeletal');
    expect(again).toMatchObject({ code: 0, stdout: 'Kim (1000001): it was so already.\n' });
    expect(await accounts.get('1000001')).toMatchObject({ version: 2 });
  });

  it('prints one JSON object when asked', async () => {
    await connect('1000001');
    const { stdout } = await run('--json', 'bloodPressure=off');
    expect(JSON.parse(stdout)).toEqual({
      account: '1000001',
      settings: { ...defaultSettings, bloodPressure: false },
      changed: { bloodPressure: { from: true, to: false } },
    });
  });

  it('stores nothing of several when one of them is wrong', async () => {
    await connect('1000001');
    const { code, stdout, stderr } = await run('muscleMass=skeletal', 'silenceDays=soon');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe('silenceDays takes a number of days from 0 to 365, or off, not “soon”.\n');
    expect(await accounts.get('1000001')).toMatchObject({ version: 1 });
  });

  it('refuses in one line when it is not clear whose', async () => {
    await connect('1000001', { name: 'Kim' });
    await connect('1000002');
    const { code, stdout, stderr } = await run('muscleMass=skeletal');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^Say with --for whose: there are (Kim \(1000001\), 1000002|1000002, Kim \(1000001\))\.\n$/);
  });
});

describe('a change', () => {
  it.each([
    ['muscleMass=skeletal', { muscleMass: 'skeletal' }],
    ['bloodPressure=off', { bloodPressure: false }],
    ['monthlyNote=on', { monthlyNote: true }],
    ['dailyWeighIn=lowest', { dailyWeighIn: 'lowest' }],
    ['outlierPercent=off', { outlierPercent: 0 }],
    ['outlierPercent=0', { outlierPercent: 0 }],
    ['outlierPercent=7.5', { outlierPercent: 7.5 }],
    ['outlierPercent=7,5', { outlierPercent: 7.5 }],
    ['silenceDays=365', { silenceDays: 365 }],
  ])('may be %s', (pair, chosen) => {
    expect(parseChanges([pair])).toEqual({ chosen, takenBack: [] });
  });

  it.each([
    ['muscleMass', /^“muscleMass” is not KEY=VALUE, such as muscleMass=skeletal\.$/],
    ['=total', /is not KEY=VALUE/],
    ['colour=blue', /^There is no setting “colour”\. There are: muscleMass, bloodPressure, .*\.$/],
    ['toString=x', /^There is no setting “toString”/],
    ['__proto__=x', /^There is no setting/],
    ['muscleMass=', /^muscleMass takes total or skeletal, not “”\.$/],
    ['muscleMass=off', /^muscleMass takes /],
    ['bloodPressure=maybe', /^bloodPressure takes on or off, not “maybe”\.$/],
    ['outlierPercent=', /^outlierPercent takes a number from 0 to 100, or off, not “”\.$/],
    ['outlierPercent=101', /^outlierPercent takes /],
    ['outlierPercent=-1', /^outlierPercent takes /],
    ['outlierPercent=1e1', /^outlierPercent takes /],
    ['silenceDays=on', /^silenceDays takes /],
  ])('cannot be %s', (pair, message) => {
    expect(() => parseChanges([pair])).toThrow(message);
  });

  it('takes the own choice back with the word default', () => {
    expect(parseChanges(['silenceDays=default'])).toEqual({ chosen: {}, takenBack: ['silenceDays'] });
  });

  it('can be any setting that there is, and give each back its default', () => {
    expect(settingNames.toSorted()).toEqual(Object.keys(defaultSettings).toSorted());
    for (const name of settingNames) {
      expect(settingWords[name].meaning).toBeTruthy();
      const pair = `${name}=${wordFor(defaultSettings[name])}`;
      expect(parseChanges([pair]).chosen).toEqual({ [name]: defaultSettings[name] });
    }
  });
});

describe('an account is found', () => {
  it.each([
    ['by its number', '1000002', '1000002'],
    ['by its name', 'Kim', '1000001'],
    ['by its name in another case, with space around it', ' kIM ', '1000001'],
    ['by a name that looks like a number', '42', '1000003'],
  ])('%s', async (_, wanted, account) => {
    await connect('1000001', { name: 'Kim' });
    await connect('1000002', { name: 'Robin' });
    await connect('1000003', { name: '42' });
    expect(await findAccount(accounts, wanted)).toMatchObject({ account });
  });

  it('not when nobody is connected', async () => {
    await expect(findAccount(accounts, undefined)).rejects.toThrow(
      /^Nobody is connected yet\. Make a link: npx weighbridge link$/,
    );
  });

  it('not when nobody is called so; an invite is nobody', async () => {
    await connect('1000001', { name: 'Robin' });
    for (const wanted of ['Kim', '7', 'invite#abc']) {
      await expect(findAccount(accounts, wanted)).rejects.toThrow(
        `There is no account “${wanted}”. There is Robin (1000001).`,
      );
    }
  });

  it('not when several are called so', async () => {
    await connect('1000001', { name: 'Kim' });
    await connect('1000002', { name: 'kim' });
    await connect('1000003', { name: 'Robin' });
    await expect(findAccount(accounts, 'Kim')).rejects.toThrow(
      /^Several are called “Kim”\. Give the number with --for: there are (?=.*Kim \(1000001\))(?=.*kim \(1000002\))(?!.*Robin)/,
    );
  });

  it('not among many, of whom ten are told', async () => {
    for (let index = 0; index < 12; index++) await connect(String(2_000_000 + index));
    await expect(findAccount(accounts, undefined)).rejects.toThrow(/^Say with --for whose: there are .* and 2 more\.$/);
  });
});
