import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { authorizedWorld, cronWorld } from './cron-world.ts';

describe('what cannot be done is one sentence, and nothing is written', () => {
  it.each([
    [['-f', '2026-02-30'], 2, /^--fromdate takes a day as YYYY-MM-DD, such as 2026-11-20, not “2026-02-30”\.\n$/],
    [['-t', 'yesterday'], 2, /^--todate takes a day as YYYY-MM-DD, .*“yesterday”\.\n$/],
    [['-f', '2026-03-02', '-t', '2026-03-01'], 2, /^--fromdate 2026-03-02 is after --todate 2026-03-01: .*\n$/],
    [['-f', '2999-01-01'], 2, /^--fromdate 2999-01-01 is after --todate today: .*\n$/],
    [['--frobnicate'], 2, /^error: unknown option '--frobnicate'\n$/],
    [['-v', '-s'], 2, /^error: option '-v, --verbose' cannot be used with option '-s, --silent'\n$/],
    [[], 1, /^Withings is not authorized yet, and there is no terminal to ask in\. .*\n$/],
  ])('for %j', async (args, code, sentence) => {
    const world = await cronWorld();
    const ended = await world.run(['sync', '-c', world.config, ...args]);
    expect(ended.stderr).toMatch(sentence);
    expect(ended).toMatchObject({ code, stdout: '' });
    expect(() => statSync(world.config)).toThrow('ENOENT');
  });

  it('without an application of one’s own', async () => {
    const world = await cronWorld();
    const { code, stderr } = await world.run(['sync', '-c', world.config], { WITHINGS_APP: '' });
    expect(stderr).toMatch(/^There is no Withings application yet, .*developer\.withings\.com.*\n$/);
    expect(code).toBe(1);
  });

  it.each<[string, (folder: string) => void, RegExp]>([
    ['is damaged', (folder) => writeFileSync(join(folder, 'weighbridge.json'), '{"format":'), /is damaged, or another/],
    ['is newer', (folder) => writeFileSync(join(folder, 'weighbridge.json'), '{"format":9}'), /written by a newer/],
    ['has lost its key', (folder) => mkdirSync(join(folder, 'weighbridge.db')), /weighbridge\.key is missing/],
    [
      'has a database that is none',
      (folder) => {
        mkdirSync(join(folder, 'weighbridge.db'));
        writeFileSync(join(folder, 'weighbridge.db', 'CURRENT'), 'nonsense');
        writeFileSync(join(folder, 'weighbridge.key'), 'k'.repeat(43));
      },
      /weighbridge\.db is damaged/,
    ],
    [
      'holds a damaged sign-in',
      (folder) => writeFileSync(join(folder, '.withings_user.json'), 'tokens'),
      /is damaged: /,
    ],
  ])('in a folder that %s', async (_, damage, sentence) => {
    const world = await cronWorld();
    mkdirSync(world.config);
    damage(world.config);
    const before = readdirSync(world.config);
    const user = world.keep('.withings_user.json', await world.withingsUser());
    const isOwn = before.includes('.withings_user.json');
    const { code, stdout, stderr } = await world.run(
      ['sync', '-c', world.config],
      isOwn ? {} : { WITHINGS_USER: user },
    );
    expect(stderr).toMatch(sentence);
    expect(stderr.trim()).not.toContain('\n');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  });

  it('in a folder that is a file', async () => {
    const world = await authorizedWorld();
    const { code, stderr } = await world.run(['sync', '-c', world.session]);
    expect(stderr).toMatch(/^.* (cannot be made|cannot be read).*--config-folder\.\n$/);
    expect(code).toBe(1);
  });
});
