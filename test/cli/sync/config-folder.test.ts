import { expect, it } from 'vitest';
import { configFolderFrom, defaultConfigFolder } from '../../../lib/cli/sync/config-folder.ts';
import { UsageError } from '../../../lib/cli/sync/usage-error.ts';

it.each([
  ['linux', {}, '/home/robin/.config/weighbridge'],
  ['linux', { XDG_CONFIG_HOME: '/etc/robin' }, '/etc/robin/weighbridge'],
  ['linux', { XDG_CONFIG_HOME: 'relative' }, '/home/robin/.config/weighbridge'],
  ['darwin', {}, '/home/robin/Library/Application Support/weighbridge'],
] as const)('the config folder on %s with %j is %s', (platform, env, folder) => {
  expect(defaultConfigFolder(env, { platform, home: '/home/robin' })).toBe(folder);
});

it('a folder that is asked for goes before, and is named whole', () => {
  expect(configFolderFrom('here', {}, { platform: 'linux', home: '/' })).toBe(`${process.cwd()}/here`);
});

it('a folder without a name, as of a variable that is not set, is refused', () => {
  expect(() => configFolderFrom('', {}, { platform: 'linux', home: '/' })).toThrow(UsageError);
});
