import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { authorizedWorld, cronWorld, day, daysAgo } from '../sync/cron-world.ts';

describe('weighbridge export', () => {
  it('writes all that was ever received, also what was never sent', async () => {
    const world = await authorizedWorld();
    await world.pressed(daysAgo(3) + 60, 121);
    await world.run(['sync', '-c', world.config]);
    const csv = await world.run(['export', '--format', 'csv', '-c', world.config]);
    expect(csv).toMatchObject({ code: 0, stderr: '3 weigh-ins and 1 blood pressure.\n' });
    expect(csv.stdout.split('\r\n')).toHaveLength(6);

    const days = ['--from', day(3), '--to', day(3)];
    const json = await world.run(['export', '--format', 'json', '-c', world.config, ...days]);
    const rows: { kind: string }[] = JSON.parse(json.stdout);
    expect(rows.map(({ kind }) => kind)).toEqual(['weight', 'bloodPressure']);

    const fit = await world.run(['export', '--format', 'fit', '-c', world.config, '-o', 'all.fit']);
    expect(fit).toMatchObject({ code: 0, stdout: '' });
    expect(world.files()).toEqual(['all.blood_pressure.fit', 'all.weight.fit']);
    expect(readFileSync(join(world.folder, 'all.weight.fit')).subarray(8, 12).toString()).toBe('.FIT');

    const file = await world.run(['export', '--format', 'csv', '-c', world.config, '-o', 'sub/all.csv']);
    expect({ code: file.code, same: world.file('sub/all.csv') }).toEqual({ code: 0, same: csv.stdout });
  });

  it.each([
    [['--format', 'xml'], 2, /Allowed choices are csv, json, fit/],
    [[], 2, /required option '--format <format>' not specified/],
    [['--format', 'fit'], 2, /^FIT files need a name: .*\n$/],
    [['--format', 'csv', '--from', 'x'], 2, /^--from takes a day as YYYY-MM-DD/],
    [['--format', 'csv'], 1, /^Nothing is kept in .*config\/weighbridge yet\. .* --config-folder; .* with --for\.\n$/],
    [['--format', 'csv', '-c', 'here', '--for', 'Kim'], 1, /^--for is of the deployed stack, /],
    [['--format', 'csv', '--for', 'Kim'], 1, /^Nothing was deployed from this folder yet /],
  ])('refuses %j in one sentence', async (args, code, sentence) => {
    const world = await cronWorld();
    const ended = await world.run(['export', ...args]);
    expect(ended.stderr).toMatch(sentence);
    expect(ended).toMatchObject({ code, stdout: '' });
  });
});
