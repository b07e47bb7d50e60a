import { systemClock } from '../clock.ts';
import { type WithingsApp, withingsApp } from '../withings/app.ts';
import type { WithingsTokens } from '../withings/oauth.ts';
import { UserError } from './user-error.ts';

/**
 * The application that the environment names, without any deployment.
 *
 * @throws UserError naming what is missing
 */
export function withingsFrom(env: NodeJS.ProcessEnv): WithingsApp {
  const { WITHINGS_CLIENT_ID: clientId, WITHINGS_CLIENT_SECRET: clientSecret } = env;
  if (!clientId || !clientSecret) {
    const missing = [...(clientId ? [] : ['WITHINGS_CLIENT_ID']), ...(clientSecret ? [] : ['WITHINGS_CLIENT_SECRET'])];
    const verb = missing.length > 1 ? 'are' : 'is';
    throw new UserError(
      `${missing.join(' and ')} ${verb} missing: put what your application's page at https://developer.withings.com/dashboard/ shows into .env or the environment.`,
    );
  }
  return withingsApp({
    clientId,
    clientSecret,
    fetch: globalThis.fetch,
    clock: systemClock,
    random: Math.random,
    ...(env.WITHINGS_ACCOUNT_URL && { accountUrl: env.WITHINGS_ACCOUNT_URL }),
    ...(env.WITHINGS_API_URL && { apiUrl: env.WITHINGS_API_URL }),
  });
}

/**
 * Tokens as people of the older libraries know them; `expires` counts the seconds for which the access token is good.
 */
export function printTokens(tokens: WithingsTokens, json: boolean | undefined): void {
  const printed = {
    userID: tokens.userId,
    accessToken: tokens.accessToken,
    refreshToken: tokens.refreshToken,
    expires: Math.round((tokens.expiresAt - systemClock.now()) / 1000),
    scope: tokens.scope,
  };
  const lines = Object.entries(printed).map(([name, value]) => `${name.padEnd(14)}${value}`);
  process.stdout.write(json ? `${JSON.stringify(printed, null, 2)}\n` : `${lines.join('\n')}\n`);
}
