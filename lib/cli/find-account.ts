import type { Account } from '../account.ts';
import type { AccountStore } from '../store/accounts.ts';
import { UserError } from './user-error.ts';

type Known = { account: string; name?: string };

const namedAtMost = 10;

/**
 * The account that somebody at a terminal means: by its number, by its name in whatever case, or without a word when
 * there is only one. By number it is one read; otherwise all accounts are read, which is as cheap as a dispatch.
 *
 * @throws UserError when it is none or could be several
 */
export async function findAccount(accounts: AccountStore, wanted: string | undefined): Promise<Account> {
  const direct = wanted !== undefined && /^\d+$/.test(wanted) ? await accounts.get(wanted) : undefined;
  if (direct) return direct;
  const all: Known[] = (await Array.fromAsync(accounts.list())).flat();
  return accounts.mustGet(theOne(all, wanted).account);
}

function theOne(all: readonly Known[], wanted: string | undefined): Known {
  if (all.length === 0) throw new UserError('Nobody is connected yet. Make a link: npx weighbridge link');
  const meant = wanted === undefined ? all : all.filter(({ name }) => isSameName(name, wanted));
  const [one, ...others] = meant;
  if (one && others.length === 0) return one;
  if (!one) throw new UserError(`There is no account “${wanted}”. There ${listOf(all)}.`);
  if (wanted === undefined) throw new UserError(`Say with --for whose: there ${listOf(all)}.`);
  throw new UserError(`Several are called “${wanted}”. Give the number with --for: there ${listOf(meant)}.`);
}

const isSameName = (name: string | undefined, wanted: string): boolean =>
  name?.trim().toLocaleLowerCase() === wanted.trim().toLocaleLowerCase();

function listOf(all: readonly Known[]): string {
  const shown = all.slice(0, namedAtMost).map(titleOf);
  const hidden = all.length - shown.length;
  return `${all.length === 1 ? 'is' : 'are'} ${shown.join(', ')}${hidden > 0 ? ` and ${hidden} more` : ''}`;
}

/** `Kim (1234567)`, or the number alone. */
export const titleOf = ({ account, name }: Known): string => (name ? `${name} (${account})` : account);
