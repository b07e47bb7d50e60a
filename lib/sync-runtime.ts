import { accountsOf, dynamoDb, measurementsOf, openWithings, pausedDestinationsOf, withingsOf } from './foundations.ts';
import { type Host, required } from './host.ts';
import { lateArchiveOf, lateDestinationsOf } from './late-clients.ts';
import { OwnerTopic } from './owner-topic.ts';
import { CallBudget } from './store/call-budget.ts';
import { Seal } from './store/seal.ts';
import type { Secrets } from './store/secrets.ts';
import type { SyncContext } from './sync/sync-context.ts';
import { revokeOnce } from './sync/withings-account.ts';

/** What a sync is put together of; the rest is in `runtime.ts`. */

/**
 * The topic the owner has subscribed to. Where the environment names none, nobody is told and nothing is remembered as
 * told.
 */
function ownerTopicOf(host: Host): OwnerTopic | undefined {
  const { env, aws, fetch, clock } = host;
  const arn = env.OWNER_TOPIC_ARN;
  if (!arn) return undefined;
  const { credentials, sha256 } = dynamoDb(host).config;
  const endpoint = aws.endpoint ?? env.AWS_ENDPOINT_URL;
  return new OwnerTopic({ arn, endpoint, identity: { credentials, sha256 }, fetch, clock });
}

/** What a sync needs; its parts are made once, the keys read anew when they have aged. */
export function syncContextOf(host: Host, secrets: Secrets): () => Promise<SyncContext> {
  const accounts = accountsOf(host);
  const measurements = measurementsOf(host);
  const archive = lateArchiveOf(host);
  const budget = new CallBudget(dynamoDb(host), required(host.env, 'ACCOUNTS_TABLE'), host.clock, host.random);
  const app = withingsOf(host, secrets, budget);
  const topic = ownerTopicOf(host);
  return async () => {
    const { sealing, webhook } = await secrets.masterKeys();
    const seal = new Seal(sealing);
    const { clock, log, publicUrl } = host;
    return {
      ...{ accounts, measurements, archive, clock, log, publicUrl },
      pausedDestinations: pausedDestinationsOf(host),
      ...(topic && { mailOwner: (mail) => topic.publish(mail) }),
      openWithings: openWithings(host, app, seal, webhook),
      openDestination: lateDestinationsOf(host, seal),
      revokeWithings: async (account) => revokeOnce(await app(), account),
    };
  };
}
