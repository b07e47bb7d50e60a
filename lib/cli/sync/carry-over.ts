import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomically } from '../../local/atomic-file.ts';
import type { LocalFolder } from './local-folder.ts';
import { appFileName, type OwnApp } from './own-app.ts';
import type { WithingsSyncFolder } from './withings-sync-folder.ts';

/**
 * A scale may deliver days after the weighing, which withings-sync missed for ever. What it did send is found at the
 * destination and only noted.
 */
const overlapSeconds = 7 * 86_400;

/** In the place of an account, for what has none yet. */
export const waitingFor = 'waiting';

/**
 * Puts what withings-sync kept into a config folder of ours, for the next sync to take up. What is connected there
 * already stays as it is: its tokens are newer.
 */
export async function carryOver(found: WithingsSyncFolder, folder: LocalFolder): Promise<void> {
  const { app, refreshToken, garmin, lastSync, lastSyncTrainerRoad = lastSync } = found;
  if (app) keepApp(folder.path, app);
  const waiting = {
    ...folder.state.waiting,
    ...(refreshToken && { withings: { sealed: await folder.seal.seal({ refreshToken }, waitingFor, 'withings') } }),
    ...(garmin && { garmin: { sealed: await folder.seal.seal(garmin, waitingFor, 'garmin') } }),
  };
  const begin = {
    ...folder.state.begin,
    ...(lastSync && { garmin: lastSync - overlapSeconds }),
    ...(lastSyncTrainerRoad && { trainerroad: lastSyncTrainerRoad - overlapSeconds }),
  };
  folder.change((state) => ({ ...state, waiting, begin }));
}

function keepApp(folder: string, { clientId, clientSecret, callbackUrl }: OwnApp): void {
  const path = join(folder, appFileName);
  if (existsSync(path)) return;
  const app = { callback_url: callbackUrl, client_id: clientId, consumer_secret: clientSecret };
  writeFileAtomically(path, `${JSON.stringify(app, null, 2)}\n`);
}
