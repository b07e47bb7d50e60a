import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '../../lib/clock.ts';
import type { Destination, DestinationName } from '../../lib/destination.ts';
import { garminDestination } from '../../lib/garmin/destination.ts';
import { garminHosts } from '../../lib/garmin/region.ts';
import type { Fetch } from '../../lib/http.ts';
import { intervalsUrl } from '../../lib/intervals/api.ts';
import { intervalsDestination } from '../../lib/intervals/destination.ts';
import type { Log } from '../../lib/log.ts';
import type { OwnerMail } from '../../lib/owner-topic.ts';
import { settingsOf } from '../../lib/settings.ts';
import { accountTokens } from '../../lib/store/account-tokens.ts';
import { AccountStore } from '../../lib/store/accounts.ts';
import { CallBudget } from '../../lib/store/call-budget.ts';
import { MeasurementStore } from '../../lib/store/measurements.ts';
import type { OpenAccount } from '../../lib/store/open-account.ts';
import type { Seal } from '../../lib/store/seal.ts';
import { ShortLivedStore } from '../../lib/store/short-lived.ts';
import {
  garminTokensSchema,
  intervalsCredentialsSchema,
  trainerRoadCredentialsSchema,
  withingsTokensSchema,
} from '../../lib/sync/credentials.ts';
import type { SyncContext } from '../../lib/sync/sync-context.ts';
import { revokeOnce, withingsAccount } from '../../lib/sync/withings-account.ts';
import { trainerRoadDestination } from '../../lib/trainerroad/destination.ts';
import { trainerRoadUrl } from '../../lib/trainerroad/web.ts';
import { type WithingsApp, withingsApp } from '../../lib/withings/app.ts';
import type { TestDatabase } from '../store/dynalite.ts';

const publicUrl = 'https://weighbridge.test';
const webhookUrl = 'http://localhost/webhook/secret';

export interface EngineParts {
  database: Pick<TestDatabase, 'accountsTable' | 'measurementsTable'> & { documentClient: DynamoDBDocumentClient };
  clock: Clock;
  random: () => number;
  fetch: Fetch;
  seal: Seal;
  archive: SyncContext['archive'];
  log: Log;
  mailOwner(mail: OwnerMail): Promise<void>;
  /** Shares the calls that Withings allows with all other processes. */
  isCounted?: boolean;
}

export interface Engine {
  app: WithingsApp;
  accounts: AccountStore;
  measurements: MeasurementStore;
  progress: ShortLivedStore;
  context: SyncContext;
}

/** The sync engine of one process with the real stores and clients, put together as lib/runtime.ts does it. */
export function engine(parts: EngineParts): Engine {
  const { database, clock, random, fetch, seal, archive, log, mailOwner, isCounted = false } = parts;
  const budget = isCounted && new CallBudget(database.documentClient, database.accountsTable, clock, random);
  const app = withingsApp({
    ...{ clientId: 'client', clientSecret: 'secret', fetch, clock, random },
    ...(budget && { beforeCall: () => budget.takeInTurn() }),
  });
  const accounts = new AccountStore(database.documentClient, database.accountsTable);
  const measurements = new MeasurementStore(database.documentClient, database.measurementsTable);
  const progress = new ShortLivedStore(database.documentClient, database.accountsTable, clock);
  const openers: Record<DestinationName, (open: OpenAccount) => Destination> = {
    garmin: (open) =>
      garminDestination({
        ...{ fetch, clock, hosts: garminHosts('garmin.com') },
        store: accountTokens(open, 'garmin', seal, garminTokensSchema),
        zone: open.current.timeZone,
        settings: settingsOf(open.current),
      }),
    trainerroad: (open) =>
      trainerRoadDestination(
        { fetch, clock, baseUrl: trainerRoadUrl },
        accountTokens(open, 'trainerroad', seal, trainerRoadCredentialsSchema),
      ),
    intervals: (open) =>
      intervalsDestination(
        { fetch, clock, baseUrl: intervalsUrl, zone: open.current.timeZone, settings: settingsOf(open.current) },
        accountTokens(open, 'intervals', seal, intervalsCredentialsSchema),
      ),
  };
  const context: SyncContext = {
    ...{ accounts, measurements, archive, clock, log, publicUrl, mailOwner },
    openWithings: async (open) =>
      withingsAccount(app, accountTokens(open, 'withings', seal, withingsTokensSchema), webhookUrl, clock),
    revokeWithings: (account) => revokeOnce(app, account),
    openDestination: async (name, open) => openers[name](open),
  };
  return { app, accounts, measurements, progress, context };
}
