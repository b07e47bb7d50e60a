import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Account } from '../../account.ts';
import { systemClock } from '../../clock.ts';
import type { DestinationName } from '../../destination.ts';
import type { Host } from '../../host.ts';
import { settingsOf } from '../../settings.ts';
import { AccountStore } from '../../store/accounts.ts';
import { type WithingsApp, withingsApp } from '../../withings/app.ts';
import type { WithingsTokens } from '../../withings/oauth.ts';
import { askConsent } from '../consent.ts';
import { UserError } from '../user-error.ts';
import { askCode } from './ask-code.ts';
import { carryOver } from './carry-over.ts';
import { configFolderFrom } from './config-folder.ts';
import type { Window } from './connect-destinations.ts';
import { openDatabase, tables } from './database.ts';
import { everSince, parseDays, startOfToday } from './days.ts';
import { localEngine } from './engine.ts';
import { garminSignIn } from './garmin-sign-in.ts';
import { type AccountParts, keepConsent, knownAccount, takeUpWaiting } from './local-account.ts';
import { LocalFolder } from './local-folder.ts';
import { localLog } from './local-log.ts';
import { readLocalState } from './local-state.ts';
import { type OwnApp, ownAppFrom } from './own-app.ts';
import { recordingFetch } from './raw-answers.ts';
import { reportOf } from './report-of.ts';
import { run } from './run.ts';
import { type SignInOptions, withSignIns } from './sign-ins.ts';
import { offeredByWithingsSync } from './withings-sync-offer.ts';

export interface SyncOptions extends SignInOptions {
  fromdate?: string;
  todate?: string;
  toFit?: boolean;
  toJson?: boolean;
  output?: string;
  upload: boolean;
  features?: string[];
  verbose?: boolean;
  silent?: boolean;
  dumpRaw?: boolean;
  configFolder?: string;
}

/** The exit code of a program that was ended by Ctrl-C, as shells count. */
const interruptedCode = 130;

/**
 * `weighbridge sync`: one run without AWS.
 *
 * @returns the exit code: 0 when all has arrived, 1 when something failed
 * @throws UsageError for what makes no sense, UserError for what keeps it from beginning; nothing was written then
 */
export async function sync(options: SyncOptions, env: NodeJS.ProcessEnv): Promise<number> {
  const clock = systemClock;
  const days = parseDays(
    { from: options.fromdate, to: options.todate, names: { from: '--fromdate', to: '--todate' } },
    clock.now(),
  );
  const path = configFolderFrom(options.configFolder, env, { platform: process.platform, home: env.HOME || homedir() });
  const known = readLocalState(path);
  const offered = known?.account || known?.waiting?.withings ? undefined : offeredByWithingsSync(env, path);
  const ownApp = offered?.app ?? ownAppFrom(env, path);
  const raw = recordingFetch(globalThis.fetch);
  const app = appOf(ownApp, env, raw.fetch);
  const isAuthorized = known?.account || known?.waiting?.withings || offered?.refreshToken;
  const consent = isAuthorized ? undefined : await firstConsent(app, ownApp, env);
  if (!isAuthorized && !consent) return interruptedCode;

  const folder = await LocalFolder.open(path);
  try {
    if (offered) await carryOver(offered, folder);
    const database = await openDatabase(folder.database);
    try {
      const accounts = new AccountStore(database.client, tables.accounts);
      const account = await authorized({ folder, accounts, app, now: clock.now() }, consent, ownApp);
      if (!account) return interruptedCode;
      const log = localLog(options.verbose === true, say, clock.now);
      const host: Host = { env, aws: {}, clock, fetch: raw.fetch, random: Math.random, log, publicUrl: '' };
      const report = reportOf(options);
      const outcome = await run(account, {
        context: localEngine({ host, folder, database, app, within: days.span ?? everSince }),
        ...{ folder, days, upload: options.upload },
        connecting: {
          ...{ env: withSignIns(env, options), folder, garminSignIn, askCode, now: clock.now() },
          windowOf: (name): Window => windowOf(name, folder, days, clock.now()),
        },
        onItems: (items, { settings = {} }) => report.items(items, settingsOf({ settings })),
      });
      if (options.dumpRaw) report.raw(raw.text(), join(folder.path, 'withings'));
      return report.outcome(outcome);
    } finally {
      await database.close();
    }
  } finally {
    await folder.close();
  }
}

function appOf({ clientId, clientSecret }: OwnApp, env: NodeJS.ProcessEnv, fetch: Host['fetch']): WithingsApp {
  return withingsApp({
    ...{ clientId, clientSecret, fetch, clock: systemClock, random: Math.random },
    ...(env.WITHINGS_ACCOUNT_URL && { accountUrl: env.WITHINGS_ACCOUNT_URL }),
    ...(env.WITHINGS_API_URL && { apiUrl: env.WITHINGS_API_URL }),
  });
}

/** @throws UserError where nobody can be asked */
async function firstConsent(
  app: WithingsApp,
  ownApp: OwnApp,
  env: NodeJS.ProcessEnv,
): Promise<WithingsTokens | undefined> {
  if (process.stdin.isTTY) return consentOf(app, ownApp);
  const theirs = offeredByWithingsSync({}, resolve(env.HOME || homedir()));
  throw new UserError(
    theirs
      ? `Withings is not authorized yet, and there is no terminal to ask in. To take up what withings-sync has: npx weighbridge import-withings-sync ${resolve(env.HOME || homedir())}`
      : 'Withings is not authorized yet, and there is no terminal to ask in. Run the same command in a terminal once.',
  );
}

const consentOf = (app: WithingsApp, { callbackUrl }: OwnApp): Promise<WithingsTokens | undefined> =>
  askConsent(app, { redirectUri: callbackUrl, scopes: ['user.metrics'], open: true });

/**
 * The account of the folder, with a consent that lives as far as that can be had now; undefined when the person pressed
 * Ctrl-C. A dead one of an account that is known is the run's to report, because what waits can be delivered all the same.
 */
async function authorized(
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

function windowOf(
  name: DestinationName,
  { state }: LocalFolder,
  { span, hasBeginning }: ReturnType<typeof parseDays>,
  now: number,
): Window {
  if (span && hasBeginning) return { ...span, late: false };
  return { from: state.begin?.[name] ?? startOfToday(now), to: (span ?? everSince).to, late: true };
}

const say = (line: string): void => void process.stderr.write(`${line}\n`);
