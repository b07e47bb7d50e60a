import type * as v from 'valibot';
import type { Account, Connection, SealedCredentials, Vendor } from '../account.ts';
import { ReauthorizeError, RetryError } from '../errors.ts';
import { parseAs } from '../http.ts';
import type { TokenStore } from '../tokens.ts';
import type { OpenAccount } from './open-account.ts';
import type { Seal } from './seal.ts';

/**
 * Keeps one vendor's tokens sealed inside the account, so that tokens and account share one version and
 * one conditional write.
 */
export function accountTokens<Tokens extends object>(
  open: OpenAccount,
  vendor: Vendor,
  seal: Seal,
  schema: v.GenericSchema<unknown, Tokens>,
): TokenStore<Tokens> {
  const { account } = open.current;
  const { newSince } = signInOf(open.current, vendor);
  let usedCopyInHand = false;

  return {
    async load() {
      // The account was read a moment ago to begin this sync: an idle one reads it only once.
      const newest = usedCopyInHand ? await open.reload() : open.current;
      usedCopyInHand = true;
      if ((signInOf(newest, vendor).newSince ?? newSince) !== newSince) throw signedInAnew(vendor);
      const { sealed, ...lease } = credentialsOf(newest, vendor);
      const opened = await seal.open(sealed, account, vendor);
      const tokens = parseAs(schema, opened, { service: 'AWS', action: `GetItem (${vendor} tokens)` });
      return { record: { tokens, ...lease }, version: newest.version };
    },

    async save({ tokens, refreshingUntil }, expectedVersion) {
      const sealed = await seal.seal(tokens, account, vendor);
      const credentials = { sealed, ...(refreshingUntil !== undefined && { refreshingUntil }) };
      return open.changeAt(expectedVersion, (current) => withCredentials(current, vendor, credentials));
    },
  };
}

function connectionOf(account: Account, vendor: Vendor) {
  return vendor === 'withings' ? account.withings : account.connections[vendor];
}

const signInOf = (account: Account, vendor: Vendor): Pick<Connection, 'newSince'> =>
  (vendor !== 'withings' && account.connections[vendor]) || {};

/** It may be another account: what was read in the old one says nothing of it. */
const signedInAnew = (vendor: Vendor): RetryError =>
  new RetryError(`Somebody signed in to ${vendor} anew meanwhile; the next sync goes on with that.`, {
    service: vendor,
    action: 'tokens',
  });

function credentialsOf(account: Account, vendor: Vendor): SealedCredentials {
  const connection = connectionOf(account, vendor);
  if (connection) return connection.credentials;
  throw new ReauthorizeError(`Account ${account.account} is not connected to ${vendor}: connect it again.`, {
    service: vendor,
    action: 'tokens',
  });
}

/** Only the credentials change; a connection that was taken away meanwhile has another version and never gets here. */
function withCredentials(account: Account, vendor: Vendor, credentials: SealedCredentials): Account {
  if (vendor === 'withings') return { ...account, withings: { ...account.withings, credentials } };
  const connection = account.connections[vendor];
  if (!connection) return account;
  return { ...account, connections: { ...account.connections, [vendor]: { ...connection, credentials } } };
}
