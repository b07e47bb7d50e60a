import { RetryError } from '../errors.ts';
import { parseGarminDomain } from '../garmin/region.ts';
import type { SignInAccess } from '../garmin/sign-in/access.ts';
import { SignInRefused } from '../garmin/sign-in/refused.ts';
import { type SignedIn, signIn } from '../garmin/sign-in/sign-in.ts';
import { type GarminSite, garminSite } from '../garmin/sign-in/site.ts';
import { isTerminal } from './ask.ts';
import { withClockInMind } from './clock-in-mind.ts';
import { signInWithBrowser } from './garmin-browser.ts';
import { endPause, pauseSignIns, refuseWhilePaused } from './garmin-pause.ts';
import { askCode, askCredentials } from './garmin-prompts.ts';
import { clockWarning, whoseSentence } from './garmin-words.ts';
import type { KeepConnection } from './hand-over.ts';
import { type Interruptible, interruptible } from './interruptible.ts';
import { isLoopback } from './loopback.ts';
import { progressOn } from './progress.ts';
import { UserError } from './user-error.ts';

export interface GarminOptions {
  domain?: string;
}

export interface GarminLoginOptions extends GarminOptions {
  /** Without asking for the password: the person signs in with their browser. */
  browser?: boolean;
}

/** `weighbridge garmin login`: signs in on this computer and hands the tokens to `keep`. Returns the exit code. */
export function garminLogin(
  { domain, browser }: GarminLoginOptions,
  env: NodeJS.ProcessEnv,
  keep: KeepConnection,
): Promise<number> {
  return interruptible('Stopped; nothing was kept.', async (host) => {
    const site = siteFrom(domain, env);
    const signedIn = await withClockInMind(() =>
      browser
        ? signInWithBrowser({ ...host, ...appsFrom(env), site }, host.signal)
        : signInWithPassword(site, env, host),
    );
    say(whoseSentence(signedIn.profile));
    const warning = clockWarning(signedIn.clockAheadSeconds);
    if (warning) say(warning);
    say(await keep('garmin', { credentials: signedIn.tokens, domain: site.domain }));
    return 0;
  });
}

/**
 * Garmin, or the sandbox that the environment names in its place.
 *
 * @throws UserError for a sign-in elsewhere: a password goes to Garmin, or stays on this machine
 */
export function siteFrom(domain: string | undefined, env: NodeJS.ProcessEnv): GarminSite {
  const { GARMIN_SSO_URL: sso, GARMIN_DIAUTH_URL: diauth, GARMIN_CONNECTAPI_URL: connectapi } = env;
  if (sso && !(URL.canParse(sso) && isLoopback(new URL(sso)))) {
    throw new UserError('GARMIN_SSO_URL is for a sandbox on this machine, such as http://127.0.0.1:8791.');
  }
  return garminSite(parseGarminDomain(domain ?? (env.GARMIN_DOMAIN || 'garmin.com')), { sso, diauth, connectapi });
}

export const appsFrom = ({ GARMIN_CLIENT_IDS: ids }: NodeJS.ProcessEnv): { clientIds?: string[] } =>
  ids ? { clientIds: ids.split(',').map((id) => id.trim()) } : {};

/** A sandbox on this machine takes nobody for a robot. */
export const paceAt = ({ sso }: GarminSite): Pick<SignInAccess, 'pauseMs' | 'resendAfterMs'> =>
  isLoopback(new URL(sso)) ? { pauseMs: { least: 0, most: 0 }, resendAfterMs: 0 } : {};

async function signInWithPassword(site: GarminSite, env: NodeJS.ProcessEnv, host: Interruptible): Promise<SignedIn> {
  refuseWhilePaused(host.clock.now());
  const credentials = await askCredentials(env);
  const progress = progressOn(process.stderr);
  const wait = () => progress.step('Signing in to Garmin, at the pace of a person …');
  const access: SignInAccess = {
    fetch: host.fetch,
    clock: host.clock,
    random: Math.random,
    site,
    ...appsFrom(env),
    ...paceAt(site),
    onSecondDoor: ({ message }) => {
      progress.say(`${message} Trying another of its doors, once …`);
      wait();
    },
    askCode: async (request) => {
      progress.done();
      const answer = await askCode(request);
      if (answer === 'resend') progress.step('Garmin sends another code half a minute after the last …');
      else wait();
      return answer;
    },
  };
  wait();
  try {
    const signedIn = await signIn(access, credentials);
    endPause();
    return signedIn;
  } catch (error) {
    progress.done();
    if (error instanceof RetryError && error.status === 429) throw pauseSignIns(host.clock.now(), error.waitSeconds);
    if (!(error instanceof SignInRefused && error.isWorthABrowser)) throw error;
    if (!isTerminal()) throw new UserError(`${error.message} At a terminal this command shows the way with a browser.`);
    say(`${error.message} With a browser it works.\n`);
    return await signInWithBrowser(access, host.signal);
  } finally {
    progress.done();
  }
}

const say = (text: string): void => void process.stderr.write(`${text}\n`);
