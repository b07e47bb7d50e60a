import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeleteObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connection } from '../../lib/account.ts';
import { accountsOf } from '../../lib/runtime.ts';
import { demo } from '../../lib/sandbox/sandbox.ts';
import { bodyPlusWeighIn } from '../../lib/sandbox/withings/devices.ts';
import { type Deployment, deploy } from '../e2e/deployment.ts';
import { type Finished, Terminal } from './terminal.ts';

const scale = { deviceid: 'a1'.repeat(20), modelid: 5, model: 'Body+' };
const body = { fatPercent: 21, heightM: 1.8, ageYears: 40, heartPulseBpm: 60 };
const daySeconds = 86_400;
const now = Math.floor(Date.now() / 1000);
const weighIn = (weightKg: number, daysAgo: number) =>
  bodyPlusWeighIn({ ...body, weightKg }, now - daysAgo * daySeconds, scale);

let deployment: Deployment;
beforeAll(async () => {
  deployment = await deploy({ history: [...weighIn(82.1, 3), ...weighIn(82.2, 2), ...weighIn(82.3, 1)] });
  // Syncs follow each other sooner here than the same call may be made again.
  deployment.sandbox.withings.state.settings.identicalCallSeconds = 0;
  await deployment.connect();
});
afterAll(() => deployment?.stop());

/** A command of the owner, in the folder from which this was deployed. */
function run(args: readonly string[], terminal = new Terminal()): Promise<Finished> {
  const { cloud, vendors } = deployment;
  mkdirSync(join(terminal.folder, '.weighbridge'), { recursive: true });
  writeFileSync(join(terminal.folder, '.weighbridge', 'outputs.json'), JSON.stringify({ Weighbridge: cloud.outputs }));
  const { accessKeyId, secretAccessKey } = cloud.adminCredentials;
  return terminal.run(args, {
    ...{ AWS_ENDPOINT_URL: cloud.endpoint, AWS_REGION: cloud.region },
    ...{ AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey },
    ...vendors,
  });
}

const atGarmin = () => deployment.weights().map(({ weightKg }) => weightKg);

function forgetAtGarmin(weightKg: number): void {
  const account = deployment.sandbox.garmin.account(demo.garmin.account);
  account.weights = account.weights.filter((weight) => weight.weightKg !== weightKg);
}

const refused = (stderr: RegExp) => ({ code: 1, stdout: '', stderr: expect.stringMatching(stderr) });

describe('weighbridge backfill', () => {
  it('says what it would send, and changes nothing', async () => {
    forgetAtGarmin(82.2);
    const before = await deployment.ledger();
    const { code, stdout, stderr } = await run(['backfill', '--dry-run']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'Nothing was changed. Without --dry-run it is done.\n' });
    expect(stdout).toMatch(
      /^Garmin: 1 to send, 0 different, 2 already there\nTrainerRoad: 0 to send, 0 different, 1 already there\n {2}2 left out: TrainerRoad keeps one weight/,
    );
    expect(atGarmin()).toEqual([82.1, 82.3]);
    expect(await deployment.ledger()).toEqual(before);
  });

  it('says it in one JSON object, of the days and the destination that were asked for', async () => {
    const day = new Intl.DateTimeFormat('en-CA', { timeZone: demo.timezone }).format((now - 3 * daySeconds) * 1000);
    const args = ['--from', day, '--to', day, '--destination', 'Garmin', '--for', demo.name.toUpperCase()];
    const { code, stdout, stderr } = await run(['backfill', '--dry-run', '--json', ...args]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const printed = JSON.parse(stdout);
    expect(printed).toEqual({
      account: deployment.account,
      ...{ from: expect.any(String), to: expect.any(String) },
      destinations: { garmin: { toSend: 0, different: 0, alreadyThere: 1, notForIt: {} } },
    });
    expect(Date.parse(printed.to) - Date.parse(printed.from)).toBeGreaterThan(22 * 3600_000);
  });

  it('leaves alone what wants to be left alone, and says so', async () => {
    const accounts = accountsOf(deployment.host);
    const account = await accounts.mustGet(deployment.account);
    const calls = deployment.sandbox.garmin.calls;
    const garmin = account.connections.garmin!;
    const withGarmin = (connection: Connection) =>
      accounts.change(account, (one) => ({ ...one, connections: { ...one.connections, garmin: connection } }));
    await withGarmin({ ...garmin, blockedUntil: Date.now() + 3_600_000 });
    const { code, stdout } = await run(['backfill', '--dry-run']);
    await withGarmin(garmin);
    expect(stdout).toMatch(
      /^Garmin: cannot tell: it is left alone until [\d-]+ [\d:]+, after it .*\nTrainerRoad: 0 to/,
    );
    expect(code).toBe(1);
    expect(deployment.sandbox.garmin.calls).toEqual(calls);
  });

  it('says of what fails why it cannot tell, and asks the others', async () => {
    const { garmin } = deployment.sandbox;
    garmin.addFault({ on: 'weight-service', taken: false, answer: 503 });
    const { code, stdout, stderr } = await run(['backfill', '--dry-run', '--json']);
    garmin.state.faults.length = 0;
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(JSON.parse(stdout).destinations).toMatchObject({
      garmin: { problem: expect.stringContaining('Garmin') },
      trainerroad: { alreadyThere: 1 },
    });
  });

  it('sends nothing for days that have not come yet', async () => {
    expect(await run(['backfill', '--to', '2999-01-01'])).toEqual(
      refused(/^2999-01-01 has not come yet: today is .*\n$/),
    );
  });

  it('sends what is missing, nothing twice, and says how to watch it', async () => {
    const { code, stdout, stderr } = await run(['backfill']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(
      /^Queued for Robin.*: everything measured so far is compared .* Garmin Connect, TrainerRoad and intervals\.icu\.\n/,
    );
    expect(stdout).toContain('npx weighbridge story');
    await deployment.settle();
    expect(atGarmin()).toEqual([82.1, 82.2, 82.3]);
  });
});

describe('weighbridge story', () => {
  it('tells that of the newest, in the time of its person', async () => {
    await deployment.settle();
    const [newest] = (await deployment.events()).slice(-1);
    const { code, stdout, stderr } = await run(['story']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [head, ...steps] = stdout.trimEnd().split('\n');
    expect(head).toBe(`${newest!.event}, times in ${demo.timezone}:`);
    expect(steps.map((step) => step.replace(/^ {2}\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}/, ''))).toEqual([
      'weighed: Body+',
      'received from Withings',
      ...Array(6).fill(expect.stringMatching(/^\w.*: (sent as fit\/|arrived, read back as entry )/)),
    ]);
    expect(stdout).toMatch(/Garmin Connect: sent as fit\/.*\.fit\n/);
    expect(stdout).toMatch(/TrainerRoad: sent as fit\/.*\.json\n/);
  });

  it('tells that of any other one in one JSON object', async () => {
    const [first] = await deployment.events();
    const { stdout } = await run(['story', first!.event.slice(0, 16), '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ event: first!.event, kind: 'weight' });
    expect(JSON.parse(stdout).steps[0]).toEqual({
      at: new Date(first!.measuredAt * 1000).toISOString(),
      words: 'weighed: Body+',
    });
  });

  it('refuses what is no measurement', async () => {
    expect(await run(['story', '2001-01-01'])).toEqual(
      refused(/^Robin Demo \(\d+\) has no measurement “2001-01-01”; .*\n$/),
    );
  });
});

describe('weighbridge files', () => {
  it('lists them, saves one or all, and says what the archive no longer has', async () => {
    const terminal = new Terminal();
    const listed = await run(['files', '--json'], terminal);
    const { files } = JSON.parse(listed.stdout);
    expect(files).toContainEqual(expect.objectContaining({ destination: 'trainerroad', events: 1 }));
    const { key } = files.find(({ destination }: { destination: string }) => destination === 'garmin');

    const one = await run(['files', key.split('/').at(-1), '--save', 'kept'], terminal);
    expect(one).toMatchObject({ code: 0, stdout: expect.stringMatching(/\n1 file saved in kept\n$/), stderr: '' });
    expect(
      readFileSync(join(terminal.folder, 'kept', key))
        .subarray(8, 12)
        .toString(),
    ).toBe('.FIT');
    expect(statSync(join(terminal.folder, 'kept', key)).mode & 0o077).toBe(0);

    writeFileSync(join(terminal.folder, 'taken'), '');
    expect((await run(['files', '--save', 'taken'], terminal)).stderr).toMatch(
      /^taken\/fit\/\S+ cannot be written \(\w+\)\. Give another folder with --save\.\n$/,
    );
    const s3 = new S3Client(deployment.host.aws);
    await s3.send(new DeleteObjectCommand({ Bucket: deployment.cloud.outputs.ArchiveBucket, Key: key }));
    const rest = await run(['files', '--save', 'kept'], terminal);
    expect(rest).toMatchObject({ code: 1, stderr: `1 no longer in the archive, such as ${key}\n` });
    expect(rest.stdout).toMatch(new RegExp(`\\n${files.length - 1} files? saved in kept\\n$`));
    expect(await run(['files', 'fit/none'], terminal)).toEqual(
      refused(/^The ledger of Robin .* knows no file fit\/none\. /),
    );
  });
});

describe('weighbridge export', () => {
  it('writes the history of the stack that was deployed from here', async () => {
    const terminal = new Terminal();
    const { code, stdout, stderr } = await run(['export', '--format', 'csv', '--for', demo.name], terminal);
    const [head = '', ...rows] = stdout.trim().split('\r\n');
    expect({ code, rows: rows.length, stderr }).toEqual({ code: 0, rows: 3, stderr: '3 weigh-ins.\n' });
    expect(head).toMatch(/^measured_at_utc,kind,weight_kg,.*,garmin,trainerroad,intervals$/);
    expect(rows[0]).toMatch(/,weight,82\.1,.*,Body\+,verified,/);
    expect(await run(['export', '--format', 'fit', '-o', 'all'], terminal)).toMatchObject({
      code: 0,
      stderr: 'Written: all.weight.fit\n',
    });
    expect(readFileSync(join(terminal.folder, 'all.weight.fit')).subarray(8, 12).toString()).toBe('.FIT');
  });
});

describe('weighbridge resend', () => {
  it('of a measurement sends what is missing of it, and says that nothing is sent twice', async () => {
    forgetAtGarmin(82.1);
    forgetAtGarmin(82.2);
    const [first] = await deployment.events();
    const { code, stdout } = await run(['resend', first!.event]);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^On the way once more to Garmin Connect, TrainerRoad and intervals\.icu: .*\nNothing is sent twice: /,
    );
    await deployment.settle();
    expect(atGarmin()).toEqual([82.1, 82.3]);
  });

  it('of a file sends what is missing of all that was in it', async () => {
    const [, second] = await deployment.events();
    const { code, stdout } = await run(['resend', second!.deliveries.garmin!.file!, '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).events).toContainEqual({ event: second!.event, destinations: ['garmin'] });
    await deployment.settle();
    expect(atGarmin()).toEqual([82.1, 82.2, 82.3]);
  });

  it('refuses a file that nothing was sent in', async () => {
    expect(await run(['resend', `fit/${deployment.account}/2026/11/none.fit`])).toEqual(
      refused(/^No measurement of Robin Demo \(\d+\) was sent in fit\/\S+none\.fit\. .* npx weighbridge files\n$/),
    );
    expect(await run(['resend', 'fit/4711/2026/11/none.fit'])).toEqual(refused(/^There is no account “4711”\. /));
  });
});

describe('weighbridge release', () => {
  it('says that nothing is held, and refuses to release what is not', async () => {
    expect(await run(['release'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Nothing of Robin .* is held\.\n$/),
    });
    const [first] = await deployment.events();
    expect(await run(['release', first!.event])).toEqual(
      refused(/^\S+ is not held\. Where it is: npx weighbridge story \S+\n$/),
    );
  });

  it('lists what is held, and sends it when it is told to', async () => {
    await deployment.sandbox.withings.addGroups(deployment.userid, weighIn(21.4, 0));
    await deployment.settle();
    const held = (await deployment.events()).at(-1)!;
    expect(held).toHaveProperty('held');
    const { stdout } = await run(['release']);
    expect(stdout).toContain(`  21.40 kg  ${held.event}\n`);
    expect(JSON.parse((await run(['release', '--json'])).stdout)).toMatchObject({ held: [{ event: held.event }] });
    expect(await run(['resend', held.event])).toEqual(refused(/^It is held .* npx weighbridge release \S+\n$/));
    expect((await run(['story'])).stdout).toMatch(/\nIt is held: .* \(npx weighbridge release \S+\)\.\n$/);

    const released = await run(['release', held.event]);
    expect(released).toMatchObject({ code: 0, stderr: '' });
    expect(released.stdout).toMatch(
      /^Released: \S+ goes to Garmin Connect, TrainerRoad and intervals\.icu with a sync that is queued\.\n/,
    );
    await deployment.settle();
    expect(atGarmin()).toEqual([82.1, 82.2, 82.3, 21.4]);
    expect(await run(['release', held.event])).toEqual(refused(/is not held/));
  });
});

describe('without credentials', () => {
  it('each of them says so in one sentence', async () => {
    const terminal = new Terminal();
    mkdirSync(join(terminal.folder, '.weighbridge'));
    const Weighbridge = { AccountsTable: 'accounts', Region: 'eu-central-1' };
    writeFileSync(join(terminal.folder, '.weighbridge', 'outputs.json'), JSON.stringify({ Weighbridge }));
    for (const args of [['backfill'], ['resend', '2026'], ['release'], ['story'], ['files']]) {
      expect(await terminal.run(args, { AWS_EC2_METADATA_DISABLED: 'true' })).toEqual(
        refused(/^This terminal has no AWS credentials\. Sign in .*\n$/),
      );
    }
  });
});
