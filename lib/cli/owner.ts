import type { Account } from '../account.ts';
import { accountsOf } from '../runtime.ts';
import type { AccountStore } from '../store/accounts.ts';
import { askingAws, deployedHost } from './deployment.ts';
import { findAccount, titleOf } from './find-account.ts';
import { UserError } from './user-error.ts';

/** `weighbridge owner`: tells who sees the pages of the owner, or changes it. */
export async function owner(change: string | undefined, { for: wanted }: { for?: string }): Promise<void> {
  if (change !== undefined && change !== 'add' && change !== 'remove') {
    throw new UserError(`“${change}” is not known here. Say add or remove, or nothing to see who it is.`);
  }
  const host = await deployedHost();
  const lines = await askingAws(async () => {
    const accounts = accountsOf(host);
    return change ? store(accounts, await findAccount(accounts, wanted), change === 'add') : ownersOf(accounts);
  });
  process.stdout.write(`${lines}\n`);
}

async function store(accounts: AccountStore, account: Account, isOwner: boolean): Promise<string> {
  await accounts.change(account, ({ owner: _before, ...rest }) => (isOwner ? { ...rest, owner: true } : rest));
  return isOwner
    ? `${titleOf(account)} sees the pages of the owner now: everybody, the system, and what it costs.`
    : `${titleOf(account)} sees their own pages only.`;
}

async function ownersOf(accounts: AccountStore): Promise<string> {
  const everybody = (await Array.fromAsync(accounts.everybody())).flat();
  const owners = everybody.filter(({ owner }) => owner).map(titleOf);
  return owners.length > 0 ? owners.join('\n') : 'Nobody yet. Say who: npx weighbridge owner add --for NAME';
}
