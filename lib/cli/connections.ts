import { readFile } from 'node:fs/promises';
import { type DestinationName, entriesOf } from '../destination.ts';
import { parseGarminDomain } from '../garmin/region.ts';
import { parseTokenFile } from '../garmin/token-file.ts';
import { type IntervalsCredentials, parseAthleteId, parsePastedKey } from '../intervals/credentials.ts';
import type { Seal } from '../store/seal.ts';
import type { TrainerRoadCredentials } from '../trainerroad/credentials.ts';
import { parsePastedCookie } from '../trainerroad/credentials.ts';
import { type InviteValue, sealedFor } from '../web/invites.ts';
import { UserError } from './user-error.ts';

/** Credentials of destinations that travel with an invite. */
export type ReadyConnections = Partial<Record<DestinationName, { credentials: object; domain?: string }>>;

/**
 * What the environment says of destinations: `GARMIN_TOKENS` names a garmin_tokens.json, `GARMIN_DOMAIN` may be
 * garmin.cn; TrainerRoad takes `TRAINERROAD_COOKIE`, or `TRAINERROAD_USERNAME` and `TRAINERROAD_PASSWORD`;
 * intervals.icu takes `INTERVALS_API_KEY`, and `INTERVALS_ATHLETE_ID` where the athlete is not the key's own.
 *
 * @throws UserError, RejectedError with a sentence for the person at the terminal
 */
export async function connectionsFrom(env: NodeJS.ProcessEnv): Promise<ReadyConnections> {
  const connections: ReadyConnections = {};
  if (env.GARMIN_TOKENS) {
    const credentials = parseTokenFile(await readTokenFile(env.GARMIN_TOKENS, 'GARMIN_TOKENS names '));
    connections.garmin = { credentials, domain: parseGarminDomain(env.GARMIN_DOMAIN || 'garmin.com') };
  }
  const trainerroad = trainerRoadFrom(env);
  if (trainerroad) connections.trainerroad = { credentials: trainerroad };
  const intervals = intervalsFrom(env);
  if (intervals) connections.intervals = { credentials: intervals };
  return connections;
}

/**
 * @param from says who named the file
 * @throws UserError when it cannot be read
 */
export async function readTokenFile(path: string, from = ''): Promise<string> {
  return readFile(path, 'utf8').catch((cause) => {
    const problem = from ? `${from}${path}, which cannot be read.` : `${path} cannot be read.`;
    throw new UserError(`${problem} Give the path of your garmin_tokens.json.`, { cause });
  });
}

function trainerRoadFrom(env: NodeJS.ProcessEnv): TrainerRoadCredentials | undefined {
  const { TRAINERROAD_COOKIE: cookie, TRAINERROAD_USERNAME: username, TRAINERROAD_PASSWORD: password } = env;
  if (cookie) return { cookie: parsePastedCookie(cookie) };
  if (username && password) return { username, password };
  if (!username && !password) return undefined;
  const missing = username ? 'TRAINERROAD_PASSWORD' : 'TRAINERROAD_USERNAME';
  throw new UserError(`${missing} is missing: TrainerRoad needs both name and password, or TRAINERROAD_COOKIE alone.`);
}

function intervalsFrom(env: NodeJS.ProcessEnv): IntervalsCredentials | undefined {
  const { INTERVALS_API_KEY: key, INTERVALS_ATHLETE_ID: athlete } = env;
  if (key) return { apiKey: parsePastedKey(key), ...(athlete && { athleteId: parseAthleteId(athlete) }) };
  if (!athlete) return undefined;
  throw new UserError(
    'INTERVALS_API_KEY is missing: intervals.icu needs it; INTERVALS_ATHLETE_ID alone is not enough.',
  );
}

/** The connections as an invite carries them, sealed for it. */
export async function sealForInvite(
  connections: ReadyConnections,
  inviteId: string,
  seal: Seal,
): Promise<NonNullable<InviteValue['connections']>> {
  const sealed: NonNullable<InviteValue['connections']> = {};
  for (const [name, { credentials, ...rest }] of entriesOf(connections)) {
    sealed[name] = { ...rest, sealed: await seal.seal(credentials, sealedFor(inviteId), name) };
  }
  return sealed;
}
