import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { carryOver } from './carry-over.ts';
import { configFolderFrom } from './config-folder.ts';
import { dayName } from './days.ts';
import { LocalFolder } from './local-folder.ts';
import { readLocalState } from './local-state.ts';
import { readWithingsSync, type WithingsSyncFolder } from './withings-sync-folder.ts';

/** `weighbridge import-withings-sync DIR`: carries over what withings-sync kept. `DIR` stays as it is. */
export async function importWithingsSync(
  directory: string,
  { configFolder }: { configFolder?: string },
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const path = configFolderFrom(configFolder, env, { platform: process.platform, home: env.HOME || homedir() });
  const found = readWithingsSync(resolve(directory));
  // Said before anything is written.
  const isConnected = readLocalState(path)?.account !== undefined;
  const folder = await LocalFolder.open(path);
  try {
    await carryOver(found, folder);
  } finally {
    await folder.close();
  }
  const lines = [
    ...describe(found),
    ...found.remarks,
    ...advice(found, isConnected),
    `Next: ${nextCommand(configFolder)}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function describe({ app, refreshToken, garmin, lastSync }: WithingsSyncFolder): string[] {
  return [
    ...(app ? ['Carried over: the Withings application.'] : []),
    ...(refreshToken ? ['Carried over: the Withings sign-in.'] : []),
    ...(garmin ? ['Carried over: the Garmin session.'] : []),
    ...(lastSync
      ? [
          `Carried over: the last sync (${dayName(lastSync)}). The week before it is compared with what is there, so nothing doubles.`,
        ]
      : []),
  ];
}

function advice({ app, refreshToken }: WithingsSyncFolder, isConnected: boolean): string[] {
  return [
    ...(isConnected ? ['The folder is in use already: what is connected in it stays as it is.'] : []),
    ...(refreshToken && !app
      ? [
          'The sign-in works with the Withings application it was made for only: name its withings_app.json in WITHINGS_APP, or sign in anew with your own.',
        ]
      : []),
    'Stop withings-sync now: whoever renews a sign-in ends the copies of it.',
  ];
}

const nextCommand = (configFolder: string | undefined): string =>
  `npx weighbridge sync${configFolder === undefined ? '' : ` --config-folder ${configFolder}`}`;
