import type { Account } from '../account.ts';
import type { AccountStore } from './accounts.ts';

/** What of the accounts' store it takes. */
export type AccountKeeper = Pick<AccountStore, 'change' | 'save' | 'mustGet'>;

/** One account during one sync: whoever holds it shares the newest copy that any of them has seen. */
export class OpenAccount {
  readonly #store: AccountKeeper;
  #current: Account;

  constructor(store: AccountKeeper, account: Account) {
    this.#store = store;
    this.#current = account;
  }

  /** The newest copy seen so far; the table may hold a newer one. */
  get current(): Account {
    return this.#current;
  }

  /** Changes the account, however often somebody else is first (see AccountStore). */
  async change(change: (account: Account) => Account): Promise<Account> {
    return this.#saw(await this.#store.change(this.#current, change));
  }

  /**
   * One try: false, and nothing stored, when the account is not at `expectedVersion` any more. The copy in hand is then
   * a fresh one.
   */
  async changeAt(expectedVersion: number, change: (account: Account) => Account): Promise<boolean> {
    if (this.#current.version !== expectedVersion) return false;
    const stored = await this.#store.save(change(this.#current));
    if (stored) this.#saw(stored);
    else await this.reload();
    return stored !== undefined;
  }

  async reload(): Promise<Account> {
    return this.#saw(await this.#store.mustGet(this.#current.account));
  }

  /** Answers may overtake each other: an older copy never replaces a newer one. */
  #saw(account: Account): Account {
    if (account.version > this.#current.version) this.#current = account;
    return this.#current;
  }
}
