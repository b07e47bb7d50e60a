import { SQSClient } from '@aws-sdk/client-sqs';
import { QueueWatch } from './dead-letters.ts';
import {
  accountsOf,
  dynamoDb,
  measurementsOf,
  notifyAddressOf,
  openWithings,
  ownersToMend,
  pausedDestinationsOf,
  shortLivedOf,
  withingsOf,
} from './foundations.ts';
import { type Host, required } from './host.ts';
import { withTimeLimit } from './http.ts';
import { openDestination } from './open-destination.ts';
import { openQueue, type SyncQueue } from './queue.ts';
import { accountTokens } from './store/account-tokens.ts';
import { type Archive, openArchive } from './store/archive.ts';
import { BudgetUse } from './store/budget-use.ts';
import type { OpenAccount } from './store/open-account.ts';
import { Rounds } from './store/rounds.ts';
import { Seal } from './store/seal.ts';
import type { Secrets } from './store/secrets.ts';
import type { ConnectContext } from './sync/connect-account.ts';
import { withingsTokensSchema } from './sync/credentials.ts';
import type { HandOverContext } from './sync/hand-over.ts';
import { askToRemove } from './sync/remove-person.ts';
import type { Office } from './web/owner/office.ts';
import type { SiteHost } from './web/site/router.ts';
import type { GarminDoor } from './web/site/visit.ts';
import type { WithingsApp } from './withings/app.ts';
import { revoke } from './withings/revoke.ts';
import { WithingsSession } from './withings/session.ts';

/**
 * The composition root: the one place that knows what is named in the environment, and that puts clients, stores and
 * vendors together, for a Lambda as for the command line. A bundle holds only what its handler asks for here.
 */

export {
  accountsOf,
  measurementsOf,
  pausedDestinationsOf,
  secretsOf,
  shortLivedOf,
  withingsOf,
} from './foundations.ts';

export const queueOf = ({ env, aws, clock }: Host): SyncQueue => openQueue(aws, required(env, 'SYNC_QUEUE_URL'), clock);

export const archiveOf = ({ env, aws }: Host): Archive => openArchive(aws, required(env, 'ARCHIVE_BUCKET'));

/** Of the timetable: when it last ran, and how often. */
export const roundsOf = (host: Host): Rounds =>
  new Rounds(dynamoDb(host), required(host.env, 'ACCOUNTS_TABLE'), host.clock);

/** Where Withings sends a browser back to; the same text has to be registered with Withings. */
export const callbackUrl = ({ publicUrl }: Host): string => `${publicUrl}/oauth/callback`;

export function connectContextOf(host: Host, secrets: Secrets): () => Promise<ConnectContext & { app: WithingsApp }> {
  const accounts = accountsOf(host);
  const queue = queueOf(host);
  const withings = withingsOf(host, secrets);
  return async () => {
    const { sealing, webhook } = await secrets.masterKeys();
    const seal = new Seal(sealing);
    const { clock, log } = host;
    const openApp = openWithings(host, withings, seal, webhook);
    return { accounts, queue, seal, clock, log, app: await withings(), openWithings: openApp };
  };
}

/** What it takes to keep a sign-in that somebody hands over. */
export function handOverContextOf(host: Host, secrets: Secrets): () => Promise<HandOverContext> {
  const parts = { accounts: accountsOf(host), queue: queueOf(host), store: shortLivedOf(host), clock: host.clock };
  return async () => ({ ...parts, seal: new Seal((await secrets.masterKeys()).sealing) });
}

/** Somebody waits in front of a browser, and the function that answers ends after 28 s: two calls are to fit in. */
const answerWithinMs = 12_000;

/** What the pages are made with, and what signs their forms. */
export function siteOf(host: Host, secrets: Secrets, garminDoor: (host: Host) => GarminDoor): () => Promise<SiteHost> {
  const impatient = { ...host, fetch: withTimeLimit(host.fetch, answerWithinMs) };
  const stores = { accounts: accountsOf(host), measurements: measurementsOf(host), shortLived: shortLivedOf(host) };
  const archive = archiveOf(host);
  const queue = queueOf(host);
  const app = withingsOf(impatient, secrets);
  return async () => {
    const { sealing, session, webhook } = await secrets.masterKeys();
    const seal = new Seal(sealing);
    const { clock, log, publicUrl, env } = host;
    const site = {
      ...{ ...stores, archive, queue, seal, clock, log, publicUrl },
      syncEveryHours: Number(env.SYNC_EVERY_HOURS ?? 3),
      pausedDestinations: pausedDestinationsOf(host),
      notifyAddress: notifyAddressOf(host, webhook),
      openWithings: async (open: OpenAccount) =>
        new WithingsSession(
          await app().catch(ownersToMend),
          accountTokens(open, 'withings', seal, withingsTokensSchema),
        ),
      openDestination: openDestination(impatient, seal),
      garminDoor: garminDoor(impatient),
      revokeWithings: async (account: string) => revoke(await app().catch(ownersToMend), account),
    };
    return { site, key: session };
  };
}

/** What the pages of whoever runs this look into. */
export function officeOf(host: Host): Office {
  const { env, aws } = host;
  const accounts = accountsOf(host);
  const queue = queueOf(host);
  const urls = { queue: required(env, 'SYNC_QUEUE_URL'), deadLetters: required(env, 'DEAD_LETTER_QUEUE_URL') };
  return {
    queues: new QueueWatch(new SQSClient(aws), urls),
    rounds: roundsOf(host),
    budget: new BudgetUse(dynamoDb(host), required(env, 'ACCOUNTS_TABLE')),
    versions: { weighbridge: env.WEIGHBRIDGE_VERSION ?? 'of an unknown version', node: process.versions.node },
    removePerson: (account) => askToRemove(account, { accounts, queue }),
  };
}
