import * as v from 'valibot';
import type { Account, WithingsConnection } from '../../account.ts';
import { ReauthorizeError } from '../../errors.ts';
import type { AccountStore } from '../../store/accounts.ts';
import type { WithingsApp } from '../../withings/app.ts';
import { refreshTokens, type WithingsTokens } from '../../withings/oauth.ts';
import { UserError } from '../user-error.ts';
import { waitingFor } from './carry-over.ts';
import type { LocalFolder } from './local-folder.ts';

export interface AccountParts {
  folder: LocalFolder;
  accounts: AccountStore;
  app: WithingsApp;
  /** Epoch milliseconds. */
  now: number;
}

/** Whose folder it is; undefined when nobody was authorized in it yet. */
export async function knownAccount({ folder, accounts }: AccountParts): Promise<Account | undefined> {
  const { account } = folder.state;
  return account === undefined ? undefined : accounts.get(account);
}

const waitingSchema = v.object({ refreshToken: v.string() });

/**
 * Takes up a sign-in that was brought along. It is renewed first: that tells whose it is, and whether it lives.
 *
 * @returns undefined when there is none, or Withings no longer accepts it
 */
export async function takeUpWaiting(parts: AccountParts): Promise<Account | undefined> {
  const { folder, app } = parts;
  const waiting = folder.state.waiting?.withings;
  if (!waiting) return undefined;
  const { refreshToken } = v.parse(waitingSchema, await folder.seal.open(waiting.sealed, waitingFor, 'withings'));
  try {
    return await keepConsent(await refreshTokens(app, refreshToken), parts);
  } catch (error) {
    if (!(error instanceof ReauthorizeError)) throw error;
    forgetWaiting(folder);
    return undefined;
  }
}

function forgetWaiting(folder: LocalFolder): void {
  folder.change(({ waiting: { withings: _taken, ...waiting } = {}, ...state }) => ({ ...state, waiting }));
}

/**
 * Keeps a consent, of the person whose folder it is.
 *
 * @throws UserError when it is somebody else's
 */
export async function keepConsent(tokens: WithingsTokens, { folder, accounts, now }: AccountParts): Promise<Account> {
  const { userId, scope } = tokens;
  if (folder.state.account !== undefined && folder.state.account !== userId) {
    throw new UserError(
      `${folder.path} belongs to the Withings account ${folder.state.account}, and this sign-in is that of ${userId}. Give each person a folder of their own with --config-folder.`,
    );
  }
  const consent = { scope, credentials: { sealed: await folder.seal.seal(tokens, userId, 'withings') } };
  const fresh = {
    account: userId,
    timeZone: 'UTC',
    connectedAt: now,
    withings: { ...consent, status: 'connected' as const },
    connections: {},
  };
  const isNew = await accounts.create(fresh);
  const account = isNew ? { ...fresh, version: 1 } : await mend(await accounts.mustGet(userId), consent, accounts);
  folder.change(({ waiting: { withings: _taken, ...waiting } = {}, ...state }) => ({
    ...state,
    waiting,
    account: userId,
  }));
  return account;
}

const mend = (
  known: Account,
  consent: Pick<WithingsConnection, 'scope' | 'credentials'>,
  accounts: AccountStore,
): Promise<Account> =>
  accounts.change(known, ({ withings: { problem: _mended, ...withings }, ...account }) => ({
    ...account,
    withings: { ...withings, ...consent, status: 'connected' },
  }));
