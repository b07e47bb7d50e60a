import { epochSeconds } from '../clock.ts';
import { kindOf } from '../errors.ts';
import { errorFields, type Log } from '../log.ts';
import type { WithingsApp } from './app.ts';
import { getmeas } from './measures.ts';
import type { WithingsTokens } from './oauth.ts';
import { getProfile, type Profile } from './profile.ts';
import type { Scope } from './scope.ts';
import type { Caller } from './transport.ts';
import { type Device, type Goals, getDevices, getGoals } from './user.ts';

/**
 * What can be known of a person. A public application learns no name and no e-mail, whatever it asks for: the user id
 * is the only identity there is. What was not granted or not said is absent.
 */
export interface WithingsUserInfo extends Profile {
  userId: string;
  /** With user.info. */
  devices?: Device[];
  /** With user.info or user.metrics. */
  goals?: Goals;
  /** IANA zone; with user.metrics that of the profile, with user.info that of the device used last. */
  timezone?: string;
}

export interface UserInfoRequest {
  app: WithingsApp;
  caller: Caller;
  tokens: Pick<WithingsTokens, 'userId' | 'scope'>;
  /** Whether the application has a contract by which it may ask for names and e-mail. */
  contract: boolean;
  log: Pick<Log, 'warn'>;
}

/** Asks for what the granted scopes allow. */
export async function getUserInfo({ app, caller, tokens, contract, log }: UserInfoRequest): Promise<WithingsUserInfo> {
  const granted = new Set(tokens.scope.split(','));
  const may = (...scopes: Scope[]): boolean => scopes.some((scope) => granted.has(scope));

  const devices = may('user.info') ? await getDevices(caller) : undefined;
  const goals = may('user.info', 'user.metrics') ? await getGoals(caller) : undefined;
  const timezone = (may('user.metrics') && (await profileZone(app, caller))) || (devices && zoneOfLastUsed(devices));
  const profile = contract ? await profileOf(app, tokens.userId, log) : {};
  return {
    userId: tokens.userId,
    ...(devices && { devices }),
    ...(goals && { goals }),
    ...(timezone && { timezone }),
    ...profile,
  };
}

/** Comes with every answer of getmeas, also with one that holds no measures. */
async function profileZone(app: WithingsApp, caller: Caller): Promise<string | undefined> {
  return (await getmeas(caller, { lastupdate: epochSeconds(app.clock) })).timezone;
}

function zoneOfLastUsed(devices: readonly Device[]): string | undefined {
  const [newest] = devices
    .filter(({ timezone }) => timezone)
    .toSorted((a, b) => (b.last_session_date ?? 0) - (a.last_session_date ?? 0));
  return newest?.timezone ?? undefined;
}

/** A refusal is an answer too: this application may not know. */
async function profileOf(app: WithingsApp, userId: string, log: Pick<Log, 'warn'>): Promise<Profile> {
  try {
    return await getProfile(app, userId);
  } catch (error) {
    if (kindOf(error) === 'retry') throw error;
    log.warn('Withings does not tell this application who its people are', errorFields(error));
    return {};
  }
}
