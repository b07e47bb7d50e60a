import { systemClock } from '../clock.ts';
import { intervalsUrl } from '../intervals/api.ts';
import { type IntervalsCredentials, parseAthleteId, parsePastedKey } from '../intervals/credentials.ts';
import { intervalsDestination } from '../intervals/destination.ts';
import { defaultSettings } from '../settings.ts';
import { askHidden, mustBeTerminal } from './ask.ts';
import { type HandOverOptions, keeperFor } from './hand-over.ts';
import { unsavedTokens } from './unsaved-tokens.ts';

/** `weighbridge intervals login`: hands an API key over, when intervals.icu takes it. */
export async function intervalsLogin(options: HandOverOptions, env: NodeJS.ProcessEnv): Promise<void> {
  const keep = await keeperFor(options, env);
  const credentials = await signInToIntervals(env);
  process.stderr.write(`${await keep('intervals', { credentials })}\n`);
}

/**
 * An API key that intervals.icu takes: `INTERVALS_API_KEY`, or what is asked for.
 *
 * @throws ReauthorizeError when it is refused, RejectedError when it cannot be one, UserError
 */
export async function signInToIntervals(env: NodeJS.ProcessEnv): Promise<IntervalsCredentials> {
  const { INTERVALS_API_KEY, INTERVALS_ATHLETE_ID } = env;
  if (!INTERVALS_API_KEY) mustBeTerminal('INTERVALS_API_KEY');
  const pasted =
    INTERVALS_API_KEY || (await askHidden('intervals.icu: API key', 'It is there in Settings, Developer Settings.'));
  const credentials: IntervalsCredentials = {
    apiKey: parsePastedKey(pasted),
    ...(INTERVALS_ATHLETE_ID && { athleteId: parseAthleteId(INTERVALS_ATHLETE_ID) }),
  };
  const web = { fetch: globalThis.fetch, clock: systemClock, baseUrl: env.INTERVALS_URL ?? intervalsUrl };
  const connection = { ...web, zone: 'UTC', settings: defaultSettings };
  await intervalsDestination(connection, unsavedTokens(credentials)).checkHealth();
  return credentials;
}
