import * as v from 'valibot';
import type { DestinationName } from '../destination.ts';
import { exchange } from '../http.ts';
import type { Credentials } from '../sync/keep-credentials.ts';
import { handOverPath } from '../web/hand-over.ts';
import { plainCode } from '../web/hand-over-codes.ts';
import { clockQuestion } from './clock-in-mind.ts';
import { UserError } from './user-error.ts';

/** Brings a sign-in to where it is used; returns a sentence that says what becomes of it. */
export type KeepConnection = (name: DestinationName, credentials: Credentials) => Promise<string>;

export interface HandOverOptions {
  /** As `weighbridge link` prints it, with the address beside it. */
  code?: string;
  to?: string;
  /** Number or name of an account; for an owner with AWS credentials. */
  for?: string;
}

/**
 * How a sign-in gets to the deployed system: with a code through its API, or with AWS credentials straight into an
 * account. Whatever would keep it from getting there is said before anybody is asked for a password.
 *
 * @throws UserError that names both ways when neither is open
 */
export async function keeperFor(options: HandOverOptions, env: NodeJS.ProcessEnv): Promise<KeepConnection> {
  const { code, to } = options;
  if (code === undefined && to === undefined) {
    // Loaded only here: whoever has a code may have the npm package alone, which brings nothing of AWS along.
    const { keeperWithAws } = await import('./hand-over-with-aws.ts');
    return keeperWithAws(options.for, env);
  }
  if (code === undefined || to === undefined) {
    throw new UserError(`--code and --to belong together: give ${code ? '--to' : '--code'} too, as it was shown.`);
  }
  if (options.for !== undefined) throw new UserError('A code says for whom it is: leave --for out.');
  return keeperByCode(code, to);
}

const tries = 5;
const pauseMs = 3_000;
const messageSchema = v.pipe(v.string(), v.parseJson(), v.object({ message: v.string() }));

/** @throws UserError when the code or the address cannot be one */
export function keeperByCode(code: string, to: string, fetch = globalThis.fetch): KeepConnection {
  if (plainCode(code) === undefined) {
    throw new UserError(`“${code}” is not a code: it has twelve signs, as in ABCD-EFGH-JKMN.`);
  }
  const url = new URL(handOverPath, addressOf(to));
  return async (destination, { credentials, domain }) => {
    const body = JSON.stringify({ code, destination, credentials, ...(domain && { domain }) });
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body, timeoutMs: 20_000 };
    for (let left = tries - 1; ; left--) {
      const { status, text } = await exchange(fetch, url, init, { service: url.host, action: 'hand-over' }).catch(
        (cause) => {
          throw new UserError(
            clockQuestion(cause) ?? `${url.host} cannot be reached. Is --to right, and is there a network?`,
            { cause },
          );
        },
      );
      const { success, output } = v.safeParse(messageSchema, text);
      if (!success)
        throw new UserError(`${url.host} does not answer as a Weighbridge does (HTTP ${status}). Is --to right?`);
      if (status === 200) return output.message;
      if (status !== 503 || left === 0) throw new UserError(output.message);
      // The link is being opened at this very moment.
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  };
}

function addressOf(to: string): URL {
  const url = URL.parse(to.includes('://') ? to : `https://${to}`);
  const isHere = url?.hostname === 'localhost' || url?.hostname === '127.0.0.1';
  if (url?.protocol === 'https:' || (isHere && url.protocol === 'http:')) return url;
  throw new UserError(`--to takes the https address that was shown beside the code, not “${to}”.`);
}
