import type { TimeSpan } from '../../destination.ts';
import type { Host } from '../../host.ts';
import type { Deliverable } from '../../ledger.ts';
import { openDestination } from '../../open-destination.ts';
import { accountTokens } from '../../store/account-tokens.ts';
import { AccountStore } from '../../store/accounts.ts';
import { MeasurementStore } from '../../store/measurements.ts';
import { withingsTokensSchema } from '../../sync/credentials.ts';
import type { SyncContext } from '../../sync/sync-context.ts';
import { revokeOnce, withingsAccount } from '../../sync/withings-account.ts';
import type { WithingsApp } from '../../withings/app.ts';
import { type LocalDatabase, tables } from './database.ts';
import { folderArchive } from './folder-archive.ts';
import type { LocalFolder } from './local-folder.ts';

/** What the engine needs, without AWS. */
export interface EngineParts {
  host: Host;
  folder: LocalFolder;
  database: LocalDatabase;
  app: WithingsApp;
  /** What is not measured within it waits. */
  within: TimeSpan;
}

/** The same engine as in the cloud, with everything it keeps in one folder, and nobody to mail. */
export function localEngine({ host, folder, database, app, within }: EngineParts): SyncContext {
  const { clock, log } = host;
  return {
    ...{ clock, log },
    accounts: new AccountStore(database.client, tables.accounts),
    measurements: new MeasurementsWithin(database.client, within),
    archive: folderArchive(folder.files),
    publicUrl: '',
    openDestination: openDestination(host, folder.seal),
    revokeWithings: async (account) => revokeOnce(app, account),
    openWithings: async (open) => ({
      ...withingsAccount(app, accountTokens(open, 'withings', folder.seal, withingsTokensSchema), '', clock),
      // Nobody could be notified here: the next run asks.
      subscribe: async () => {},
    }),
  };
}

/** The ledger, of which only what was measured within a span of time is due. */
class MeasurementsWithin extends MeasurementStore {
  readonly #within: TimeSpan;

  constructor(client: LocalDatabase['client'], within: TimeSpan) {
    super(client, tables.measurements);
    this.#within = within;
  }

  override async pending(account: string): Promise<Deliverable[]> {
    const { from, to } = this.#within;
    return (await super.pending(account)).filter(({ measuredAt }) => measuredAt >= from && measuredAt <= to);
  }
}
