import type { Destination, DestinationName } from './destination.ts';
import { accountsOf, dynamoDb, measurementsOf, openWithings, pausedDestinationsOf, withingsOf } from './foundations.ts';
import { garminDestination } from './garmin/destination.ts';
import { garminHosts, parseGarminDomain } from './garmin/region.ts';
import { type Host, required } from './host.ts';
import { intervalsUrl } from './intervals/api.ts';
import { intervalsDestination } from './intervals/destination.ts';
import { OwnerTopic } from './owner-topic.ts';
import type { SyncQueue } from './queue.ts';
import { settingsOf } from './settings.ts';
import { accountTokens } from './store/account-tokens.ts';
import type { Archive } from './store/archive.ts';
import { CallBudget } from './store/call-budget.ts';
import type { OpenAccount } from './store/open-account.ts';
import { Seal } from './store/seal.ts';
import type { Secrets } from './store/secrets.ts';
import { garminTokensSchema, intervalsCredentialsSchema, trainerRoadCredentialsSchema } from './sync/credentials.ts';
import type { SyncContext } from './sync/sync-context.ts';
import { trainerRoadDestination } from './trainerroad/destination.ts';
import { trainerRoadUrl } from './trainerroad/web.ts';

/**
 * What a sync is put together of; the rest is in `runtime.ts`. Most syncs find nothing: the clients of S3 and SQS, a
 * fifth of the code, are loaded by those that have something to keep or to ask the queue for.
 */

/** The archive, opened when there is a file for it. */
function lazyArchiveOf({ env, aws }: Host): Pick<Archive, 'put'> {
  const bucket = required(env, 'ARCHIVE_BUCKET');
  let archive: Promise<Archive> | undefined;
  return {
    put: async (...file) => {
      archive ??= import('./store/archive.ts').then(({ openArchive }) => openArchive(aws, bucket));
      return (await archive).put(...file);
    },
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
      openDestination: (name, open) => openers[name](host, open, seal),
    };
  };
}

/** How each destination is opened for one person. */
const openers: Readonly<Record<DestinationName, (host: Host, open: OpenAccount, seal: Seal) => Destination>> = {
  garmin: ({ env, fetch, clock }, open, seal) =>
    garminDestination({
      fetch,
      clock,
      hosts: garminHosts(parseGarminDomain(open.current.connections.garmin?.domain ?? 'garmin.com'), {
        diauth: env.GARMIN_DIAUTH_URL,
        connectapi: env.GARMIN_CONNECTAPI_URL,
      }),
      store: accountTokens(open, 'garmin', seal, garminTokensSchema),
      zone: open.current.timeZone,
      settings: settingsOf(open.current),
      ...(env.GARMIN_CLIENT_IDS && { clientIds: env.GARMIN_CLIENT_IDS.split(',') }),
    }),
  trainerroad: ({ env, fetch, clock }, open, seal) =>
    trainerRoadDestination(
      { fetch, clock, baseUrl: env.TRAINERROAD_URL ?? trainerRoadUrl },
      accountTokens(open, 'trainerroad', seal, trainerRoadCredentialsSchema),
    ),
  intervals: ({ env, fetch, clock }, open, seal) =>
    intervalsDestination(
      {
        ...{ fetch, clock, zone: open.current.timeZone, settings: settingsOf(open.current) },
        baseUrl: env.INTERVALS_URL ?? intervalsUrl,
      },
      accountTokens(open, 'intervals', seal, intervalsCredentialsSchema),
    ),
};
