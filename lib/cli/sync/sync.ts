import { homedir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../clock.ts';
import type { DestinationName } from '../../destination.ts';
import type { Host } from '../../host.ts';
import { settingsOf } from '../../settings.ts';
import { AccountStore } from '../../store/accounts.ts';
import { type WithingsApp, withingsApp } from '../../withings/app.ts';
import { Interrupted } from '../interruptible.ts';
import { askCode } from './ask-code.ts';
import { authorized, firstConsent } from './authorized.ts';
import { carryOver } from './carry-over.ts';
import { configFolderFrom } from './config-folder.ts';
import type { Window } from './connect-destinations.ts';
import { openDatabase, tables } from './database.ts';
import { everSince, parseDays, startOfToday } from './days.ts';
import { localEngine } from './engine.ts';
import { garminSignInFrom } from './garmin-sign-in.ts';
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
  const home = env.HOME || homedir();
  const path = configFolderFrom(options.configFolder, env, { platform: process.platform, home });
  const known = readLocalState(path);
  // Where no folder is named, withings-sync keeps everything in the home folder.
  const theirs = options.configFolder === undefined ? [path, home] : [path];
  const offered = known?.account || known?.waiting?.withings ? undefined : offeredByWithingsSync(env, theirs);
  const ownApp = (env.WITHINGS_APP ? undefined : offered?.app) ?? ownAppFrom(env, path);
  const raw = recordingFetch(globalThis.fetch);
  const fetch = options.dumpRaw ? raw.fetch : globalThis.fetch;
  const app = appOf(ownApp, env, fetch);
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
      const host: Host = { env, aws: {}, clock, fetch, random: Math.random, log, publicUrl: '' };
      const report = reportOf(options);
      const outcome = await run(account, {
        context: localEngine({ host, folder, database, app, within: days.span ?? everSince }),
        ...{ folder, days, upload: options.upload, writes: options.output !== undefined },
        connecting: {
          ...{ env: withSignIns(env, options), folder, garminSignIn: garminSignInFrom(env), askCode, now: clock.now() },
          windowOf: (name): Window => windowOf(name, folder, days, clock.now()),
        },
        onItems: (items, { settings = {} }) => report.items(items, settingsOf({ settings })),
      });
      if (options.dumpRaw) outcome.problems.push(...report.raw(raw.text(), join(folder.path, 'withings')));
      return report.outcome(outcome);
    } catch (error) {
      if (!(error instanceof Interrupted)) throw error;
      say(error.message);
      return interruptedCode;
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
