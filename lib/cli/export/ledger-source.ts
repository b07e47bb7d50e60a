import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import type { Account } from '../../account.ts';
import { accountsOf, measurementsOf } from '../../runtime.ts';
import { AccountStore } from '../../store/accounts.ts';
import { MeasurementStore } from '../../store/measurements.ts';
import { askingAws, deployedHost } from '../deployment.ts';
import { findAccount } from '../find-account.ts';
import { outputsFile } from '../outputs-file.ts';
import { configFolderFrom } from '../sync/config-folder.ts';
import { openDatabase, tables } from '../sync/database.ts';
import { LocalFolder } from '../sync/local-folder.ts';
import { readLocalState } from '../sync/local-state.ts';
import { UserError } from '../user-error.ts';

export interface SourceOptions {
  configFolder?: string;
  /** Whose, of the deployed stack: number or name. */
  for?: string;
}

/** A person, and everything that the ledger has of them. */
export interface Ledger {
  account: Account;
  measurements: MeasurementStore;
}

/**
 * Opens the ledger of a config folder, or of the stack that was deployed from here, for as long as `work` takes.
 *
 * @throws UserError when there is neither, or not the person that is asked for
 */
export async function withLedger<Result>(
  options: SourceOptions,
  env: NodeJS.ProcessEnv,
  work: (ledger: Ledger) => Promise<Result>,
): Promise<Result> {
  const { configFolder, for: person } = options;
  if (configFolder !== undefined && person !== undefined) {
    throw new UserError('--for is of the deployed stack, and a config folder has one person only: give one of them.');
  }
  const isDeployed = configFolder === undefined && (person !== undefined || existsSync(outputsFile));
  if (isDeployed) return askingAws(() => withDeployed(person, work));
  return withFolder(
    configFolderFrom(configFolder, env, { platform: process.platform, home: env.HOME || homedir() }),
    work,
  );
}

async function withDeployed<Result>(
  person: string | undefined,
  work: (ledger: Ledger) => Promise<Result>,
): Promise<Result> {
  const host = await deployedHost();
  const account = await findAccount(accountsOf(host), person);
  return work({ account, measurements: measurementsOf(host) });
}

async function withFolder<Result>(path: string, work: (ledger: Ledger) => Promise<Result>): Promise<Result> {
  const known = readLocalState(path)?.account;
  if (known === undefined) {
    throw new UserError(
      `Nothing is kept in ${path} yet. Run weighbridge sync first, or give its folder with --config-folder; for the deployed stack say whose with --for.`,
    );
  }
  const folder = await LocalFolder.open(path);
  try {
    const database = await openDatabase(folder.database);
    try {
      const account = await new AccountStore(database.client, tables.accounts).mustGet(known);
      return await work({ account, measurements: new MeasurementStore(database.client, tables.measurements) });
    } finally {
      await database.close();
    }
  } finally {
    await folder.close();
  }
}
