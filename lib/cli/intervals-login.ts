import { systemClock } from '../clock.ts';
import { intervalsUrl } from '../intervals/api.ts';
import { type IntervalsCredentials, parseAthleteId, parsePastedKey } from '../intervals/credentials.ts';
import { intervalsDestination } from '../intervals/destination.ts';
import { defaultSettings } from '../settings.ts';
import { askHidden, mustBeTerminal } from './ask.ts';
import { withClockInMind } from './clock-in-mind.ts';
import { type HandOverOptions, keeperFor } from './hand-over.ts';
import { interruptible } from './interruptible.ts';
import { unsavedTokens } from './unsaved-tokens.ts';

/** `weighbridge intervals login`: hands an API key over, when intervals.icu takes it. Returns the exit code. */
export function intervalsLogin(options: HandOverOptions, env: NodeJS.ProcessEnv): Promise<number> {
  return interruptible('Stopped; nothing was handed over.', async ({ fetch, signal }) => {
    const keep = await keeperFor(options, env);
    signal.throwIfAborted();
    const credentials = await withClockInMind(() => signInToIntervals(env, fetch));
    process.stderr.write(`${await keep('intervals', { credentials })}\n`);
    return 0;
  });
}

/**
 * An API key that intervals.icu takes: `INTERVALS_API_KEY`, or what is asked for.
 *
 * @throws ReauthorizeError when it is refused, RejectedError when it cannot be one, UserError
 */
export async function signInToIntervals(
  env: NodeJS.ProcessEnv,
  fetch = globalThis.fetch,
): Promise<IntervalsCredentials> {
  const { INTERVALS_API_KEY, INTERVALS_ATHLETE_ID } = env;
  if (!INTERVALS_API_KEY) mustBeTerminal('INTERVALS_API_KEY');
  const pasted =
    INTERVALS_API_KEY || (await askHidden('intervals.icu: API key', 'It is there in Settings, Developer Settings.'));
  const credentials: IntervalsCredentials = {
    apiKey: parsePastedKey(pasted),
    ...(INTERVALS_ATHLETE_ID && { athleteId: parseAthleteId(INTERVALS_ATHLETE_ID) }),
  };
  const web = { fetch, clock: systemClock, baseUrl: env.INTERVALS_URL ?? intervalsUrl };
  const connection = { ...web, zone: 'UTC', settings: defaultSettings };
  await intervalsDestination(connection, unsavedTokens(credentials)).checkHealth();
  return credentials;
}
