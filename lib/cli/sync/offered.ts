import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Connection } from '../../account.ts';
import type { DestinationName } from '../../destination.ts';
import { digest } from '../../digest.ts';
import { RetryError } from '../../errors.ts';
import { parseGarminDomain } from '../../garmin/region.ts';
import type { AskCode } from '../../garmin/sign-in/codes.ts';
import { SignInRefused } from '../../garmin/sign-in/refused.ts';
import { parseTokenFile } from '../../garmin/token-file.ts';
import { connectionsFrom, type ReadyConnections } from '../connections.ts';
import { Interrupted } from '../interruptible.ts';
import { UserError } from '../user-error.ts';
import { waitingFor } from './carry-over.ts';
import { reasonOf } from './failures.ts';
import type { GarminSignIn } from './garmin-sign-in.ts';
import type { LocalFolder } from './local-folder.ts';

type Ready = NonNullable<ReadyConnections[DestinationName]>;

export interface OfferParts {
  /** With the sign-ins of the command line and the secrets. */
  env: NodeJS.ProcessEnv;
  folder: LocalFolder;
  garminSignIn: GarminSignIn;
  askCode: AskCode;
  /** Epoch milliseconds. */
  now: number;
}

/**
 * Credentials for a destination that are worth taking; undefined when there are none, or what is kept is as good.
 *
 * @param kept what is kept, opened; undefined when it is not connected
 * @throws UserError, RejectedError with what to do when they are no good
 */
export async function offeredFor(
  name: DestinationName,
  connection: Connection | undefined,
  kept: unknown,
  parts: OfferParts,
): Promise<Ready | undefined> {
  if (name === 'garmin') return connection?.status === 'connected' ? undefined : offeredGarmin(parts);
  const variables = Object.entries(parts.env).filter(([key]) => key.startsWith(prefixes[name]));
  const ready = (await connectionsFrom(Object.fromEntries(variables)))[name];
  return ready && !isKept(ready.credentials, kept) ? ready : undefined;
}

const prefixes = { trainerroad: 'TRAINERROAD_', intervals: 'INTERVALS_' } as const;

/** What was refused once is not tried at each run: repeated sign-ins lock accounts. */
function isKept(offered: object, kept: unknown): boolean {
  if (typeof kept !== 'object' || kept === null) return false;
  const known = new Map<string, unknown>(Object.entries(kept));
  return Object.entries(offered).every(([key, value]) => known.get(key) === value);
}

/** In the order of what troubles Garmin least: tokens brought along, tokens in a file, a sign-in. */
async function offeredGarmin(parts: OfferParts): Promise<Ready | undefined> {
  const { env, folder } = parts;
  const domain = parseGarminDomain(env.GARMIN_DOMAIN || 'garmin.com');
  const waiting = folder.state.waiting?.garmin;
  if (waiting) {
    const credentials = await folder.seal.open(waiting.sealed, waitingFor, 'garmin');
    folder.change(({ waiting: { garmin: _taken, ...rest } = {}, ...state }) => ({ ...state, waiting: rest }));
    if (typeof credentials === 'object' && credentials !== null) return { credentials, domain };
  }
  const session = readSession(env, folder.path);
  if (session !== undefined && digest(session) !== folder.state.garminFrom) {
    const credentials = parseTokenFile(session);
    folder.change((state) => ({ ...state, garminFrom: digest(session) }));
    return { credentials, domain };
  }
  const { GARMIN_USERNAME: username, GARMIN_PASSWORD: password } = env;
  if (username && password) return { credentials: await signInOnce(username, password, parts), domain };
  if (username) throw new UserError('A Garmin name needs its password: give --garmin-password, or GARMIN_SESSION.');
  if (!env.GARMIN_SESSION || session !== undefined) return undefined;
  throw new UserError(`GARMIN_SESSION names ${env.GARMIN_SESSION}, which is not there.`);
}

/** Garmin locks accounts whose password is tried at each run of a cron job. */
const betweenSignInsMs = 6 * 3600_000;

/** One try; what came of a bad one is said again at each run, instead of trying again. */
async function signInOnce(username: string, password: string, parts: OfferParts): Promise<object> {
  const { folder, garminSignIn, askCode, now } = parts;
  const { reason, notBefore = 0 } = folder.state.garminSignIn ?? {};
  if (notBefore > now && !process.stdin.isTTY) {
    const when = new Date(notBefore).toLocaleString();
    throw new UserError(`${reason} (Not tried again before ${when}; at once in a terminal.)`);
  }
  try {
    const tokens = await garminSignIn(username, password, askCode);
    folder.change(({ garminSignIn: _failed, ...state }) => state);
    return tokens;
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    const waitMs = error instanceof RetryError && error.waitSeconds ? error.waitSeconds * 1000 : betweenSignInsMs;
    const why = withWayOut(error, folder.path);
    folder.change((state) => ({ ...state, garminSignIn: { reason: reasonOf(why), notBefore: now + waitMs } }));
    throw why;
  }
}

/** Where Garmin lets no program in, a browser makes the file that the next run finds. */
function withWayOut(error: unknown, folder: string): unknown {
  if (!(error instanceof SignInRefused && error.isWorthABrowser)) return error;
  const command = `npx weighbridge garmin login --browser --save "${join(folder, usualSession)}"`;
  return new UserError(`${error.message} With a browser it works: ${command}`, { cause: error });
}

/** As withings-sync calls it. */
const usualSession = '.garmin_session.json';

/** The session file that is named, or lies where withings-sync keeps it; a folder may hold it too. */
function readSession(env: NodeJS.ProcessEnv, folder: string): string | undefined {
  const named = env.GARMIN_SESSION || env.GARMIN_TOKENS;
  const usual = join(folder, usualSession);
  if (!named) return existsSync(usual) ? readFileSync(usual, 'utf8') : undefined;
  // withings-sync writes it there after a sign-in: that it is not there yet is no fault of its owner.
  if (!existsSync(named)) return undefined;
  try {
    return readFileSync(statSync(named).isDirectory() ? join(named, 'garmin_tokens.json') : named, 'utf8');
  } catch (cause) {
    throw new UserError(`GARMIN_SESSION names ${named}, in which there is no garmin_tokens.json to read.`, { cause });
  }
}
