import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { QueueWatch } from './dead-letters.ts';
import { type Destination, type DestinationName, destinationNames } from './destination.ts';
import { ReauthorizeError, RetryError } from './errors.ts';
import { garminDestination } from './garmin/destination.ts';
import { garminHosts, parseGarminDomain } from './garmin/region.ts';
import { type Host, required } from './host.ts';
import { withTimeLimit } from './http.ts';
import { intervalsUrl } from './intervals/api.ts';
import { intervalsDestination } from './intervals/destination.ts';
import { OwnerTopic } from './owner-topic.ts';
import { SyncQueue } from './queue.ts';
import { settingsOf } from './settings.ts';
import { accountTokens } from './store/account-tokens.ts';
import { AccountStore } from './store/accounts.ts';
import { Archive } from './store/archive.ts';
import { BudgetUse } from './store/budget-use.ts';
import { CallBudget } from './store/call-budget.ts';
import { documentClient } from './store/document-client.ts';
import { MeasurementStore } from './store/measurements.ts';
import type { OpenAccount } from './store/open-account.ts';
import { Rounds } from './store/rounds.ts';
import { Seal } from './store/seal.ts';
import { Secrets } from './store/secrets.ts';
import { ShortLivedStore } from './store/short-lived.ts';
import type { ConnectContext } from './sync/connect-account.ts';
import {
  garminTokensSchema,
  intervalsCredentialsSchema,
  trainerRoadCredentialsSchema,
  withingsTokensSchema,
} from './sync/credentials.ts';
import type { HandOverContext } from './sync/hand-over.ts';
import { askToRemove } from './sync/remove-person.ts';
import type { SyncContext } from './sync/sync-context.ts';
import { revokeOnce, withingsAccount } from './sync/withings-account.ts';
import { trainerRoadDestination } from './trainerroad/destination.ts';
import { trainerRoadUrl } from './trainerroad/web.ts';
import type { Office } from './web/owner/office.ts';
import type { SiteHost } from './web/site/router.ts';
import { webhookToken } from './web/webhook-token.ts';
import { type WithingsApp, withingsApp } from './withings/app.ts';
import { revoke } from './withings/revoke.ts';
import { WithingsSession } from './withings/session.ts';

/**
 * The composition root: the one place that knows what is named in the environment, and that puts clients, stores and
 * vendors together, for a Lambda as for the command line. A bundle holds only what its handler asks for here.
 */

export const secretsOf = ({ env, aws, clock }: Host): Secrets =>
  new Secrets(new SecretsManagerClient(aws), required(env, 'SECRET_ID'), clock);

export const queueOf = ({ env, aws, clock }: Host): SyncQueue =>
  new SyncQueue(new SQSClient(aws), required(env, 'SYNC_QUEUE_URL'), clock);

/** One client, and so one pool of connections, for all tables. */
function dynamoDb(host: Host): DynamoDBDocumentClient {
  const client = dynamoDbClients.get(host) ?? documentClient(new DynamoDBClient(host.aws));
  dynamoDbClients.set(host, client);
  return client;
}

const dynamoDbClients = new WeakMap<Host, DynamoDBDocumentClient>();

export const accountsOf = (host: Host): AccountStore =>
  new AccountStore(dynamoDb(host), required(host.env, 'ACCOUNTS_TABLE'));

export const shortLivedOf = (host: Host): ShortLivedStore =>
  new ShortLivedStore(dynamoDb(host), required(host.env, 'ACCOUNTS_TABLE'), host.clock);

/** Of the timetable: when it last ran, and how often. */
export const roundsOf = (host: Host): Rounds =>
  new Rounds(dynamoDb(host), required(host.env, 'ACCOUNTS_TABLE'), host.clock);

export const measurementsOf = (host: Host): MeasurementStore =>
  new MeasurementStore(dynamoDb(host), required(host.env, 'MEASUREMENTS_TABLE'));

export const archiveOf = ({ env, aws }: Host): Archive =>
  new Archive(new S3Client(aws), required(env, 'ARCHIVE_BUCKET'));

/**
 * The Withings application. Keep it as long as the process lives: it remembers its last calls, and Withings refuses the
 * same call within 10 s.
 *
 * @param budget what is shared with all other processes; absent where a person waits in the browser and is not to be
 * refused: connecting takes four calls, for which the budget leaves room
 */
export function withingsOf(host: Host, secrets: Secrets, budget?: CallBudget): () => Promise<WithingsApp> {
  let known: WithingsApp | undefined;
  return async () => {
    const { clientId, clientSecret } = await secrets.withingsCredentials();
    if (known?.clientId === clientId && known.clientSecret === clientSecret) return known;
    const { env, fetch, clock, random } = host;
    known = withingsApp({
      clientId,
      clientSecret,
      fetch,
      clock,
      random,
      ...(env.WITHINGS_ACCOUNT_URL && { accountUrl: env.WITHINGS_ACCOUNT_URL }),
      ...(env.WITHINGS_API_URL && { apiUrl: env.WITHINGS_API_URL }),
      ...(budget && { beforeCall: () => budget.takeInTurn() }),
    });
    return known;
  };
}

/** The destinations that whoever runs this has switched off for everybody. */
export function pausedDestinationsOf({ env }: Host): DestinationName[] {
  const paused = (env.PAUSED_DESTINATIONS ?? '').split(',');
  return destinationNames.filter((name) => paused.includes(name));
}

/** Where Withings sends a browser back to; the same text has to be registered with Withings. */
export const callbackUrl = ({ publicUrl }: Host): string => `${publicUrl}/oauth/callback`;

/**
 * The topic the owner has subscribed to. Where the environment names none, nobody is told and nothing is remembered as
 * told.
 */
function ownerTopicOf({ env, aws, fetch, clock }: Host): OwnerTopic | undefined {
  const arn = env.OWNER_TOPIC_ARN;
  if (!arn) return undefined;
  const { credentials, sha256 } = new SQSClient(aws).config;
  const endpoint = aws.endpoint ?? env.AWS_ENDPOINT_URL;
  return new OwnerTopic({ arn, endpoint, identity: { credentials, sha256 }, fetch, clock });
}

/** What a sync needs; its parts are made once, the keys read anew when they have aged. */
export function syncContextOf(host: Host, secrets: Secrets): () => Promise<SyncContext> {
  const accounts = accountsOf(host);
  const measurements = measurementsOf(host);
  const archive = archiveOf(host);
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
export function siteOf(host: Host, secrets: Secrets): () => Promise<SiteHost> {
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

const notifyAddressOf = ({ publicUrl }: Host, webhookKey: Uint8Array): string =>
  `${publicUrl}/webhook/${webhookToken(webhookKey)}`;

function openWithings(host: Host, app: () => Promise<WithingsApp>, seal: Seal, webhookKey: Uint8Array) {
  const address = notifyAddressOf(host, webhookKey);
  return async (open: OpenAccount) => {
    const tokens = accountTokens(open, 'withings', seal, withingsTokensSchema);
    return withingsAccount(await app().catch(ownersToMend), tokens, address, host.clock);
  };
}

/**
 * A missing client id is for the owner to put in; the person's own connection has nothing wrong with it and is not
 * to be marked.
 */
function ownersToMend(error: unknown): never {
  if (!(error instanceof ReauthorizeError)) throw error;
  throw new RetryError(error.message, { service: 'Withings', cause: error });
}

export const openDestination =
  (host: Host, seal: Seal): SyncContext['openDestination'] =>
  (name, open) =>
    openers[name](host, open, seal);

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
