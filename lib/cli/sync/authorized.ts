import { homedir } from 'node:os';
import { resolve } from 'node:path';
import type { Account } from '../../account.ts';
import type { WithingsApp } from '../../withings/app.ts';
import type { WithingsTokens } from '../../withings/oauth.ts';
import { askConsent } from '../consent.ts';
import { UserError } from '../user-error.ts';
import { type AccountParts, keepConsent, knownAccount, takeUpWaiting } from './local-account.ts';
import { appFileName, type OwnApp } from './own-app.ts';
import { offeredByWithingsSync } from './withings-sync-offer.ts';

/**
 * The first consent, before anything is written; undefined when the person pressed Ctrl-C.
 *
 * @throws UserError where nobody can be asked
 */
export async function firstConsent(
  app: WithingsApp,
  ownApp: OwnApp,
  env: NodeJS.ProcessEnv,
): Promise<WithingsTokens | undefined> {
  if (process.stdin.isTTY) return consentOf(app, ownApp);
  const theirs = offeredByWithingsSync({}, [resolve(env.HOME || homedir())]);
  throw new UserError(
    theirs
      ? `Withings is not authorized yet, and there is no terminal to ask in. To take up what withings-sync has: npx weighbridge import-withings-sync ${resolve(env.HOME || homedir())}`
      : 'Withings is not authorized yet, and there is no terminal to ask in. Run the same command in a terminal once.',
  );
}

const consentOf = (app: WithingsApp, { callbackUrl }: OwnApp): Promise<WithingsTokens | undefined> =>
  askConsent(app, {
    redirectUri: callbackUrl,
    scopes: ['user.metrics'],
    open: true,
    elsewhere: `Give another "callback_url" in ${appFileName}`,
  });

/**
 * The account of the folder, with a consent that lives as far as that can be had now; undefined when the person pressed
 * Ctrl-C. A dead one of an account that is known is the run's to report, because what waits can be delivered all the same.
 */
export async function authorized(
  parts: AccountParts,
  consent: WithingsTokens | undefined,
  ownApp: OwnApp,
): Promise<Account | undefined> {
  if (consent) return keepConsent(consent, parts);
  const known = await knownAccount(parts);
  if (known?.withings.status === 'connected') return known;
  const taken = await takeUpWaiting(parts);
  if (taken) return taken;
  if (process.stdin.isTTY) {
    const tokens = await consentOf(parts.app, ownApp);
    return tokens && keepConsent(tokens, parts);
  }
  if (known) return known;
  throw new UserError(
    'Withings does not accept the sign-in that was carried over: it works only with the application it was made for, and once. Run weighbridge sync in a terminal to authorize anew.',
  );
}
