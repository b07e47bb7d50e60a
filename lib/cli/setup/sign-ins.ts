import { type DestinationName, destinationTitles } from '../../destination.ts';
import { WeighbridgeError } from '../../errors.ts';
import { askWhich } from '../ask.ts';
import { garminLogin } from '../garmin-login.ts';
import type { KeepConnection } from '../hand-over.ts';
import { Interrupted, interruptedCode } from '../interruptible.ts';
import { signInToIntervals } from '../intervals-login.ts';
import { signInToTrainerRoad } from '../trainerroad-login.ts';
import { UserError } from '../user-error.ts';

/** Signs in, hands over and says what becomes of it; returns the exit code of the same as a command. */
type SignIn = (env: NodeJS.ProcessEnv, keep: KeepConnection, say: (line: string) => void) => Promise<number>;

const signIns: Readonly<Record<DestinationName, SignIn>> = {
  garmin: (env, keep) => garminLogin({}, env, keep),
  trainerroad: async (env, keep, say) => {
    say(await keep('trainerroad', { credentials: await signInToTrainerRoad({}, env) }));
    return 0;
  },
  intervals: async (env, keep, say) => {
    say(await keep('intervals', { credentials: await signInToIntervals(env) }));
    return 0;
  },
};

/**
 * Offers to sign in to the destinations that are missing. One that does not work out keeps none of the others from being
 * tried.
 */
export async function offerSignIns(
  question: string,
  missing: readonly DestinationName[],
  keep: KeepConnection,
  { env, say }: { env: NodeJS.ProcessEnv; say: (line: string) => void },
): Promise<void> {
  if (missing.length === 0) return;
  const options = missing.map((value) => ({ value, label: destinationTitles[value].full }));
  for (const name of await askWhich(question, options)) {
    const code = await signIns[name](env, keep, (line) => say(`✓ ${line}`)).catch((error) => {
      const isSaid = error instanceof UserError || error instanceof WeighbridgeError;
      if (error instanceof Interrupted || !isSaid) throw error;
      say(`✗ ${error.message}\n  Once you are connected, this signs in too: npx weighbridge ${name} login`);
      return 1;
    });
    if (code === interruptedCode) throw new Interrupted('Stopped.');
  }
}
