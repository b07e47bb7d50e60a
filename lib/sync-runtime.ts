import { accountsOf, dynamoDb, measurementsOf, openWithings, pausedDestinationsOf, withingsOf } from './foundations.ts';
import { type Host, required } from './host.ts';
import { openDestination } from './open-destination.ts';
import { OwnerTopic } from './owner-topic.ts';
import type { SyncQueue } from './queue.ts';
import type { Archive } from './store/archive.ts';
import { CallBudget } from './store/call-budget.ts';
import { Seal } from './store/seal.ts';
import type { Secrets } from './store/secrets.ts';
import type { SyncContext } from './sync/sync-context.ts';
import { revokeOnce } from './sync/withings-account.ts';

/**
 * What a sync is put together of; the rest is in `runtime.ts`. Most syncs find nothing: the clients of S3 and SQS, a
 * fifth of the code, are loaded by those that have something to keep or to ask the queue for.
 */

/** The archive, opened when there is a file for it, or somebody's files are to go. */
function lazyArchiveOf({ env, aws }: Host): Pick<Archive, 'put' | 'removeAll'> {
  const bucket = required(env, 'ARCHIVE_BUCKET');
  let archive: Promise<Archive> | undefined;
  const opened = () => {
    archive ??= import('./store/archive.ts').then(({ openArchive }) => openArchive(aws, bucket));
    return archive;
  };
  return {
    put: async (...file) => (await opened()).put(...file),
    removeAll: async (...whose) => (await opened()).removeAll(...whose),
  };
}

/** The queue, opened when there is something to say to it. */
export function lazyQueueOf({ env, aws, clock }: Host): Pick<SyncQueue, 'send' | 'wait'> {
  const url = required(env, 'SYNC_QUEUE_URL');
  let queue: Promise<SyncQueue> | undefined;
  const opened = () => {
    queue ??= import('./queue.ts').then(({ openQueue }) => openQueue(aws, url, clock));
    return queue;
  };
  return {
    send: async (...message) => (await opened()).send(...message),
    wait: async (...receipt) => (await opened()).wait(...receipt),
  };
}

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
  const archive = lazyArchiveOf(host);
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
      openDestination: openDestination(host, seal),
      revokeWithings: async (account) => revokeOnce(await app(), account),
    };
  };
}
