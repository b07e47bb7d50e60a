import { systemClock } from '../clock.ts';
import { parsePastedCookie, sessionCookieName, type TrainerRoadCredentials } from '../trainerroad/credentials.ts';
import { trainerRoadDestination } from '../trainerroad/destination.ts';
import { signIn } from '../trainerroad/sign-in.ts';
import { type TrainerRoadWeb, trainerRoadUrl } from '../trainerroad/web.ts';
import { ask, askHidden, askPassword, mustBeTerminal } from './ask.ts';
import { withClockInMind } from './clock-in-mind.ts';
import { type HandOverOptions, keeperFor } from './hand-over.ts';
import { interruptible } from './interruptible.ts';
import { unsavedTokens } from './unsaved-tokens.ts';

export interface TrainerRoadLoginOptions extends HandOverOptions {
  /** Paste a cookie instead of signing in. */
  cookie?: boolean;
}

/** `weighbridge trainerroad login`: only the session is handed over, never the password. Returns the exit code. */
export function trainerRoadLogin(options: TrainerRoadLoginOptions, env: NodeJS.ProcessEnv): Promise<number> {
  return interruptible('Stopped; nothing was handed over.', async ({ fetch, signal }) => {
    const keep = await keeperFor(options, env);
    signal.throwIfAborted();
    const credentials = await withClockInMind(() => signInToTrainerRoad(options, env, fetch));
    process.stderr.write(`${await keep('trainerroad', { credentials })}\n`);
    return 0;
  });
}

/**
 * A session at TrainerRoad: by `TRAINERROAD_COOKIE`, by `TRAINERROAD_USERNAME` and `TRAINERROAD_PASSWORD`, or by what
 * is asked for. The password is used once, here.
 *
 * @throws ReauthorizeError when TrainerRoad refuses it, UserError
 */
export async function signInToTrainerRoad(
  { cookie: pastes = false }: Pick<TrainerRoadLoginOptions, 'cookie'>,
  env: NodeJS.ProcessEnv,
  fetch = globalThis.fetch,
): Promise<TrainerRoadCredentials> {
  const web = { fetch, clock: systemClock, baseUrl: env.TRAINERROAD_URL ?? trainerRoadUrl };
  const { TRAINERROAD_COOKIE, TRAINERROAD_USERNAME, TRAINERROAD_PASSWORD } = env;
  if (TRAINERROAD_COOKIE) return tried(web, TRAINERROAD_COOKIE);
  if (pastes) {
    mustBeTerminal('TRAINERROAD_COOKIE');
    return tried(web, await askHidden(`Value of the cookie ${sessionCookieName}`, 'It is in the developer tools.'));
  }
  if (!TRAINERROAD_USERNAME || !TRAINERROAD_PASSWORD) mustBeTerminal('TRAINERROAD_USERNAME', 'TRAINERROAD_PASSWORD');
  const username = TRAINERROAD_USERNAME || (await ask('TrainerRoad: name or e-mail address', 'As you sign in there.'));
  const password = TRAINERROAD_PASSWORD || (await askPassword('Password (used once, kept nowhere)', 'It is needed.'));
  return { cookie: await signIn(web, username, password) };
}

/** A pasted cookie may be an old one: one call shows whether it opens anything. */
async function tried(web: TrainerRoadWeb, pasted: string): Promise<TrainerRoadCredentials> {
  const credentials: TrainerRoadCredentials = { cookie: parsePastedCookie(pasted) };
  await trainerRoadDestination(web, unsavedTokens(credentials)).checkHealth();
  return credentials;
}
