import { type DestinationName, destinationNames, destinationTitles } from '../../destination.ts';
import { WeighbridgeError } from '../../errors.ts';
import { parseTokenFile } from '../../garmin/token-file.ts';
import { ask, askWhich } from '../ask.ts';
import { readTokenFile } from '../connections.ts';
import type { KeepConnection } from '../hand-over.ts';
import { signInToIntervals } from '../intervals-login.ts';
import { signInToTrainerRoad } from '../trainerroad-login.ts';
import { Stopped, UserError } from '../user-error.ts';

/** How somebody at this terminal signs in to each destination, and what is handed over of it. */
const signIns: Readonly<Record<DestinationName, (env: NodeJS.ProcessEnv, keep: KeepConnection) => Promise<string>>> = {
  garmin: async (_env, keep) => {
    const path = await ask('Garmin: path of your garmin_tokens.json', 'A sign-in on this computer has written it.');
    return keep('garmin', { credentials: parseTokenFile(await readTokenFile(path)) });
  },
  trainerroad: async (env, keep) => keep('trainerroad', { credentials: await signInToTrainerRoad({}, env) }),
  intervals: async (env, keep) => keep('intervals', { credentials: await signInToIntervals(env) }),
};

/**
 * Offers to sign in to the destinations that are not there yet. One that does not work out keeps none of the others from
 * being tried.
 */
export async function offerSignIns(
  there: readonly DestinationName[],
  keep: KeepConnection,
  { env, say }: { env: NodeJS.ProcessEnv; say: (line: string) => void },
): Promise<void> {
  const missing = destinationNames.filter((name) => !there.includes(name));
  if (missing.length === 0) return;
  const options = missing.map((value) => ({ value, label: destinationTitles[value].full }));
  const chosen = await askWhich('Where shall measurements go? (space to choose, enter to go on)', options);
  for (const name of chosen) {
    try {
      say(`✓ ${await signIns[name](env, keep)}`);
    } catch (error) {
      if (error instanceof Stopped || !(error instanceof UserError || error instanceof WeighbridgeError)) throw error;
      say(`✗ ${error.message}`);
    }
  }
}
