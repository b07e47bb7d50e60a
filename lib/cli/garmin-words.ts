import type { GarminProfile } from '../garmin/profile.ts';
import { UserError } from './user-error.ts';

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

/** A clock that is wrong by months is seen only in that no certificate seems valid. */
export async function withClockInMind<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!codesOf(error).some((code) => code === 'CERT_NOT_YET_VALID' || code === 'CERT_HAS_EXPIRED')) throw error;
    const sentence = `Garmin’s certificate is not valid on ${new Date().toDateString()}, which is the date of this computer: is its clock right?`;
    throw new UserError(sentence, { cause: error });
  }
}

/** The codes of an error and of all its causes. */
function codesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  return [...own, ...codesOf(error.cause)];
}
