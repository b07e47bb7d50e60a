import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../user-error.ts';
import { readUserFile, readWithingsSync, type WithingsSyncFolder } from './withings-sync-folder.ts';

/**
 * What withings-sync has kept where it was told to: in the file that `WITHINGS_USER` names, or in the very config folder.
 *
 * @throws UserError when a file that is named is damaged or missing
 */
export function offeredByWithingsSync(env: NodeJS.ProcessEnv, folder: string): WithingsSyncFolder | undefined {
  const named = env.WITHINGS_USER;
  if (named) {
    if (existsSync(named)) return readUserFile(named);
    throw new UserError(`WITHINGS_USER names ${named}, which is not there.`);
  }
  return existsSync(join(folder, '.withings_user.json')) ? readWithingsSync(folder) : undefined;
}
