import { signIn } from '../../../lib/sync/sign-in.ts';
import type { Household } from '../household.ts';
import type { Person } from '../person.ts';

/** Owners look at their page now and then, and connect again what only they can mend. */
export async function mendWhatIsBroken(home: Household, person: Person): Promise<number> {
  const { withings, connections } = await person.account();
  let mended = 0;
  if (withings.status === 'reauthorize') {
    const { engine, sender: queue, seal } = home;
    await signIn(await person.consent(), { accounts: engine.accounts, queue, seal });
    mended += 1;
  }
  if (connections.garmin?.status === 'reauthorize') {
    await person.connectGarmin('with a new sign-in');
    mended += 1;
  }
  if (connections.trainerroad?.status === 'reauthorize') {
    await person.connectTrainerRoad();
    mended += 1;
  }
  if (connections.intervals?.status === 'reauthorize') {
    await person.connectIntervals();
    mended += 1;
  }
  return mended;
}
