import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openStateFolder } from '../../lib/local/state-folder.ts';
import { temporaryFolder } from './temporary-folder.ts';

it('a folder is one cloud’s at a time', () => {
  const folder = join(temporaryFolder(), 'state');
  const release = openStateFolder(folder);
  expect(() => openStateFolder(folder)).toThrow(
    `A local cloud already runs on ${folder} (process ${process.pid}); stop it first`,
  );
  release();
  openStateFolder(folder)();
  expect(existsSync(join(folder, 'lock'))).toBe(false);
});

it.each([
  ['a process that is gone', String(spawnSync(process.execPath, ['--version']).pid)],
  ['an earlier process that had our id', String(process.pid)],
  ['nobody', 'nonsense'],
])('a lock left behind by %s does not hold', (_, holder) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'lock'), holder);
  openStateFolder(folder)();
});

it('a lock of another living process holds', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'lock'), String(process.ppid));
  expect(() => openStateFolder(folder)).toThrow(`(process ${process.ppid})`);
});

it.each([
  [
    'a newer version wrote it',
    '{"format":99}',
    /was written by a newer version \(format 99, this one knows 1\); update/,
  ],
  ['it is damaged', '{"form', /state\.json is damaged; move .* away to start afresh/],
  ['it is something else', '{"format":"one"}', /state\.json is damaged/],
])('refused, and left unlocked: %s', (_, content, reason) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'state.json'), content);
  expect(() => openStateFolder(folder)).toThrow(reason);
  expect(existsSync(join(folder, 'lock'))).toBe(false);
});
