import { setTimeout } from 'node:timers/promises';
import { ReauthorizeError } from '../errors.ts';
import { randomToken } from '../web/random-token.ts';
import type { WithingsApp } from '../withings/app.ts';
import { authorizeUrl, exchangeCode, type WithingsTokens } from '../withings/oauth.ts';
import type { Scope } from '../withings/scope.ts';
import { withClockInMind } from './clock-in-mind.ts';
import { isLoopback, listenForRedirect } from './loopback.ts';
import { openBrowser } from './open-browser.ts';
import { pastedAddress } from './pasted-address.ts';
import { codeFrom } from './redirect.ts';
import { UserError } from './user-error.ts';

export interface ConsentRequest {
  /** A callback URL of the application, letter by letter. */
  redirectUri: string;
  scopes: readonly Scope[];
  /** Whether to open the browser by itself. */
  open: boolean;
  /** How to have another callback URL, as the beginning of a sentence: for whoever finds its port taken. */
  elsewhere: string;
}

const giveUpAfterMs = 10 * 60_000;

/**
 * Asks the person at the terminal for their consent in a browser.
 *
 * @returns the tokens, or undefined when they pressed Ctrl-C
 */
export async function askConsent(app: WithingsApp, request: ConsentRequest): Promise<WithingsTokens | undefined> {
  const { redirectUri, scopes } = request;
  const state = randomToken();
  const page = authorizeUrl(app, { redirectUri, state, scopes });
  const interrupt = new AbortController();
  const stop = () => interrupt.abort();
  process.once('SIGINT', stop);
  let redirected: URL;
  try {
    redirected = await wayBack(request, state, page, interrupt.signal);
  } catch (error) {
    if (!interrupt.signal.aborted) throw error;
    say('Stopped; nobody was authorized.');
    return undefined;
  } finally {
    process.off('SIGINT', stop);
  }
  const code = codeFrom(redirected, state);
  return withClockInMind(() => exchangeCode(app, { code, redirectUri })).catch((error) => {
    if (!(error instanceof ReauthorizeError)) throw error;
    throw new UserError('Withings does not accept the code: it is good for 30 seconds, and once. Start again.', {
      cause: error,
    });
  });
}

/** The address with which the browser came back: caught on this machine, or pasted by whoever copies it. */
async function wayBack(
  { redirectUri, open, elsewhere }: ConsentRequest,
  state: string,
  page: string,
  interrupt: AbortSignal,
): Promise<URL> {
  const callback = new URL(redirectUri);
  const finished = new AbortController();
  const signal = AbortSignal.any([interrupt, finished.signal]);
  const isHere = isLoopback(callback);
  try {
    const ways = isHere ? [(await listenForRedirect(callback, state, elsewhere, signal)).redirected] : [];
    if (!isHere || process.stdin.isTTY) ways.push(pastedAddress(callback, signal));
    say(`Open this page and agree:\n\n  ${page}\n\n${whatNext(callback, isHere)}`);
    if (open && process.stderr.isTTY) openBrowser(page);
    return await Promise.race([...ways, tooLate(signal)]);
  } finally {
    finished.abort();
  }
}

function whatNext({ href }: URL, isHere: boolean): string {
  if (!isHere) return 'Then paste here the whole address of the page on which you end.';
  const waiting = `Waiting for the browser at ${href}, which has to be a callback URL of your application. Ctrl-C stops.`;
  return process.stdin.isTTY
    ? `${waiting}\nIs the browser on another machine? Paste here the address on which it ends.`
    : waiting;
}

async function tooLate(signal: AbortSignal): Promise<never> {
  await setTimeout(giveUpAfterMs, undefined, { signal });
  throw new UserError('Nobody came back from Withings within ten minutes. Start again.');
}

const say = (text: string): void => void process.stderr.write(`${text}\n`);
