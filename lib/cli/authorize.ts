import { setTimeout } from 'node:timers/promises';
import { ReauthorizeError } from '../errors.ts';
import { randomToken } from '../web/random-token.ts';
import { authorizeUrl, exchangeCode } from '../withings/oauth.ts';
import { parseScopes } from '../withings/scope.ts';
import { interruptedCode } from './interruptible.ts';
import { isLoopback, listenForRedirect } from './loopback.ts';
import { openBrowser } from './open-browser.ts';
import { pastedAddress } from './pasted-address.ts';
import { portFrom } from './port.ts';
import { codeFrom } from './redirect.ts';
import { UserError } from './user-error.ts';
import { printTokens, withingsFrom } from './withings-from.ts';

export interface AuthorizeOptions {
  scope: string;
  json?: boolean;
  port?: string;
  callback?: string;
  open: boolean;
}

const defaultPort = '8765';
const giveUpAfterMs = 10 * 60_000;

/**
 * `weighbridge authorize`: consent in the browser, and the tokens on standard output; nothing is kept. Returns
 * the exit code.
 */
export async function authorize(options: AuthorizeOptions, env: NodeJS.ProcessEnv): Promise<number> {
  const app = withingsFrom(env);
  const scopes = parseScopes(options.scope);
  const redirectUri = callbackFrom(options);
  const state = randomToken();
  const page = authorizeUrl(app, { redirectUri, state, scopes });

  const interrupt = new AbortController();
  const stop = () => interrupt.abort();
  process.once('SIGINT', stop);
  let redirected: URL;
  try {
    redirected = await wayBack(new URL(redirectUri), state, page, options.open, interrupt.signal);
  } catch (error) {
    if (!interrupt.signal.aborted) throw error;
    say('Stopped; nobody was authorized.');
    return interruptedCode;
  } finally {
    process.off('SIGINT', stop);
  }

  const code = codeFrom(redirected, state);
  const tokens = await exchangeCode(app, { code, redirectUri }).catch((error) => {
    if (!(error instanceof ReauthorizeError)) throw error;
    throw new UserError('Withings does not accept the code: it is good for 30 seconds, and once. Start again.', {
      cause: error,
    });
  });
  printTokens(tokens, options.json);
  return 0;
}

/** As text, because Withings compares it letter by letter with what was registered. */
function callbackFrom({ port, callback }: AuthorizeOptions): string {
  if (callback === undefined) return `http://localhost:${portFrom(port ?? defaultPort)}/callback`;
  if (port !== undefined) throw new UserError('Give --port or --callback: a callback URL has its own port.');
  if (URL.canParse(callback) && /^https?:/.test(callback)) return callback;
  throw new UserError('--callback takes the callback URL of your application, such as https://example.com/callback.');
}

/** The address with which the browser came back: caught on this machine, or pasted by whoever copies it. */
async function wayBack(
  callback: URL,
  state: string,
  page: string,
  open: boolean,
  interrupt: AbortSignal,
): Promise<URL> {
  const finished = new AbortController();
  const signal = AbortSignal.any([interrupt, finished.signal]);
  const isHere = isLoopback(callback);
  try {
    const ways = isHere ? [(await listenForRedirect(callback, state, signal)).redirected] : [];
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
