import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { RejectedError } from '../../errors.ts';
import { parseTokenFile } from '../../garmin/token-file.ts';
import type { GarminTokens } from '../../garmin/tokens.ts';
import { UserError } from '../user-error.ts';
import { appFileName, type OwnApp, readAppFile } from './own-app.ts';

/** What withings-sync has kept for a person. Any of it may be absent. */
export interface WithingsSyncFolder {
  app?: OwnApp;
  /** Good for the application that it was made for only. */
  refreshToken?: string;
  /** When it last sent something to Garmin, and to TrainerRoad, epoch seconds. */
  lastSync?: number;
  lastSyncTrainerRoad?: number;
  garmin?: GarminTokens;
  /** What could not be taken, and what to do instead. */
  remarks: string[];
}

/** Since its beginnings it has been without the dot, and with it. */
const userFileNames = ['.withings_user.json', 'withings_user.json', 'config/withings_user.json'];
const appFileNames = [appFileName, `.${appFileName}`, `config/${appFileName}`];
const sessionFileNames = ['.garmin_session.json', 'garmin_session.json'];
/** A folder of the library garth, whose tokens Garmin renews no more. */
const deadSessionNames = ['.garmin_session', 'garmin_session'];

const time = v.nullish(v.pipe(v.number(), v.minValue(0)));
/** A refresh that failed left nulls behind. */
const userSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.looseObject({ refresh_token: v.nullish(v.string()), last_sync: time, last_sync_tr: time }),
);

const signInAgain =
  'give GARMIN_SESSION with the file of a new sign-in, or --garmin-username and --garmin-password, at the next sync';

/**
 * Reads what withings-sync keeps in a folder, and changes nothing there.
 *
 * @throws UserError when it is no such folder, or a file in it is damaged
 */
export function readWithingsSync(folder: string): WithingsSyncFolder {
  const userFile = firstOf(folder, userFileNames);
  const appFile = firstOf(folder, appFileNames);
  const sessionFile = firstOf(folder, sessionFileNames);
  const deadSession = firstOf(folder, deadSessionNames);
  if (!userFile && !sessionFile && !deadSession) {
    throw new UserError(
      `${folder} is no folder of withings-sync: neither ${userFileNames[0]} nor ${sessionFileNames[0]} is in it. It keeps them in your home folder, or where --config-folder says.`,
    );
  }
  const app = appFile ? { app: readAppFile(appFile) } : {};
  const user = userFile ? readUserFile(userFile) : { remarks: ['There is no Withings sign-in.'] };
  const garmin = sessionFile
    ? readSession(sessionFile)
    : {
        remarks: deadSession
          ? [`${deadSession} is of the older kind (garth): Garmin no longer renews it; ${signInAgain}.`]
          : [],
      };
  return { ...app, ...user, ...garmin, remarks: [...user.remarks, ...garmin.remarks] };
}

/** @throws UserError when it is damaged */
export function readUserFile(
  path: string,
): Pick<WithingsSyncFolder, 'refreshToken' | 'lastSync' | 'lastSyncTrainerRoad' | 'remarks'> {
  const user = v.safeParse(userSchema, textOf(path));
  if (!user.success) throw new UserError(`${path} is damaged: it is not what withings-sync writes.`);
  const { refresh_token: refreshToken, last_sync: lastSync, last_sync_tr: lastSyncTrainerRoad } = user.output;
  return {
    ...(refreshToken && { refreshToken }),
    ...(lastSync && { lastSync: Math.floor(lastSync) }),
    ...(lastSyncTrainerRoad && { lastSyncTrainerRoad: Math.floor(lastSyncTrainerRoad) }),
    remarks: refreshToken ? [] : [`${path} holds no refresh token: the first sync asks for your consent at Withings.`],
  };
}

function readSession(path: string): Pick<WithingsSyncFolder, 'garmin' | 'remarks'> {
  try {
    return { garmin: parseTokenFile(textOf(path)), remarks: [] };
  } catch (error) {
    if (!(error instanceof RejectedError)) throw error;
    const why = /: (.*?)\. /.exec(error.message)?.[1] ?? 'it is damaged';
    return { remarks: [`${path} cannot be used: ${why}; ${signInAgain}.`] };
  }
}

function firstOf(folder: string, names: readonly string[]): string | undefined {
  return names.map((name) => join(folder, name)).find((path) => existsSync(path));
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new UserError(`${path} cannot be read.`, { cause });
  }
}
