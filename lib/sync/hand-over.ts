import type { DestinationName } from '../destination.ts';
import type { SyncQueue } from '../queue.ts';
import type { AccountStore } from '../store/accounts.ts';
import type { Seal } from '../store/seal.ts';
import {
  claimHandOver,
  giveBackHandOver,
  type HandOverCode,
  type HandOverTarget,
  openHandOverCode,
} from '../web/hand-over-codes.ts';
import { addToInvite, sealedFor, takerOf } from '../web/invites.ts';
import type { Surroundings } from '../web/short-lived.ts';
import { type Credentials, keepCredentials } from './keep-credentials.ts';

export interface HandOverContext extends Surroundings {
  accounts: AccountStore;
  queue: Pick<SyncQueue, 'send'>;
  seal: Seal;
}

/** A sign-in made on somebody's computer, with the code that lets it in. */
export interface HandOver extends Credentials {
  code: string;
  destination: DestinationName;
}

/**
 * Where it was kept: in an invite that nobody has opened yet, or in an account. Or why it was not:
 *
 * - `unknown`, `expired`: the code is none, or an hour has passed
 * - `used`: the code has brought this destination already
 * - `gone`: the invite or the account it belonged to does not exist any more
 * - `busy`: the invite is being used at this moment; in a few seconds there is an account
 */
export type HandOverOutcome = { kept: 'invite' | 'account' } | { refusal: HandOverRefusal };
export type HandOverRefusal = 'unknown' | 'expired' | 'used' | 'gone' | 'busy';

/** Keeps a sign-in for whom its code was made. A code that brought nothing stays good. */
export async function handOver(given: HandOver, context: HandOverContext): Promise<HandOverOutcome> {
  const code = await openHandOverCode(context, given.code);
  if ('refusal' in code) return code;
  if (!(await claimHandOver(context, code, given.destination))) return { refusal: 'used' };
  const outcome = await keep(code, given, context).catch(async (error) => {
    await giveBackHandOver(context, code, given.destination);
    throw error;
  });
  if ('refusal' in outcome) await giveBackHandOver(context, code, given.destination);
  return outcome;
}

async function keep({ target }: HandOverCode, given: HandOver, context: HandOverContext): Promise<HandOverOutcome> {
  if ('invite' in target && (await keptByInvite(target.invite, given, context))) return { kept: 'invite' };
  const id = await accountOf(target, context);
  if (id === undefined) return { refusal: 'gone' };
  const account = await context.accounts.get(id);
  if (!account) return { refusal: 'invite' in target ? 'busy' : 'gone' };
  await keepCredentials(account, given.destination, given, context);
  return { kept: 'account' };
}

async function keptByInvite(id: string, given: HandOver, context: HandOverContext): Promise<boolean> {
  const { destination, credentials, domain } = given;
  const sealed = await context.seal.seal(credentials, sealedFor(id), destination);
  return addToInvite(context, id, destination, { sealed, ...(domain && { domain }) });
}

async function accountOf(target: HandOverTarget, context: HandOverContext): Promise<string | undefined> {
  return 'account' in target ? target.account : takerOf(context, target.invite);
}
