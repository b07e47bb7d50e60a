import { isAbsolute, join, resolve } from 'node:path';
import { UsageError } from './usage-error.ts';

export interface Platform {
  platform: NodeJS.Platform;
  home: string;
}

/** Where a program of this kind of machine keeps what belongs to its user. */
export function defaultConfigFolder(env: NodeJS.ProcessEnv, { platform, home }: Platform): string {
  if (platform === 'win32') return join(env.APPDATA || join(home, 'AppData', 'Roaming'), 'weighbridge');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'weighbridge');
  // The XDG specification has relative paths ignored.
  const base = env.XDG_CONFIG_HOME;
  return join(base && isAbsolute(base) ? base : join(home, '.config'), 'weighbridge');
}

/**
 * The folder that was asked for, or the default one; absolute, so that messages name it whole.
 *
 * @throws UsageError for an empty name, as a variable gives that is not set: it would mean the folder one happens to be in
 */
export function configFolderFrom(asked: string | undefined, env: NodeJS.ProcessEnv, platform: Platform): string {
  if (asked === '') throw new UsageError('--config-folder takes the path of a folder, and was given nothing.');
  return resolve(asked ?? defaultConfigFolder(env, platform));
}
