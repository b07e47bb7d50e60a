import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readUserFile, readWithingsSync, type WithingsSyncFolder } from './withings-sync-folder.ts';

/**
 * What withings-sync has kept where it was told to: in the file that `WITHINGS_USER` names, or in the very config folder.
 * A file that is not there is no fault: withings-sync would have written it after the first sign-in.
 *
 * @throws UserError when a file is damaged
 */
export function offeredByWithingsSync(env: NodeJS.ProcessEnv, folder: string): WithingsSyncFolder | undefined {
  const named = env.WITHINGS_USER;
  if (named && existsSync(named)) return readUserFile(named);
  return existsSync(join(folder, '.withings_user.json')) ? readWithingsSync(folder) : undefined;
}
