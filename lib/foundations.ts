import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type DestinationName, destinationNames } from './destination.ts';
import { ReauthorizeError, RetryError } from './errors.ts';
import { type Host, required } from './host.ts';
import { accountTokens } from './store/account-tokens.ts';
import { AccountStore } from './store/accounts.ts';
import type { CallBudget } from './store/call-budget.ts';
import { documentClient } from './store/document-client.ts';
import { MeasurementStore } from './store/measurements.ts';
import type { OpenAccount } from './store/open-account.ts';
import { Rounds } from './store/rounds.ts';
import type { Seal } from './store/seal.ts';
import { Secrets } from './store/secrets.ts';
import { ShortLivedStore } from './store/short-lived.ts';
import { withingsTokensSchema } from './sync/credentials.ts';
import { withingsAccount } from './sync/withings-account.ts';
import { webhookToken } from './web/webhook-token.ts';
import { type WithingsApp, withingsApp } from './withings/app.ts';

/**
 * What the composition root and those of the sync and the pages are all built on. Nothing here may import what these load only when
 * it is needed: one import is enough for it to be loaded always.
 */

export const secretsOf = ({ env, aws, clock }: Host): Secrets =>
  new Secrets(new SecretsManagerClient(aws), required(env, 'SECRET_ID'), clock);

/** One client, and so one pool of connections, for all tables. */
export function dynamoDb(host: Host): DynamoDBDocumentClient {
  const client = dynamoDbClients.get(host) ?? documentClient(new DynamoDBClient(host.aws));
  dynamoDbClients.set(host, client);
  return client;
}

const dynamoDbClients = new WeakMap<Host, DynamoDBDocumentClient>();

export const accountsOf = (host: Host): AccountStore =>
  new AccountStore(dynamoDb(host), required(host.env, 'ACCOUNTS_TABLE'));

export const shortLivedOf = (host: Host): ShortLivedStore =>
  new ShortLivedStore(dynamoDb(host), required(host.env, 'ACCOUNTS_TABLE'), host.clock);

export const measurementsOf = (host: Host): MeasurementStore =>
  new MeasurementStore(dynamoDb(host), required(host.env, 'MEASUREMENTS_TABLE'));

/** Of the timetable: when it last ran, and how often. */
export const roundsOf = (host: Host): Rounds =>
  new Rounds(dynamoDb(host), required(host.env, 'ACCOUNTS_TABLE'), host.clock);

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

/** Where Withings is to notify of new measurements. */
export const notifyAddressOf = ({ publicUrl }: Host, webhookKey: Uint8Array): string =>
  `${publicUrl}/webhook/${webhookToken(webhookKey)}`;

/** How a person's Withings account is opened. */
export function openWithings(host: Host, app: () => Promise<WithingsApp>, seal: Seal, webhookKey: Uint8Array) {
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
export function ownersToMend(error: unknown): never {
  if (!(error instanceof ReauthorizeError)) throw error;
  throw new RetryError(error.message, { service: 'Withings', cause: error });
}
