import type { Account } from '../account.ts';
import { accountsOf } from '../runtime.ts';
import type { AccountStore } from '../store/accounts.ts';
import { askingAws, deployedHost } from './deployment.ts';
import { findAccount, titleOf } from './find-account.ts';
import { UserError } from './user-error.ts';

export interface OwnerOptions {
  /** Number or name of an account. */
  for?: string;
  json?: boolean;
}

/** `weighbridge owner`: tells who sees the pages of the owner, or changes it. */
export async function owner(change: string | undefined, { for: wanted, json }: OwnerOptions): Promise<void> {
  if (change !== undefined && change !== 'add' && change !== 'remove') {
    throw new UserError(`“${change}” is not known here. Say add or remove, or nothing to see who it is.`);
  }
  const host = await deployedHost();
  const { text, value } = await askingAws(async () => {
    const accounts = accountsOf(host);
    return change ? store(accounts, await findAccount(accounts, wanted), change === 'add') : ownersOf(accounts);
  });
  process.stdout.write(`${json ? JSON.stringify(value) : text}\n`);
}

/** The same for a person and for a program. */
interface Answer {
  text: string;
  value: object;
}

async function store(accounts: AccountStore, known: Account, isOwner: boolean): Promise<Answer> {
  const { account, name } = await accounts.change(known, ({ owner: _before, ...rest }) =>
    isOwner ? { ...rest, owner: true } : rest,
  );
  const text = isOwner
    ? `${titleOf(known)} sees the pages of the owner now: everybody, the system, and what it costs.`
    : `${titleOf(known)} sees their own pages only.`;
  return { text, value: { account, name, owner: isOwner } };
}

async function ownersOf(accounts: AccountStore): Promise<Answer> {
  const owners = (await Array.fromAsync(accounts.everybody())).flat().filter(({ owner }) => owner);
  const text =
    owners.length > 0 ? owners.map(titleOf).join('\n') : 'Nobody yet. Say who: npx weighbridge owner add --for NAME';
  return { text, value: { owners: owners.map(({ account, name }) => ({ account, name })) } };
}
