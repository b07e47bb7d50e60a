import { systemClock } from '../../clock.ts';
import type { AskCode } from '../../garmin/sign-in/codes.ts';
import { signIn } from '../../garmin/sign-in/sign-in.ts';
import type { GarminTokens } from '../../garmin/tokens.ts';
import { appsFrom, paceAt, siteFrom } from '../garmin-login.ts';

/** Signs in to Garmin with name and password. */
export type GarminSignIn = (email: string, password: string, askCode: AskCode) => Promise<GarminTokens>;

/** At Garmin, or at the sandbox that the environment names in its place. */
export const garminSignInFrom =
  (env: NodeJS.ProcessEnv): GarminSignIn =>
  async (email, password, askCode) => {
    const site = siteFrom(undefined, env);
    const access = {
      ...{ fetch: globalThis.fetch, clock: systemClock, random: Math.random, site },
      ...appsFrom(env),
      ...paceAt(site),
      askCode,
    };
    return (await signIn(access, { email, password })).tokens;
  };
