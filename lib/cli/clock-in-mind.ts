import { WeighbridgeError } from '../errors.ts';
import { UserError } from './user-error.ts';

/** A clock that is wrong by months is seen only in that no certificate seems valid. */
const certificateCodes = ['CERT_NOT_YET_VALID', 'CERT_HAS_EXPIRED'];

/** Asks whether the clock is right, where an error looks like it; undefined for any other error. */
export function clockQuestion(error: unknown): string | undefined {
  if (!codesOf(error).some((code) => certificateCodes.includes(code))) return undefined;
  const whose = error instanceof WeighbridgeError ? `The certificate of ${error.service}` : 'A certificate';
  return `${whose} is not valid on ${new Date().toDateString()}, which is the date of this computer: is its clock right?`;
}

/** @throws UserError instead of a failure that comes of the clock */
export async function withClockInMind<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const question = clockQuestion(error);
    throw question ? new UserError(question, { cause: error }) : error;
  }
}

/** The codes of an error and of all its causes. */
function codesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  return [...own, ...codesOf(error.cause)];
}
