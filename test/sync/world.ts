import type { SQSRecord } from 'aws-lambda';
import type { DeliveryFile, DestinationName, TimeSpan } from '../../lib/destination.ts';
import { RetryError } from '../../lib/errors.ts';
import { type EventItem, isEvent } from '../../lib/ledger.ts';
import type { Log } from '../../lib/log.ts';
import type { OwnerMail } from '../../lib/owner-topic.ts';
import { seeded } from '../../lib/sandbox/withings/chance.ts';
import { Seal } from '../../lib/store/seal.ts';
import { syncAccount } from '../../lib/sync/sync-account.ts';
import type { SyncMessage } from '../../lib/sync-message.ts';
import { FlowingClock } from '../flowing-clock.ts';
import type { TestDatabase } from '../store/dynalite.ts';
import { engine } from './engine.ts';
import { addPerson } from './person.ts';
import { simulatedVendors } from './simulated-vendors.ts';

let people = 0;

/** One person with a scale, an account at every destination, and the sync engine between them: real stores, simulated vendors, virtual time. */
export async function syncWorld(
  database: TestDatabase,
  { connect = ['garmin', 'trainerroad'] }: { connect?: DestinationName[] } = {},
) {
  const clock = new FlowingClock();
  const random = seeded(people);
  let webhookStatus = 200;
  const vendors = simulatedVendors({
    clock,
    random,
    notify: async () => new Response(null, { status: webhookStatus }),
  });
  const { withings, garmin, trainerroad, intervals, fetch } = vendors;

  const seal = new Seal(new Uint8Array(32).fill(7));
  const files = new Map<string, DeliveryFile>();
  const archive = {
    async put(account: string, file: DeliveryFile, newest: number) {
      const key = `fit/${account}/${newest}-${Buffer.from(file.bytes).toString('base64url').slice(-12)}`;
      files.set(key, file);
      return key;
    },
    async removeAll(account: string): Promise<boolean> {
      for (const key of files.keys()) if (key.startsWith(`fit/${account}/`)) files.delete(key);
      return true;
    },
  };
  const mails: OwnerMail[] = [];
  let mailRefused = false;
  const mailOwner = async (mail: OwnerMail) => {
    if (mailRefused) throw new RetryError('SNS did not take a mail for the owner.', { service: 'AWS' });
    mails.push(mail);
  };
  const logged: unknown[] = [];
  const note = (message: string, fields?: object) => void logged.push({ message, ...fields });
  const log: Log = { info: note, warn: note, error: note };
  const parts = engine({ database, clock, random, fetch, seal, archive, log, mailOwner });
  const { accounts, measurements, context } = parts;
  const person = { name: 'robin', userid: 1_000 + ++people, connect };
  const { id, userid, member, athlete, account, consent, connectWithings, connectGarmin } = await addPerson(
    person,
    vendors,
    parts,
    seal,
  );

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

  return {
    ...{ clock, withings, garmin, trainerroad, member, intervals, athlete, accounts, measurements, seal },
    ...{ files, logged, mails, context, userid, id },
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
