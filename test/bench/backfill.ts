import { Worker } from 'node:worker_threads';
import { isEvent, withDeliveries } from '../../lib/ledger.ts';
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
import { answerOf } from './wire-database.ts';
import type { Assignment, Outcome, Question, Reply } from './world-protocol.ts';

const weighIns = 5_000;
const memoryMb = 128;
/** What Node gives itself on a Lambda of 512 MB: lib/infra/sync.ts. */
const heapLimitMb = 384;
/** What Node gives itself anywhere, whatever this process was started with. */
const nurseryMb = 48;
const fullTimeMs = 200_000;
/** So little that it has to stop and go on many times. */
const shortTimeMs = 30_000;
const interruptedWeighIns = 1_000;

export const backfill: Benchmark = {
  name: 'backfill',
  title: `Backfill of ten years: ${weighIns} weigh-ins of three groups each, to all destinations`,
  async measure() {
    const half = await backfilled(weighIns / 2);
    const whole = await backfilled(weighIns);
    const twice = await backfilled(weighIns * 2);
    const interrupted = await backfilled(interruptedWeighIns, shortTimeMs);
    const seconds = ({ cpuMs }: Outcome) => cpuMs / 1000;
    const inTime = ({ invocations, seconds }: Outcome) =>
      `${invocations} invocations over ${Math.round(seconds / 60)} minutes, at the pace vendors are asked`;
    const slope = (name: string, run: Outcome, smaller: Outcome): Figure =>
      compared({
        ...{ what: `processor time, ${name}`, value: seconds(run), unit: 's' },
        than: { what: 'half of that', value: seconds(smaller) },
        target: { of: 'ratio', atMost: 2.3 },
        note: inTime(run),
      });
    return [
      {
        ...{ what: 'processor time of the sync function, with the AWS SDK', value: seconds(whole), unit: 's' },
        target: { of: 'value', atMost: 2 },
        note: callsOf(whole),
      },
      compared({
        ...{ what: 'of it what the SDK takes to write, nothing else', value: await sdkSeconds(whole), unit: 's' },
        than: { what: 'all of it', value: seconds(whole) },
      }),
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

function callsOf({ storeCalls, vendorCalls }: Outcome): string {
  const asked = Object.entries(storeCalls).map(([operation, count]) => `${count} ${operation}`);
  return `${asked.join(', ')}; ${vendorCalls} calls to vendors`;
}

/** What it takes to serialize and sign as many writes of the ledger, and to read an empty answer to each. */
async function sdkSeconds({ storeCalls: { PutItem = 0, UpdateItem = 0 } }: Outcome): Promise<number> {
  const store = new MeasurementStore(documentClient(clientsOf(async () => ({})).dynamodb), 'measurements');
  const item = exampleWeighIn('1', 1_700_000_000, { groups: historyOf(1, 1_800_000_000), version: 1 });
  const noted = withDeliveries(item, { garmin: { state: 'sending', at: 1, values: item.values, attempts: 1 } });
  const writes = async (puts: number, updates: number) => {
    await store.saveAll(Array.from({ length: puts }, () => item));
    await store.noteAll(Array.from({ length: updates }, () => noted));
  };
  await writes(500, 500);
  const from = process.cpuUsage();
  await writes(PutItem, UpdateItem);
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1e6;
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
    if ('operation' in ask) return { ...(await answerOf(database, ask)), headers: [] };
    const { url, init } = ask;
    const answer = await vendors.answer(new Request(url, { ...init, body: init.body ?? null }));
    return { status: answer.status, headers: [...answer.headers], body: new Uint8Array(await answer.arrayBuffer()) };
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

function inThread(
  workerData: Assignment,
  answer: (question: Question) => Promise<Omit<Reply, 'id'>>,
): Promise<Outcome> {
  const thread = new Worker(new URL('./sync-thread.ts', import.meta.url), {
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: heapLimitMb, maxYoungGenerationSizeMb: nurseryMb },
  });
  return new Promise((done, failed) => {
    thread.on('error', failed);
    thread.on('message', (message: Question | Outcome) => {
      if (!('ask' in message)) return done(message);
      const { id } = message;
      const reply = (found: Omit<Reply, 'id'>) => thread.postMessage({ id, ...found }, [found.body.buffer]);
      answer(message).then(reply, failed);
    });
  });
}
