import type { Account, Connection } from '../account.ts';
import { type Destination, type DestinationName, destinationTitles, type Health } from '../destination.ts';
import { BugError, RetryError } from '../errors.ts';
import { type AccountKeeper, OpenAccount } from '../store/open-account.ts';
import type { Seal } from '../store/seal.ts';
import type { CheckContext } from './check-connection.ts';
import { isBlocked, isPaused } from './connection-state.ts';
import type { Credentials } from './keep-credentials.ts';

/** A sign-in that was accepted, as it is now: its tokens may have been renewed on the way. */
export interface TriedCredentials extends Credentials {
  health: Health;
}

/**
 * Asks a destination whether it accepts a sign-in, before anything of it is kept.
 *
 * @throws ReauthorizeError, RejectedError or RetryError when it does not, with a sentence for the person
 */
export async function tryCredentials(
  account: Account,
  name: DestinationName,
  { credentials, domain }: Credentials,
  context: Omit<CheckContext, 'accounts'> & { seal: Seal },
): Promise<TriedCredentials> {
  mayBeCalled(account, name, context);
  const { seal } = context;
  const sealed = await seal.seal(credentials, account.account, name);
  const connection: Connection = {
    status: 'connected',
    enrolled: false,
    credentials: { sealed },
    ...(domain && { domain }),
  };
  const trial = new Trial({ ...account, connections: { ...account.connections, [name]: connection } });
  const destination: Destination = await context.openDestination(name, new OpenAccount(trial, trial.current));
  const health = await destination.checkHealth();
  const kept = trial.current.connections[name]?.credentials.sealed ?? sealed;
  const opened = await seal.open(kept, account.account, name);
  if (typeof opened !== 'object' || opened === null) {
    throw new BugError('Sealed credentials hold no object.', { service: 'Weighbridge' });
  }
  return { credentials: opened, health, ...(domain && { domain }) };
}

function mayBeCalled(
  { connections }: Account,
  name: DestinationName,
  context: Pick<CheckContext, 'clock' | 'pausedDestinations'>,
): void {
  const { full } = destinationTitles[name];
  const known = connections[name];
  const refused = (why: string) => new RetryError(`${full} was not asked: ${why}`, { service: full });
  if (context.pausedDestinations.includes(name)) {
    throw refused('it is switched off by the person who runs this Weighbridge. Connect it when it is on again.');
  }
  if (known && isPaused(name, known, context)) throw refused('it is paused. Resume it first.');
  if (isBlocked(known, context.clock.now())) throw refused('it wants to be left alone for now. Try again later today.');
}

/** Keeps one account in hand and writes nothing. */
class Trial implements AccountKeeper {
  #current: Account;

  constructor(account: Account) {
    this.#current = account;
  }

  get current(): Account {
    return this.#current;
  }

  async mustGet(): Promise<Account> {
    return this.#current;
  }

  async save(account: Account): Promise<Account | undefined> {
    if (account.version !== this.#current.version) return undefined;
    this.#current = { ...account, version: account.version + 1 };
    return this.#current;
  }

  async change(_inHand: Account, change: (account: Account) => Account): Promise<Account> {
    const next = change(this.#current);
    this.#current = { ...next, version: this.#current.version + 1 };
    return this.#current;
  }
}
