import type { GarminTokens } from '../../garmin/tokens.ts';
import { UserError } from '../user-error.ts';

/**
 * Signs in to Garmin with name and password.
 *
 * @param askCode asks the person for the code that Garmin has sent them
 */
export type GarminSignIn = (email: string, password: string, askCode: () => Promise<string>) => Promise<GarminTokens>;

export const garminSignIn: GarminSignIn = async () => {
  throw new UserError(
    'A Garmin name and password alone do not sign in yet: sign in with Python’s garminconnect, and name its garmin_tokens.json in GARMIN_SESSION.',
  );
};
