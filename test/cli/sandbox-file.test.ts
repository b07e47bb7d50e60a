import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSandbox, writeSandbox } from '../../lib/cli/sandbox-file.ts';
import { UserError } from '../../lib/cli/user-error.ts';
import { Sandbox } from '../../lib/sandbox/sandbox.ts';
import { FlowingClock } from '../flowing-clock.ts';

let path: string;
beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'weighbridge-sandbox-')), 'inner', 'sandbox.json');
});
afterEach(() => rmSync(join(path, '..', '..'), { recursive: true, force: true }));

describe('the simulators’ memory', () => {
  it('comes back as it was, person and all', async () => {
    const sandbox = new Sandbox({ clock: new FlowingClock(), random: Math.random });
    sandbox.demoPerson({ groups: [], timezone: 'Europe/Vienna' });
    sandbox.garminTokens();
    writeSandbox(path, sandbox.state);
    expect(await readSandbox(path)).toEqual(sandbox.state);
  });

  it('of a time before intervals.icu is completed, and the person gets an athlete', async () => {
    const sandbox = new Sandbox({ clock: new FlowingClock(), random: Math.random });
    const { userid } = sandbox.demoPerson({ groups: [], timezone: 'Europe/Vienna' });
    const { intervals: _, ...older } = sandbox.state;
    writeSandbox(path, sandbox.state);
    writeFileSync(path, JSON.stringify(older));
    const state = await readSandbox(path);
    expect(state).toMatchObject(older);
    const opened = new Sandbox({ clock: new FlowingClock(), random: Math.random, state: state! });
    expect(opened.demoPerson().userid).toBe(userid);
    expect(Object.values(opened.intervals.state.athletes)).toEqual([
      expect.objectContaining({ apiKey: 'invented-api-key' }),
    ]);
  });

  it('is nothing the first time', async () => {
    expect(await readSandbox(path)).toBeUndefined();
  });

  it('is for its owner alone, because the measurements may be real', () => {
    writeSandbox(path, new Sandbox({ clock: new FlowingClock(), random: Math.random }).state);
    expect(statSync(path).mode & 0o077).toBe(0);
  });

  it.each(['', '{"withings":', 'null', '[]', '{"withings":{},"garmin":{}}'])(
    'that is damaged is refused and left as it is: %j',
    async (content) => {
      writeSandbox(path, new Sandbox({ clock: new FlowingClock(), random: Math.random }).state);
      writeFileSync(path, content);
      await expect(readSandbox(path)).rejects.toThrow(UserError);
      await expect(readSandbox(path)).rejects.toThrow(`${path} is damaged. Delete its folder`);
      expect(readFileSync(path, 'utf8')).toBe(content);
    },
  );
});
