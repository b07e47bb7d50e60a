import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Terminal } from './terminal.ts';

const thursday = Math.floor(Date.now() / 86_400_000) * 86_400 - 86_400;
const scale = { deviceid: 'a1'.repeat(20), model: 'Body Scan', modelid: 10, created: thursday, modified: thursday };
const monitor = { deviceid: 'b2'.repeat(20), model: 'BPM Connect', modelid: 45, created: thursday, modified: thursday };

/** Recorded on a morning that never was: a weigh-in in two parts, a pressure, a guest, a height, a goal. */
const measuregrps = [
  { grpid: 1, attrib: 0, category: 1, date: thursday, ...scale, measures: [{ type: 1, value: 80_123, unit: -3 }] },
  { grpid: 2, attrib: 0, category: 1, date: thursday, ...scale, measures: [{ type: 11, value: 61, unit: 0 }] },
  {
    ...{ grpid: 3, attrib: 0, category: 1, date: thursday + 60, ...monitor },
    measures: [
      { type: 9, value: 78, unit: 0 },
      { type: 10, value: 121, unit: 0 },
    ],
  },
  { grpid: 4, attrib: 1, category: 1, date: thursday + 90, ...scale, measures: [{ type: 1, value: 61_000, unit: -3 }] },
  {
    grpid: 5,
    attrib: 2,
    category: 1,
    date: thursday - 99,
    deviceid: null,
    measures: [{ type: 4, value: 180, unit: -2 }],
  },
  {
    grpid: 6,
    attrib: 2,
    category: 2,
    date: thursday - 98,
    deviceid: null,
    measures: [{ type: 1, value: 75, unit: 0 }],
  },
];
const body = { updatetime: thursday, timezone: 'Europe/Vienna', measuregrps };

/** As far as a test looks into it. */
interface Printed {
  account: string;
  events: {
    kind: string;
    groups: number[];
    receivedAt: string;
    deliveries: Record<string, { state: string; at: string; sentAt?: string; file?: string; remoteId?: string }>;
  }[];
  left: { reason: string; count: number }[];
}

const stateFile = (terminal: Terminal, name: string, content?: string): string => {
  const path = join(terminal.folder, '.weighbridge', 'local', name);
  if (content !== undefined) {
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, content);
  }
  return path;
};

async function busyPort(): Promise<number> {
  const server = createServer();
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

describe('weighbridge', () => {
  it('tells its commands when asked', async () => {
    const { code, stdout } = await new Terminal().run(['--help']);
    expect(code).toBe(0);
    const commands = [
      ...['start', 'weigh-in', 'sandbox', 'setup', 'link', 'status', 'settings', 'garmin', 'trainerroad', 'intervals'],
      ...['backfill', 'resend', 'release', 'story', 'files', 'authorize', 'refresh'],
      ...['sync', 'import-withings-sync', 'export'],
    ];
    for (const command of commands) expect(stdout).toMatch(new RegExp(`^  ${command}`, 'm'));
  });

  it('tells its version', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    for (const args of [['--version'], ['sync', '-V']]) {
      expect(await new Terminal().run(args)).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
    }
  });

  it.each([
    ['an unknown command', ['fly'], {}, /^error: unknown command 'fly'\n$/],
    ['an unknown option', ['start', '--loud'], {}, /^error: unknown option '--loud'\n$/],
    ['a port that is none', ['start', '--port', 'abc'], {}, /^--port takes a number from 1 to 65535, not “abc”\.\n$/],
    ['a port beyond all ports', ['start', '--port', '65536'], {}, /^--port takes a number/],
    ['--json without --once', ['start', '--json'], {}, /^--json prints the proof that --once gathers: give both\.\n$/],
    ['measures that are not there', ['start', '--measures', 'm.json'], {}, /^m\.json cannot be read\.\n$/],
    [
      'a Withings id without its secret',
      ['start'],
      { WITHINGS_CLIENT_ID: 'x' },
      /^WITHINGS_CLIENT_SECRET is missing .*\n$/,
    ],
    [
      'a Withings secret without its id',
      ['start'],
      { WITHINGS_CLIENT_SECRET: 'hidden' },
      /^WITHINGS_CLIENT_ID is missing .*\n$/,
    ],
    [
      'a proof with the real Withings',
      ['start', '--once'],
      { WITHINGS_CLIENT_ID: 'x', WITHINGS_CLIENT_SECRET: 'hidden' },
      /^--once and --measures are for the demo person of the simulators\. .*\n$/,
    ],
    [
      'tokens that are not there, before anything is started',
      ['start'],
      { WITHINGS_CLIENT_ID: 'x', WITHINGS_CLIENT_SECRET: 'hidden', GARMIN_TOKENS: 'tokens.json' },
      /^GARMIN_TOKENS names tokens\.json, which cannot be read\. .*\n$/,
    ],
    [
      'a link for nobody',
      ['link', '--for', ''],
      {},
      /^--for takes a name\. For yourself, the owner, leave it out\.\n$/,
    ],
    ['a setup for nobody', ['setup', '--for', ' '], {}, /^--for takes a name\. .*\n$/],
    ['a link without a deployment', ['link'], {}, /^Nothing was deployed from this folder yet .* npm run deploy\n$/],
    ['a setup without a deployment', ['setup'], {}, /^Nothing was deployed from this folder yet .* npm run deploy\n$/],
    ...[['backfill'], ['resend', '2026'], ['release'], ['story'], ['files']].map(
      (args) =>
        [`${args[0]} without a deployment`, args, {}, /^Nothing was deployed from this folder yet .*\n$/] as const,
    ),
    ['a first day that is none', ['backfill', '--from', '1.2.26'], {}, /^--from takes a day .*, not “1\.2\.26”\.\n$/],
    ['a last day that is none', ['backfill', '--to', '2026-02-30'], {}, /^--to takes a day .*, not “2026-02-30”\.\n$/],
    [
      'days in the wrong order',
      ['backfill', '--from', '2026-02-02', '--to', '2026-02-01'],
      {},
      /^--from 2026-02-02 lies after --to 2026-02-01: exchange the two\.\n$/,
    ],
    [
      'a destination that is none',
      ['backfill', '--destination', 'garmin', 'strava'],
      {},
      /^There is no destination “strava”\. There are: garmin, trainerroad, intervals\.\n$/,
    ],
    ['a resending of nothing', ['resend'], {}, /^error: missing required argument 'event-or-file'\n$/],
    [
      'settings without a deployment',
      ['settings'],
      {},
      /^Nothing was deployed from this folder yet .* npm run deploy\n$/,
    ],
    [
      'a value that is none, before anything is looked for',
      ['settings', 'muscleMass=big'],
      {},
      /^muscleMass takes total or skeletal, not “big”\.\n$/,
    ],
    [
      'a link with half a sign-in',
      ['link'],
      { TRAINERROAD_USERNAME: 'robin' },
      /^TRAINERROAD_PASSWORD is missing: .*\n$/,
    ],
    [
      'a link with tokens that are not there',
      ['link'],
      { GARMIN_TOKENS: 'no.json' },
      /^GARMIN_TOKENS names no\.json, which cannot be read\. .*\n$/,
    ],
    [
      'a status without a deployment',
      ['status'],
      {},
      /^Nothing was deployed from this folder yet .* npm run deploy\n$/,
    ],
    ['a weigh-in with nothing running', ['weigh-in'], {}, /^No sandbox is running here\. .* npm start\n$/],
  ] as const)('refuses %s in one line, and leaves nothing behind', async (_, args, env, message) => {
    const terminal = new Terminal();
    const { code, stdout, stderr } = await terminal.run(args, env);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain('hidden');
    expect({ code, stdout, left: readdirSync(terminal.folder) }).toEqual({ code: 1, stdout: '', left: [] });
  });

  it('reads .env of the folder, and refuses a wrong token file without showing it', async () => {
    const terminal = new Terminal();
    writeFileSync(join(terminal.folder, '.env'), 'GARMIN_TOKENS=tokens.json\n');
    writeFileSync(join(terminal.folder, 'tokens.json'), '{"oauth_token":"hidden"}');
    const { code, stderr } = await terminal.run(['link']);
    expect(stderr).toMatch(/^This is not a usable garmin_tokens\.json: it is of the older kind .*\n$/);
    expect(stderr).not.toContain('hidden');
    expect(code).toBe(1);
  });

  it('refuses a deployment’s outputs that are damaged', async () => {
    const terminal = new Terminal();
    mkdirSync(join(terminal.folder, '.weighbridge'));
    writeFileSync(join(terminal.folder, '.weighbridge', 'outputs.json'), '{"Weighbridge":');
    const { code, stderr } = await terminal.run(['link']);
    expect(stderr).toMatch(/^\.weighbridge\/outputs\.json is not what a deployment writes\. .*\n$/);
    expect(code).toBe(1);
  });

  it('refuses a port that is taken, and leaves nothing behind', async () => {
    const terminal = new Terminal();
    const port = await busyPort();
    const { code, stderr } = await terminal.run(['start', '--port', String(port)]);
    expect(stderr).toBe(`Port ${port} is taken by another program. Choose another one with --port.\n`);
    expect({ code, left: readdirSync(terminal.folder) }).toEqual({ code: 1, left: [] });
  });

  it.each([
    ['sandbox.json', '{"withings":'],
    ['state.json', '{"format":'],
    ['state.json', '{"format":99}'],
    ['cloud/state.json', 'null'],
  ])('refuses to go on from a damaged %s, and leaves it as it was: %j', async (name, content) => {
    const terminal = new Terminal();
    const path = stateFile(terminal, name, content);
    const { code, stdout, stderr } = await terminal.run(['start', '--port', '8799']);
    expect(stderr).toMatch(/^\S*\.weighbridge\/local\S* (is damaged|was written by a newer version).*\n$/);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(readFileSync(path, 'utf8')).toBe(content);
    expect(existsSync(stateFile(terminal, 'cdk.out'))).toBe(false);
    expect(existsSync(stateFile(terminal, 'lock'))).toBe(false);
  });
});

describe('weighbridge start --once', { timeout: 120_000 }, () => {
  /** Carries a recorded file and gives what was printed. */
  async function prove(terminal: Terminal, recorded: unknown, options: readonly string[] = ['--json']) {
    writeFileSync(join(terminal.folder, 'measures.json'), JSON.stringify(recorded));
    return terminal.run(['start', '--once', '--measures', 'measures.json', ...options]);
  }

  it('carries a recorded file, in each of its three forms, and proves it in one JSON object', async () => {
    const forms = { answer: { status: 0, body }, body, groups: measuregrps };
    await Promise.all(Object.values(forms).map((recorded) => isProven(recorded)));
  });

  async function isProven(recorded: unknown): Promise<void> {
    const terminal = new Terminal().synthesized('once');
    const { code, stdout, stderr } = await prove(terminal, recorded);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('settled at Garmin 2') });
    const { events, left, account }: Printed = JSON.parse(stdout);
    expect(events.map(({ kind, groups }) => [kind, groups])).toEqual([
      ['weight', [1, 2]],
      ['bloodPressure', [3]],
    ]);
    expect(left.map(({ reason, count }) => [reason, count]).sort()).toEqual([
      ['ambiguous', 1],
      ['goal', 1],
      ['height', 1],
    ]);
    const names = ['garmin', 'trainerroad', 'intervals'] as const;
    expect(events.map(({ deliveries }) => names.map((name) => deliveries[name]?.state))).toEqual([
      ['verified', 'verified', 'verified'],
      ['verified', 'skipped', 'verified'],
    ]);
    for (const { receivedAt, deliveries } of events) {
      const { at, sentAt = '', remoteId } = deliveries.garmin!;
      expect([receivedAt, sentAt, at].toSorted()).toEqual([receivedAt, sentAt, at]);
      expect(remoteId).toBeTruthy();
    }
    expect(account).toMatch(/^\d+$/);
    const files = events.flatMap(({ deliveries }) => Object.values(deliveries).flatMap(({ file }) => file ?? []));
    expect(files).toHaveLength(5);
    for (const file of files) {
      const { size, mode } = statSync(join(terminal.folder, '.weighbridge', 'once', 'files', file));
      expect(size).toBeGreaterThan(0);
      expect(mode & 0o077).toBe(0);
    }
  }

  it('fails when something can never arrive, and shows it; is alone in its folder; then starts afresh', async () => {
    const terminal = new Terminal().synthesized('once');
    const tooHeavy = {
      ...measuregrps[0]!,
      grpid: 9,
      date: thursday - 3600,
      measures: [{ type: 1, value: 999_000, unit: -3 }],
    };
    writeFileSync(join(terminal.folder, 'measures.json'), JSON.stringify([...measuregrps, tooHeavy]));
    const running = terminal.start(['start', '--once', '--json', '--measures', 'measures.json']);
    await running.says(/Following the link/);
    const meanwhile = await terminal.run(['start', '--once']);
    expect(meanwhile).toEqual({ code: 1, stdout: '', stderr: expect.stringMatching(/already runs on .*\n$/) });
    const failed = await running.finished;
    expect(failed.code).toBe(1);
    const { events }: Printed = JSON.parse(failed.stdout);
    expect(events.map(({ groups, deliveries }) => [groups, deliveries.garmin!.state])).toEqual([
      [[9], 'failed'],
      [[1, 2], 'verified'],
      [[3], 'verified'],
    ]);

    const { code, stdout } = await prove(terminal, measuregrps, []);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^2 events$/m);
    expect(stdout).toMatch(/^measured +weight or pressure/);
    expect(stdout).toMatch(/^Left out: 1 × it is a goal/m);
    expect(stdout).toMatch(/^\d files in \.weighbridge\/once\/files$/m);
  });
});

describe('weighbridge start', { timeout: 120_000 }, () => {
  it('runs until it is told to stop, takes a weigh-in meanwhile, lets no other one in, and remembers', async () => {
    const terminal = new Terminal().synthesized('local');
    const port = String(await freePort());
    const running = terminal.start(['start', '--port', port]);
    const [, link = ''] = await running.says(/Open this link to connect: +(\S+)\n/);
    expect(link).toMatch(new RegExp(`^http://localhost:${port}/connect\\?invite=`));
    await running.says(/Ctrl-C ends it/);

    const weighIn = await terminal.run(['weigh-in', '--weight', '80,4']);
    expect(weighIn).toEqual({ code: 0, stdout: expect.stringContaining('80.4 kg'), stderr: '' });
    const inJson = await terminal.run(['weigh-in', '--weight', '80.5', '--json']);
    expect(JSON.parse(inJson.stdout)).toMatchObject({ weightKg: 80.5, said: expect.stringContaining('80.5 kg') });
    const refused = await terminal.run(['weigh-in', '--weight', 'heavy']);
    expect(refused).toEqual({ code: 1, stdout: '', stderr: 'A weight is a number of kilograms from 5 to 400.\n' });
    const second = await terminal.run(['start', '--port', String(await freePort())]);
    expect(second.stderr).toMatch(/already runs on \S+ \(process \d+\); stop it first.*\n$/);
    expect(second.code).toBe(1);

    running.signal('SIGINT');
    const { code, stdout, stderr } = await running.finished;
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toMatch(/Stopping …\n$/);
    const kept = JSON.parse(readFileSync(stateFile(terminal, 'sandbox.json'), 'utf8'));
    expect(JSON.stringify(kept.withings.people[0].groups)).toContain('"type":1,"value":80400,"unit":-3');
    expect(existsSync(stateFile(terminal, 'lock'))).toBe(false);
    expect((await terminal.run(['weigh-in'])).stderr).toMatch(/^No sandbox is running here/);
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
