import { accountsOf, openWithings, withingsOf } from './foundations.ts';
import { type Host, required } from './host.ts';
import { openQueue, type SyncQueue } from './queue.ts';
import { type Archive, openArchive } from './store/archive.ts';
import { Seal } from './store/seal.ts';
import type { Secrets } from './store/secrets.ts';
import type { ConnectContext } from './sync/connect-account.ts';
import type { WithingsApp } from './withings/app.ts';

/**
 * The composition root: the one place that knows what is named in the environment, and that puts clients, stores and
 * vendors together, for a Lambda as for the command line. A bundle holds only what its handler asks for here.
 */

export {
  accountsOf,
  measurementsOf,
  pausedDestinationsOf,
  roundsOf,
  secretsOf,
  shortLivedOf,
  withingsOf,
} from './foundations.ts';

export const queueOf = ({ env, aws, clock }: Host): SyncQueue => openQueue(aws, required(env, 'SYNC_QUEUE_URL'), clock);

export const archiveOf = ({ env, aws }: Host): Archive => openArchive(aws, required(env, 'ARCHIVE_BUCKET'));

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
