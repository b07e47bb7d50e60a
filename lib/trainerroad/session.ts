import { ReauthorizeError, RetryError } from '../errors.ts';
import { TokenKeeper, type TokenStore } from '../tokens.ts';
import type { TrainerRoadCredentials } from './credentials.ts';
import { signIn } from './sign-in.ts';
import { signInCall } from './sign-in-outcome.ts';
import type { TrainerRoadWeb } from './web.ts';

/**
 * A session is kept like any rotating token, the cookie being the access token: one sign-in at a time, and stored
 * before it is used.
 */
export interface TrainerRoadSession extends TrainerRoadCredentials {
  accessToken: string;
}

/**
 * No second sign-in within this time: a session that keeps ending is a fault that more sign-ins would turn into
 * a locked account.
 */
const coolDownMs = 2 * 3600_000;

export function sessionKeeper(
  web: TrainerRoadWeb,
  store: TokenStore<TrainerRoadCredentials>,
): TokenKeeper<TrainerRoadSession> {
  return new TokenKeeper(cookieAsToken(store), {
    service: 'TrainerRoad',
    clock: web.clock,
    isExpiring: (session) => session.accessToken === '',
    refresh: (session) => openSession(web, session),
  });
}

async function openSession(web: TrainerRoadWeb, session: TrainerRoadSession): Promise<TrainerRoadSession> {
  const { username, password, signedInAt } = session;
  if (!username || !password) {
    throw new ReauthorizeError('The TrainerRoad session has ended. Connect TrainerRoad again.', signInCall);
  }
  const coolMs = signedInAt === undefined ? 0 : signedInAt + coolDownMs - web.clock.now();
  if (coolMs > 0) {
    throw new RetryError('TrainerRoad ended the session soon after the last sign-in; the next one waits.', {
      ...signInCall,
      waitSeconds: Math.ceil(coolMs / 1000),
    });
  }
  const cookie = await signIn(web, username, password).catch((error) => {
    throw later(error);
  });
  return { ...session, cookie, accessToken: cookie, signedInAt: web.clock.now() };
}

/** Nobody knows whether a sign-in that was not answered counts there: the next one waits as after one that was. */
function later(error: unknown): unknown {
  if (!(error instanceof RetryError) || error.waitSeconds !== undefined) return error;
  const { message, status } = error;
  return new RetryError(message, {
    ...signInCall,
    ...(status !== undefined && { status }),
    cause: error,
    waitSeconds: coolDownMs / 1000,
  });
}

function cookieAsToken(store: TokenStore<TrainerRoadCredentials>): TokenStore<TrainerRoadSession> {
  return {
    async load() {
      const { record, version } = await store.load();
      return { record: { ...record, tokens: { ...record.tokens, accessToken: record.tokens.cookie ?? '' } }, version };
    },
    save({ tokens: { accessToken: _, ...credentials }, ...lease }, expectedVersion) {
      return store.save({ tokens: credentials, ...lease }, expectedVersion);
    },
  };
}
