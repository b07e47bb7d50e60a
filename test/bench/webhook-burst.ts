import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import { cliHost } from '../../lib/cli/cli-host.ts';
import { systemClock } from '../../lib/clock.ts';
import { type LocalCloud, startCloud } from '../../lib/local/cloud.ts';
import type { LogLine } from '../../lib/local/log.ts';
import { synthesize } from '../../lib/local/synthesize.ts';
import { secretsOf } from '../../lib/runtime.ts';
import { Sandbox, sandboxApp } from '../../lib/sandbox/sandbox.ts';
import { sliceKey, sliceMs } from '../../lib/store/call-budget.ts';
import { documentClient } from '../../lib/store/document-client.ts';
import { Seal } from '../../lib/store/seal.ts';
import { webhookToken } from '../../lib/web/webhook-token.ts';
import { type EngineParts, engine } from '../sync/engine.ts';
import { addPerson } from '../sync/person.ts';
import { vendorOf } from '../sync/simulated-vendors.ts';
import { type Benchmark, compared } from './benchmark.ts';
import { quantile } from './median.ts';

const accounts = 100;
const notifications = 1_000;
const atOnce = 20;
const clocksDifferMs = 2_500;
const liftedSlices = 24;
const silent = { info() {}, warn() {}, error() {} };

export const webhookBurst: Benchmark = {
  name: 'webhook',
  title: `Webhook: ${notifications} notifications for ${accounts} accounts, ${atOnce} at once, on the local cloud`,
  async measure() {
    const folder = await mkdtemp(join(tmpdir(), 'weighbridge-burst-'));
    const sandbox = new Sandbox({ clock: systemClock, random: Math.random });
    const log: LogLine[] = [];
    const assembly = await synthesize({ out: join(folder, 'cdk.out') });
    const environment = await sandbox.start();
    const cloud = await startCloud({
      ...{ assembly, state: join(folder, 'state'), environment },
      log: (line) => log.push(line),
    });
    try {
      const { address, database } = await connected(cloud, sandbox);
      await Promise.all(Array.from({ length: 4 }, () => answered(address, 0)));
      const from = performance.now();
      const answers: { status: number; ms: number }[] = [];
      const numbers = Array.from({ length: notifications }, (_, index) => index).values();
      await Promise.all(
        Array.from({ length: atOnce }, async () => {
          for (const index of numbers) answers.push(await answered(address, 10_001 + (index % accounts)));
        }),
      );
      const burstS = (performance.now() - from) / 1000;
      await liftPace(database, sandbox);
      await cloud.idle({ timeoutMs: 240_000 });
      const outcomes = log.flatMap(({ text }) => outcomeIn(text));
      const times = answers.map(({ ms }) => ms);
      const done = outcomes.filter((outcome) => outcome === 'done').length;
      return [
        {
          ...{ what: 'answered with 200', value: answers.filter(({ status }) => status === 200).length, unit: 'count' },
          ...{ target: { of: 'value', atLeast: notifications } },
          note: `all in within ${burstS.toFixed(1)} s; what waits then is synced faster than Withings' 120 calls a minute, so that nobody waits for it`,
        },
        { what: 'answer, median', value: quantile(times, 0.5), unit: 'ms' },
        { what: 'answer, p99', value: quantile(times, 0.99), unit: 'ms', note: 'Withings waits 2 s' },
        compared({
          ...{ what: 'syncs they coalesced into', value: done, unit: 'count' },
          than: { what: 'notifications', value: outcomes.length },
          note: `${outcomes.length - done} messages were satisfied by a sync that had begun after them`,
        }),
      ];
    } finally {
      await cloud.stop();
      await sandbox.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

/** So many people who have connected and just stepped on the scale; returns the address of the webhook, too. */
async function connected(cloud: LocalCloud, sandbox: Sandbox) {
  const { endpoint, region, adminCredentials: credentials, outputs } = cloud;
  const host = cliHost(outputs, { endpoint, region, credentials });
  await secretsOf(host).putWithingsCredentials(sandboxApp);
  const { sealing, webhook } = await secretsOf(host).masterKeys();
  const seal = new Seal(sealing);
  const { withings, garmin, trainerroad, intervals } = sandbox;
  const simulators = { withings, garmin, trainerroad, intervals };
  const answer = async (request: Request) => simulators[vendorOf(request.url)].fetch(request);
  const fetch: typeof globalThis.fetch = async (input, init) => answer(new Request(input, { ...init, signal: null }));
  const { AccountsTable: accountsTable = '', MeasurementsTable: measurementsTable = '' } = outputs;
  const database = {
    ...{ accountsTable, measurementsTable },
    documentClient: documentClient(new DynamoDBClient({ endpoint, region, credentials })),
  };
  const archive = { put: async () => '', removeAll: async () => true };
  const parts = engine({
    ...{ database, clock: systemClock, random: Math.random, fetch, seal, archive, log: silent },
    mailOwner: async () => {},
  });
  const { callsPerMinute } = withings.state.settings;
  withings.state.settings.callsPerMinute = 100_000;
  const now = Math.floor(Date.now() / 1000);
  for (let index = 0; index < accounts; index++) {
    const options = { name: `person-${index}`, userid: 10_001 + index, connect: [] };
    const person = await addPerson(options, { ...simulators, answer, fetch }, parts, seal);
    await parts.accounts.change(await person.account(), (known) => ({
      ...known,
      withings: { ...known.withings, cursor: now - 86_400, notifications: 'subscribed' },
    }));
    await withings.addWeighIn(person.userid, { weightKg: 80, at: now - 30 });
  }
  withings.state.settings.callsPerMinute = callsPerMinute;
  withings.state.callTimes = {};
  return { address: `${cloud.url}/webhook/${webhookToken(webhook)}`, database };
}

/**
 * How many syncs there will be is decided once all notifications are in: whichever begins later satisfies all that wait
 * for its account. So those need not keep to the pace of Withings. It is lifted for slices that begin after those few
 * seconds in which a sync does not count as later, because clocks may differ.
 */
async function liftPace({ documentClient, accountsTable }: EngineParts['database'], { withings }: Sandbox) {
  withings.state.settings.callsPerMinute = 100_000;
  const next = Math.ceil((Date.now() + clocksDifferMs) / sliceMs);
  for (let slice = next; slice < next + liftedSlices; slice++) {
    const ttl = Math.floor(Date.now() / 1000) + 3_600;
    const Item = { account: sliceKey(slice * sliceMs), calls: -100_000, ttl };
    await documentClient.send(new PutCommand({ TableName: accountsTable, Item }));
  }
}

async function answered(address: string, userid: number): Promise<{ status: number; ms: number }> {
  const now = Math.floor(Date.now() / 1_000_000) * 1_000;
  const range = { startdate: String(now - 2_000), enddate: String(now + 2_000) };
  const body = new URLSearchParams({ userid: String(userid), appli: '1', ...range });
  const from = performance.now();
  const response = await fetch(address, { method: 'POST', body });
  await response.arrayBuffer();
  return { status: response.status, ms: performance.now() - from };
}

const syncedSchema = v.object({ message: v.literal('Synced'), outcome: v.string() });

/** What became of a message, if this line of the log says it. */
function outcomeIn(line: string): string[] {
  if (!line.includes('"Synced"')) return [];
  const synced = v.safeParse(syncedSchema, JSON.parse(line));
  return synced.success && synced.output.outcome !== 'gone' ? [synced.output.outcome] : [];
}
