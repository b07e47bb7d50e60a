import type { QueueWatch } from './dead-letters.ts';
import {
  accountsOf,
  dynamoDb,
  measurementsOf,
  notifyAddressOf,
  ownersToMend,
  pausedDestinationsOf,
  roundsOf,
  shortLivedOf,
  withingsOf,
} from './foundations.ts';
import { type Host, required } from './host.ts';
import { withTimeLimit } from './http.ts';
import { late } from './late.ts';
import { lateArchiveOf, lateDestinationsOf, lateQueueOf } from './late-clients.ts';
import { accountTokens } from './store/account-tokens.ts';
import { BudgetUse } from './store/budget-use.ts';
import type { OpenAccount } from './store/open-account.ts';
import { Seal } from './store/seal.ts';
import type { Secrets } from './store/secrets.ts';
import { withingsTokensSchema } from './sync/credentials.ts';
import type { HandOverContext } from './sync/hand-over.ts';
import { askToRemove } from './sync/remove-person.ts';
import type { Office } from './web/owner/office.ts';
import type { SiteHost } from './web/site/router.ts';
import type { GarminDoor } from './web/site/visit.ts';
import { revoke } from './withings/revoke.ts';
import { WithingsSession } from './withings/session.ts';

/** What the pages are put together of; the rest is in `runtime.ts`. */

/** What it takes to keep a sign-in that somebody hands over. */
export function handOverContextOf(host: Host, secrets: Secrets): () => Promise<HandOverContext> {
  const parts = { accounts: accountsOf(host), queue: lateQueueOf(host), store: shortLivedOf(host), clock: host.clock };
  return async () => ({ ...parts, seal: new Seal((await secrets.masterKeys()).sealing) });
}

/** Somebody waits in front of a browser, and the function that answers ends after 28 s: two calls are to fit in. */
const answerWithinMs = 12_000;

/** What the pages are made with, and what signs their forms. */
export function siteOf(host: Host, secrets: Secrets, garminDoor: (host: Host) => GarminDoor): () => Promise<SiteHost> {
  const impatient = { ...host, fetch: withTimeLimit(host.fetch, answerWithinMs) };
  const stores = { accounts: accountsOf(host), measurements: measurementsOf(host), shortLived: shortLivedOf(host) };
  const archive = lateArchiveOf(host);
  const queue = lateQueueOf(host);
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
      openDestination: lateDestinationsOf(impatient, seal),
      garminDoor: garminDoor(impatient),
      revokeWithings: async (account: string) => revoke(await app().catch(ownersToMend), account),
    };
    return { site, key: session };
  };
}

/** What the pages of whoever runs this look into. */
export function officeOf(host: Host): Office {
  const { env } = host;
  const accounts = accountsOf(host);
  const queue = lateQueueOf(host);
  return {
    queues: lateQueueWatchOf(host),
    rounds: roundsOf(host),
    budget: new BudgetUse(dynamoDb(host), required(env, 'ACCOUNTS_TABLE')),
    versions: { weighbridge: env.WEIGHBRIDGE_VERSION ?? 'of an unknown version', node: process.versions.node },
    removePerson: (account) => askToRemove(account, { accounts, queue }),
  };
}

/** What an owner sees of the queues, opened when one looks. */
function lateQueueWatchOf({ env, aws }: Host): Pick<QueueWatch, 'depth' | 'deadLetters' | 'redrive'> {
  const urls = { queue: required(env, 'SYNC_QUEUE_URL'), deadLetters: required(env, 'DEAD_LETTER_QUEUE_URL') };
  const opened = late(async () => (await import('./dead-letters.ts')).openQueueWatch(aws, urls));
  return {
    depth: async () => (await opened()).depth(),
    deadLetters: async () => (await opened()).deadLetters(),
    redrive: async () => (await opened()).redrive(),
  };
}
