import { Worker } from 'node:worker_threads';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { isEvent } from '../../lib/ledger.ts';
import { seeded } from '../../lib/sandbox/withings/chance.ts';
import { bodyScanWeighIn } from '../../lib/sandbox/withings/devices.ts';
import { asStored } from '../../lib/sandbox/withings/storing.ts';
import { documentClient } from '../../lib/store/document-client.ts';
import { MeasurementStore } from '../../lib/store/measurements.ts';
import { Seal } from '../../lib/store/seal.ts';
import { FlowingClock } from '../flowing-clock.ts';
import { exampleWeighIn } from '../store/examples.ts';
import { memoryDatabase } from '../store/memory-database.ts';
import { engine } from '../sync/engine.ts';
import { addPerson } from '../sync/person.ts';
import { simulatedVendors } from '../sync/simulated-vendors.ts';
import { type Benchmark, compared, type Figure } from './benchmark.ts';
import { clientsOf } from './in-process-aws.ts';
import type { Assignment, Outcome, Question, Reply } from './world-protocol.ts';

const weighIns = 5_000;
const memoryMb = 128;
/** What Node gives itself on a Lambda of 512 MB: lib/infra/sync.ts. */
const heapLimitMb = 384;
const fullTimeMs = 200_000;
/** So little that it has to stop and go on many times. */
const shortTimeMs = 30_000;
const interruptedWeighIns = 1_000;

export const backfill: Benchmark = {
  name: 'backfill',
  title: `Backfill of ten years: ${weighIns} weigh-ins of three groups each, to all destinations`,
  async measure() {
    const sdkMs = await sdkMsAWrite();
    const ownSeconds = ({ cpuMs, messagesMs }: Outcome) => (cpuMs - messagesMs) / 1000;
    const sdkSeconds = ({ storeCalls }: Outcome) => (storeCalls * sdkMs) / 1000;
    const half = await backfilled(weighIns / 2);
    const whole = await backfilled(weighIns);
    const twice = await backfilled(weighIns * 2);
    const interrupted = await backfilled(interruptedWeighIns, shortTimeMs);
    const calls = ({ storeCalls, vendorCalls }: Outcome) => `${storeCalls} to DynamoDB, ${vendorCalls} to vendors`;
    const inTime = ({ invocations, seconds }: Outcome) =>
      `${invocations} invocations over ${Math.round(seconds / 60)} minutes, at the pace vendors are asked`;
    const slope = (name: string, run: Outcome, smaller: Outcome): Figure =>
      compared({
        ...{ what: `our own, ${name}`, value: ownSeconds(run), unit: 's' },
        than: { what: 'half of that', value: ownSeconds(smaller) },
        target: { of: 'ratio', atMost: 2.3 },
        note: `${calls(run)}; ${inTime(run)}`,
      });
    return [
      {
        ...{ what: 'processor time of our own in the sync function', value: ownSeconds(whole), unit: 's' },
        target: { of: 'value', atMost: 2 },
        note: calls(whole),
      },
      {
        ...{ what: 'with what the SDK takes for each call to DynamoDB', value: ownSeconds(whole) + sdkSeconds(whole) },
        ...{ unit: 's', target: { of: 'value', atMost: 2 }, note: `${sdkMs.toFixed(2)} ms for a conditional write` },
      },
      slope(`${weighIns} weigh-ins`, whole, half),
      slope(`${weighIns * 2} weigh-ins`, twice, whole),
      {
        ...{ what: 'heap at most', value: whole.heapMb, unit: 'MB', target: { of: 'value', atMost: memoryMb } },
        note: `of twice as many ${Math.round(twice.heapMb)} MB, of half as many ${Math.round(half.heapMb)} MB`,
      },
      {
        ...{ what: `proven at Garmin of ${interruptedWeighIns}, stopped every ${shortTimeMs / 1000} s`, unit: 'count' },
        ...{ value: interrupted.proven, target: { of: 'value', atLeast: interruptedWeighIns } },
        note: `there once each: ${interrupted.atGarmin === interruptedWeighIns}; ${inTime(interrupted)}`,
      },
    ];
  },
};

/** What the SDK takes of the processor for one write of an item of the ledger: to serialize, sign and read the answer. */
async function sdkMsAWrite(): Promise<number> {
  const writes = 1_000;
  const store = new MeasurementStore(documentClient(clientsOf(async () => ({})).dynamodb), 'measurements');
  const items = Array.from({ length: writes }, (_, index) => {
    const groups = historyOf(1, 1_800_000_000).map((group) => ({ ...group, measures: group.measures.slice(0, 20) }));
    return exampleWeighIn('1', 1_700_000_000 + index, { groups });
  });
  await store.saveAll(items);
  const from = process.cpuUsage();
  await store.saveAll(items);
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1000 / writes;
}

/** One person with so long a history, synced for the first time by a thread of its own. */
async function backfilled(count: number, timeMs = fullTimeMs): Promise<Outcome & { proven: number; atGarmin: number }> {
  const clock = new FlowingClock();
  const vendors = simulatedVendors({ clock, random: seeded(1), notify: async () => new Response('OK\n') });
  const database = memoryDatabase();
  const seal = new Seal(new Uint8Array(32).fill(7));
  const silent = { info() {}, warn() {}, error() {} };
  const archive = { put: async () => '', removeAll: async () => true };
  const parts = engine({
    ...{ database, clock, random: seeded(2), fetch: vendors.fetch, seal, archive, log: silent },
    mailOwner: async () => {},
  });
  const person = await addPerson({ name: 'robin', userid: 10_001 }, vendors, parts, seal);
  person.scale.groups.push(...historyOf(count, Math.floor(clock.now() / 1000)));
  const outcome = await inThread({ account: person.id, now: clock.now(), timeMs }, async ({ now, ask }) => {
    if (now > clock.now()) await clock.sleep(now - clock.now());
    if ('store' in ask && ask.store === 'Ping') return { output: {} };
    if ('store' in ask) return { output: await database.carryOut(commandOf(ask.store, ask.input)) };
    const { url, init } = ask;
    const answer = await vendors.answer(new Request(url, { ...init, body: init.body ?? null }));
    return { status: answer.status, headers: [...answer.headers], body: await answer.text() };
  });
  const ledger = (await Array.fromAsync(parts.measurements.all(person.id))).flat().filter(isEvent);
  const proven = ledger.filter(({ deliveries }) => deliveries.garmin?.state === 'verified').length;
  return { ...outcome, proven, atGarmin: vendors.garmin.weights('robin').length };
}

const device = { deviceid: 'd'.repeat(40), modelid: 10, model: 'Body Scan' };
const daySeconds = 86_400;

/** So many mornings on a Body Scan, three groups each, over ten years. */
function historyOf(count: number, now: number) {
  const random = seeded(9);
  const everySeconds = (3_650 * daySeconds) / count;
  return Array.from({ length: count }, (_, index) => {
    const date = Math.floor(now - (count - index) * everySeconds);
    const body = {
      weightKg: 78 + random() * 4,
      fatPercent: 20 + random(),
      heightM: 1.8,
      ageYears: 40,
      heartPulseBpm: 60,
    };
    return bodyScanWeighIn(body, date, device).map((draft, part) =>
      asStored({ ...draft, created: date + 30 }, 5_000_000_000 + index * 3 + part, now),
    );
  }).flat();
}

type Answer = { output: object } | { status: number; headers: [string, string][]; body: string };

function inThread(workerData: Assignment, answer: (question: Question) => Promise<Answer>): Promise<Outcome> {
  const thread = new Worker(new URL('./sync-thread.ts', import.meta.url), {
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: heapLimitMb },
  });
  return new Promise((done, failed) => {
    thread.on('error', failed);
    thread.on('message', (message: Question | Outcome) => {
      if (!('ask' in message)) return done(message);
      const { id } = message;
      const reply = (how: Reply) => thread.postMessage(how);
      answer(message).then(
        (found) => reply({ id, ...found }),
        (error) =>
          error instanceof ConditionalCheckFailedException ? reply({ id, conditionFailed: true }) : failed(error),
      );
    });
  });
}

const commands = { GetCommand, PutCommand, UpdateCommand, DeleteCommand, QueryCommand };

function commandOf(name: string, input: object): object {
  const Command = Object.entries(commands).find(([known]) => known === name)?.[1];
  if (!Command) throw new Error(`Nobody has asked for a ${name} so far.`);
  return Reflect.construct(Command, [input]);
}
