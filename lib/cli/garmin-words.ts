import type { GarminProfile } from '../garmin/profile.ts';

/** Whose account has been signed in to, or that Garmin has not said so yet. */
export function whoseSentence(profile: GarminProfile | undefined): string {
  const name = profile?.fullName || profile?.displayName;
  if (name) return `Signed in to Garmin as ${name}.`;
  return 'Signed in to Garmin, though it does not say just now whose account it is.';
}

const toleratedSeconds = 5 * 60;

/** What to do about a clock that is wrong; undefined when it is right enough, or nobody knows. */
export function clockWarning(aheadSeconds: number | undefined): string | undefined {
  if (aheadSeconds === undefined || Math.abs(aheadSeconds) <= toleratedSeconds) return undefined;
  const minutes = Math.round(Math.abs(aheadSeconds) / 60);
  const amount = minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
  return `The clock of this computer is ${amount} ${aheadSeconds > 0 ? 'ahead of' : 'behind'} Garmin’s: set it, or sign-ins will seem to have ended that have not.`;
}
