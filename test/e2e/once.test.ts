import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { once } from '../../lib/cli/once.ts';
import { bodyPlusWeighIn } from '../../lib/sandbox/withings/devices.ts';
import { type Deployment, deploy } from './deployment.ts';

const scale = { deviceid: 'a1'.repeat(20), modelid: 5, model: 'Body+' };
const body = { weightKg: 82.1, fatPercent: 21, heightM: 1.8, ageYears: 40, heartPulseBpm: 60 };

let deployment: Deployment;
let folder: string;
const said: string[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weighbridge-once-'));
  const yesterday = Math.floor(Date.now() / 1000) - 86_400;
  deployment = await deploy({ history: bodyPlusWeighIn(body, yesterday, scale) });
  said.length = 0;
  const hear = (text: unknown) => said.push(String(text)) > 0;
  vi.spyOn(process.stdout, 'write').mockImplementation(hear);
  vi.spyOn(process.stderr, 'write').mockImplementation(hear);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await deployment.stop();
  await rm(folder, { recursive: true, force: true });
});

const run = (given?: number) => {
  const { cloud, host, sandbox, link } = deployment;
  const progress = { step: () => {}, say: () => {}, done: () => {} };
  const groups = Array.from({ length: given ?? 0 }, () => sandbox.withings.state.people[0]!.groups[0]!);
  const recorded = given === undefined ? undefined : { groups, timezone: undefined };
  return once(
    { cloud, host, sandbox, link, stop: async () => {} },
    { json: false, recorded, filesFolder: folder, progress },
  );
};

describe('the proof that --once prints', () => {
  it('ends 0 when all has arrived', async () => {
    expect(await run(1)).toBe(0);
    expect(said.join('')).toContain('Garmin: 1 arrived ✓');
    expect(said.join('')).toMatch(
      /\nThe newest, \S+Z#weight#\w+, times in Europe\/Berlin:\n.* weighed: Body\+\n.* received from Withings\n.* Garmin Connect: sent as fit.*\n/,
    );
  });

  it('ends 1 with the reason when the first sync failed and nothing arrived', async () => {
    deployment.sandbox.withings.plan({ kind: 'status', status: 601, waitSeconds: 300, action: 'getmeas', times: 100 });
    expect(await run()).toBe(1);
    expect(said.join('')).toMatch(/The sync failed\. Withings asks for a pause of 300 s/);
  });

  it('ends 1 when a group that was given is nowhere', async () => {
    expect(await run(2)).toBe(1);
    expect(said.join('')).toContain('1 of the 2 measure groups given');
  });
});
