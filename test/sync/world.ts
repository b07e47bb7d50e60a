import type { SQSRecord } from 'aws-lambda';
import type { Account } from '../../lib/account.ts';
import type { DeliveryFile, DestinationName, TimeSpan } from '../../lib/destination.ts';
import { RetryError } from '../../lib/errors.ts';
import { garminDestination } from '../../lib/garmin/destination.ts';
import { garminHosts } from '../../lib/garmin/region.ts';
import { parseTokenFile } from '../../lib/garmin/token-file.ts';
import type { Fetch } from '../../lib/http.ts';
import { intervalsUrl } from '../../lib/intervals/api.ts';
import { intervalsDestination } from '../../lib/intervals/destination.ts';
import { type EventItem, isEvent } from '../../lib/ledger.ts';
import type { Log } from '../../lib/log.ts';
import type { OwnerMail } from '../../lib/owner-topic.ts';
import type { SyncMessage } from '../../lib/queue.ts';
import { GarminSimulator } from '../../lib/sandbox/garmin/simulator.ts';
import { IntervalsSimulator } from '../../lib/sandbox/intervals/simulator.ts';
import { TrainerRoadSimulator } from '../../lib/sandbox/trainerroad/simulator.ts';
import { seeded } from '../../lib/sandbox/withings/chance.ts';
import { WithingsSimulator } from '../../lib/sandbox/withings/simulator.ts';
import { emptyState } from '../../lib/sandbox/withings/state.ts';
import { settingsOf } from '../../lib/settings.ts';
import { accountTokens } from '../../lib/store/account-tokens.ts';
import { AccountStore } from '../../lib/store/accounts.ts';
import { MeasurementStore } from '../../lib/store/measurements.ts';
import { Seal } from '../../lib/store/seal.ts';
import {
  garminTokensSchema,
  intervalsCredentialsSchema,
  trainerRoadCredentialsSchema,
  withingsTokensSchema,
} from '../../lib/sync/credentials.ts';
import { syncAccount } from '../../lib/sync/sync-account.ts';
import type { SyncContext } from '../../lib/sync/sync-context.ts';
import { withingsAccount } from '../../lib/sync/withings-account.ts';
import { trainerRoadDestination } from '../../lib/trainerroad/destination.ts';
import { trainerRoadUrl } from '../../lib/trainerroad/web.ts';
import { withingsApp } from '../../lib/withings/app.ts';
import { authorizeUrl, exchangeCode } from '../../lib/withings/oauth.ts';
import { FlowingClock } from '../flowing-clock.ts';
import type { TestDatabase } from '../store/dynalite.ts';

const publicUrl = 'https://weighbridge.test';
const webhookUrl = 'http://localhost/webhook/secret';
const callback = 'http://localhost/oauth/callback';

let people = 0;

/** One person with a scale, an account at every destination, and the sync engine between them: real stores, simulated vendors, virtual time. */
export async function syncWorld(
  database: TestDatabase,
  { connect = ['garmin', 'trainerroad'] }: { connect?: DestinationName[] } = {},
) {
  const clock = new FlowingClock();
  const random = seeded(people);
  let webhookStatus = 200;
  const withings = new WithingsSimulator({
    clock,
    random,
    state: emptyState({ allowLocalhost: true }),
    fetch: async () => new Response(null, { status: webhookStatus }),
  });
  const garmin = new GarminSimulator({ clock, random });
  const trainerroad = new TrainerRoadSimulator({ clock, random });
  const intervals = new IntervalsSimulator({ clock });
  const fetch: Fetch = async (input, init) => {
    const request = new Request(input, init);
    const { host } = new URL(request.url);
    if (host.endsWith('withings.com') || host.endsWith('withings.net')) return withings.fetch(request);
    if (host.endsWith('intervals.icu')) return intervals.fetch(request);
    return host.endsWith('garmin.com') ? garmin.fetch(request) : trainerroad.fetch(request);
  };

  const app = withingsApp({ clientId: 'client', clientSecret: 'secret', fetch, clock, random });
  const seal = new Seal(new Uint8Array(32).fill(7));
  const accounts = new AccountStore(database.documentClient, database.accountsTable);
  const measurements = new MeasurementStore(database.documentClient, database.measurementsTable);
  const files = new Map<string, DeliveryFile>();
  const mails: OwnerMail[] = [];
  let mailRefused = false;
  const logged: unknown[] = [];
  const note = (message: string, fields?: object) => void logged.push({ message, ...fields });
  const log: Log = { info: note, warn: note, error: note };

  const { userid } = withings.addPerson({
    name: 'Robin',
    timezone: 'Europe/Berlin',
    userid: 1_000 + ++people,
  });
  const id = String(userid);
  const member = trainerroad.addMember({ username: 'robin', password: 'invented' });
  const athlete = intervals.addAthlete({ name: 'Robin', apiKey: 'invented-key' });
  const garminTokens = parseTokenFile(JSON.stringify(garmin.addAccount({ id: 'robin', zone: 'Europe/Berlin' })));
  const tokens = await consent(userid);
  const connection = async (name: DestinationName, credentials: object) => ({
    status: 'connected' as const,
    enrolled: false,
    credentials: { sealed: await seal.seal(credentials, id, name) },
  });
  const credentials: Record<DestinationName, object> = {
    garmin: garminTokens,
    trainerroad: { username: 'robin', password: 'invented' },
    intervals: { apiKey: athlete.apiKey },
  };
  const connections: Account['connections'] = {};
  for (const name of connect) connections[name] = await connection(name, credentials[name]);
  await accounts.create({
    account: id,
    timeZone: 'UTC',
    connectedAt: clock.now(),
    withings: {
      status: 'connected',
      scope: tokens.scope,
      credentials: { sealed: await seal.seal(tokens, id, 'withings') },
    },
    connections,
  });

  /** A person says yes at Withings. */
  async function consent(userid: number) {
    const url = authorizeUrl(app, { redirectUri: callback, state: 'state', scopes: ['user.metrics'] });
    const body = new URLSearchParams({ decision: 'allow', userid: String(userid) });
    const response = await fetch(url, { method: 'POST', body });
    const code = new URL(response.headers.get('location') ?? '').searchParams.get('code') ?? '';
    return exchangeCode(app, { code, redirectUri: callback });
  }

  const openers: Record<DestinationName, SyncContext['openDestination']> = {
    garmin: (name, open) =>
      garminDestination({
        fetch,
        clock,
        hosts: garminHosts('garmin.com'),
        store: accountTokens(open, name, seal, garminTokensSchema),
        zone: open.current.timeZone,
      }),
    trainerroad: (name, open) =>
      trainerRoadDestination(
        { fetch, clock, baseUrl: trainerRoadUrl },
        accountTokens(open, name, seal, trainerRoadCredentialsSchema),
      ),
    intervals: (name, open) =>
      intervalsDestination(
        { fetch, clock, baseUrl: intervalsUrl, zone: open.current.timeZone, settings: settingsOf(open.current) },
        accountTokens(open, name, seal, intervalsCredentialsSchema),
      ),
  };

  const context: SyncContext = {
    accounts,
    measurements,
    clock,
    log,
    publicUrl,
    async mailOwner(mail) {
      if (mailRefused) throw new RetryError('SNS did not take a mail for the owner.', { service: 'AWS' });
      mails.push(mail);
    },
    archive: {
      async put(account, file, newest) {
        const key = `fit/${account}/${newest}-${Buffer.from(file.bytes).toString('base64url').slice(-12)}`;
        files.set(key, file);
        return key;
      },
    },
    openWithings: async (open) =>
      withingsAccount(app, accountTokens(open, 'withings', seal, withingsTokensSchema), webhookUrl, clock),
    openDestination: (name, open) => openers[name](name, open),
  };

  const pass = (seconds: number) => clock.sleep(seconds * 1000);

  /** A sync as the queue asks for it, a little after the last one. */
  async function sync(
    reason: SyncMessage['reason'] = 'schedule',
    { timeMs = 120_000, range }: { timeMs?: number; range?: TimeSpan } = {},
  ) {
    await pass(20);
    const message = { account: id, reason, ...(range && { range }) };
    return syncAccount({ message, sentAt: clock.now(), deadline: clock.now() + timeMs }, context);
  }

  /** A message that waited in the queue since then. */
  const syncSentAt = (sentAt: number, { range }: { range: TimeSpan }) =>
    syncAccount(
      { message: { account: id, reason: 'webhook', range }, sentAt, deadline: clock.now() + 120_000 },
      context,
    );

  /** What became of each event at one destination, in order of time. */
  async function states(name: DestinationName): Promise<(string | undefined)[]> {
    return (await events()).map((item) => item.deliveries[name]?.state);
  }

  async function events(): Promise<EventItem[]> {
    return (await Array.fromAsync(measurements.all(id))).flat().filter(isEvent);
  }

  const account = async (): Promise<Account> => (await accounts.get(id))!;

  /** Signs in to Garmin, now or later. */
  async function connectGarmin(): Promise<void> {
    const garmin = await connection('garmin', garminTokens);
    await accounts.change(await account(), (known) => ({ ...known, connections: { ...known.connections, garmin } }));
  }

  /** Authorizes Withings once more. */
  async function connectWithings(): Promise<void> {
    const tokens = await consent(userid);
    const credentials = { sealed: await seal.seal(tokens, id, 'withings') };
    await accounts.change(await account(), (known) => ({
      ...known,
      withings: { status: 'connected', scope: tokens.scope, credentials },
    }));
  }

  return {
    ...{
      clock,
      withings,
      garmin,
      trainerroad,
      member,
      intervals,
      athlete,
      accounts,
      measurements,
      seal,
      files,
      logged,
      mails,
      context,
      userid,
      id,
    },
    refuseMails: (refused: boolean) => {
      mailRefused = refused;
    },
    turnAwayNotifications: () => {
      webhookStatus = 404;
    },
    ...{ pass, sync, syncSentAt, states, events, account, connectGarmin, connectWithings, consent },
  };
}

export type SyncWorld = Awaited<ReturnType<typeof syncWorld>>;

/** A queue record as Lambda hands it over. */
export function queueRecord(
  body: string,
  { receiveCount = 1, sentAt = 0, messageId = 'message-1', group = 'group' } = {},
): SQSRecord {
  return {
    messageId,
    receiptHandle: `receipt of ${messageId}`,
    body,
    attributes: {
      ApproximateReceiveCount: String(receiveCount),
      SentTimestamp: String(sentAt),
      SenderId: 'sender',
      ApproximateFirstReceiveTimestamp: String(sentAt),
      MessageGroupId: group,
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-central-1:000000000000:queue.fifo',
    awsRegion: 'eu-central-1',
  };
}

/** What Garmin holds, kilograms. */
export const weights = ({ garmin }: SyncWorld) => garmin.weights('robin').map(({ weightKg }) => weightKg);

/** Seconds before now, in the life of the simulated person. */
export const ago = (world: SyncWorld, seconds: number) => Math.floor(world.clock.now() / 1000) - seconds;
