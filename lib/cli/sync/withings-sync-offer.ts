import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readUserFile, readWithingsSync, type WithingsSyncFolder } from './withings-sync-folder.ts';

/**
 * What withings-sync has kept where it was told to: in the file that `WITHINGS_USER` names, or in the first of these
 * folders in which there is something of it. A file that is not there is no fault: withings-sync would have written it
 * after the first sign-in.
 *
 * @throws UserError when a file is damaged
 */
export function offeredByWithingsSync(
  env: NodeJS.ProcessEnv,
  folders: readonly string[],
): WithingsSyncFolder | undefined {
  const named = env.WITHINGS_USER;
  if (named && existsSync(named)) return readUserFile(named);
  const folder = folders.find((one) => existsSync(join(one, '.withings_user.json')));
  return folder === undefined ? undefined : readWithingsSync(folder);
}
