import { bodyScanWeighIn } from '../../lib/sandbox/withings/devices.ts';
import type { Benchmark, Figure } from './benchmark.ts';
import { dispatched } from './dispatch.ts';
import { onePerson, type Taken } from './one-person.ts';
import { type Price, type Priced, prices, pricesOf } from './prices.ts';
import { monthHours, type Stack, stackOf } from './template.ts';

/** How a person lives, a month. */
const habits = { weighIns: 30, notificationsAWeighIn: 2, pageViews: 10 };
/** What was kept after three years. */
const keptMonths = 36;
/** What vendors and AWS take to answer, as elsewhere in this benchmark; a processor is 1,769 MB of memory. */
const [vendorMs, storeMs, processorGb] = [100, 4, 1_769 / 1024];
/** A warm webhook or page, mostly waiting for the queue or the table. */
const requestMs = 60;
/** Lambda asks an empty queue again after 20 s. */
const pollSeconds = 20;
const sizes = [1, 100, 10_000, 1_000_000];
const atMostUsd = 0.45;

type Amounts = [line: Priced, amount: number][];

export const money: Benchmark = {
  name: 'money',
  title: `Money: a month at list prices of ${pricesOf} (us-east-1), from the template and measured units`,
  async measure() {
    const stack = stackOf();
    const syncs = await measuredSyncs();
    const { waitedMs, cpuMs, sent } = await dispatched(10_000, 15 * 60_000);
    const shareOfProcessor = (stack.memoryGb.dispatch ?? 1) / processorGb;
    const dispatchSeconds = (waitedMs + cpuMs / shareOfProcessor) / 1000 / sent;
    return [
      ...sizes.map((people) => billed(people, amounts(people, stack, syncs, dispatchSeconds))),
      unitsOf('a round of the timetable that finds nothing and renews the token', syncs.round),
      unitsOf('a weigh-in to three destinations', syncs.weighIn),
      unitsOf('the daily maintenance', syncs.maintenance),
    ];
  },
};

function unitsOf(what: string, { units, calls, seconds, cpuMs }: Measured): Figure {
  const { writeUnits, readUnits } = units;
  const took = `${readUnits} read units, ${calls.length} calls to vendors, ${seconds.toFixed(1)} s, ${Math.round(cpuMs)} ms of a processor`;
  return { what: `write units of ${what}`, value: writeUnits, unit: 'units', note: took };
}

function billed(people: number, used: Amounts): Figure {
  const lines = used.map(([name, amount]) => {
    const price: Price = prices[name];
    return { name, usd: Math.max(0, amount - (price.free ?? 0)) * price.usd };
  });
  const usd = lines.reduce((sum, line) => sum + line.usd, 0);
  const shown = lines
    .filter((line) => line.usd > 0)
    .sort((one, other) => other.usd - one.usd)
    .slice(0, 3)
    .map((line) => `${line.name} $${line.usd < 10 ? line.usd.toFixed(4) : Math.round(line.usd)}`);
  return {
    ...{ what: `${people.toLocaleString('en')} ${people === 1 ? 'person' : 'people'}`, value: usd, unit: 'USD' },
    ...(people === 1 && { target: { of: 'value', atMost: atMostUsd } }),
    note: `${shown.join(', ')}; $${(usd / people).toFixed(5)} a person`,
  };
}

/** What a month takes, of everything that has a price. */
function amounts(
  people: number,
  { secrets, alarms, memoryGb, ticks, workers }: Stack,
  syncs: Syncs,
  dispatchSeconds: number,
): Amounts {
  const { round, weighIn, maintenance } = syncs;
  const rounds = ticks.schedule ?? 0;
  const days = ticks.maintenance ?? 0;
  const notices = habits.weighIns * habits.notificationsAWeighIn;
  const repeated = notices - habits.weighIns;
  const of = (one: (sync: Measured) => number): number =>
    rounds * one(round) + days * one(maintenance) + habits.weighIns * one(weighIn);
  const messages = rounds + days + notices;
  const syncSeconds = of(({ seconds }) => seconds) + repeated * 0.02;
  const ticked = (rounds + days) * Math.max(people * dispatchSeconds, 0.2);
  const gbSeconds =
    people * (syncSeconds * (memoryGb.sync ?? 0) + (notices * requestMs * (memoryGb.webhook ?? 0)) / 1000) +
    (people * habits.pageViews * requestMs * (memoryGb.web ?? 0)) / 1000 +
    ticked * (memoryGb.dispatch ?? 0);
  // A worker that finds nothing waits for 20 s: where there is much to do it is never idle.
  const polls = (workers * monthHours * 3600) / pollSeconds;
  const scanned = (rounds + days) * Math.max(0.5 * 8, (people * syncs.accountKb) / 8);
  const keptGb = (people * (syncs.accountKb + keptMonths * habits.weighIns * syncs.eventKb)) / 1e6;
  return [
    ['Secrets Manager: secrets', secrets],
    ['Secrets Manager: calls', Math.min(people * messages, (workers + 2) * monthHours * 12)],
    ['Lambda: GB-seconds (arm64)', gbSeconds],
    ['Lambda: invocations', people * (messages + notices + habits.pageViews) + rounds + days],
    ['DynamoDB: write units', people * of(({ units }) => units.writeUnits)],
    [
      'DynamoDB: read units',
      people * (of(({ units }) => units.readUnits) + repeated * 2 + habits.pageViews * 20) + scanned,
    ],
    ['DynamoDB: GB kept, with point-in-time recovery', keptGb],
    ['S3: files written', people * of(({ files }) => files)],
    ['S3: GB kept', (people * keptMonths * of(({ files }) => files)) / 1e6],
    ['SQS: requests (FIFO)', polls + people * (notices + (rounds + days) / 10 + 2 * messages)],
    ['API Gateway: requests (HTTP)', people * (notices + habits.pageViews)],
    ['EventBridge Scheduler: ticks', rounds + days],
    ['CloudWatch: GB of logs', (people * (of(({ logBytes }) => logBytes + 500) + notices * 900)) / 1e9],
    ['CloudWatch: alarms', alarms],
    ['Out to the internet: GB', (people * of(({ calls }) => calls.length * 4_000)) / 1e9],
  ];
}

interface Measured extends Taken {
  seconds: number;
}

interface Syncs {
  round: Measured;
  weighIn: Measured;
  maintenance: Measured;
  accountKb: number;
  eventKb: number;
}

/** A round for which the token is renewed, since it lives for three hours; a weigh-in on a Body Scan; the daily maintenance. */
async function measuredSyncs(): Promise<Syncs> {
  const { clock, vendors, person, ledger, sync, round, stop } = await onePerson();
  const timed = (taken: Taken): Measured => ({ ...taken, seconds: secondsOf(taken) });
  const date = Math.floor(clock.now() / 1000) - 30;
  const body = { weightKg: 80, fatPercent: 20, heightM: 1.8, ageYears: 40, heartPulseBpm: 60 };
  const scale = { deviceid: 'd'.repeat(40), modelid: 10, model: 'Body Scan' };
  await vendors.withings.addGroups(person.userid, bodyScanWeighIn(body, date, scale));
  const weighIn = await sync({ reason: 'webhook', range: { from: date, to: date } });
  clock.advance({ hours: 3 });
  const idle = await round();
  clock.advance({ hours: 3 });
  const maintenance = await sync({ reason: 'maintenance' });
  const kb = (value: unknown) => JSON.stringify(value).length / 1000;
  const [event] = await ledger();
  const result = { round: timed(idle), weighIn: timed(weighIn), maintenance: timed(maintenance) };
  const accountKb = kb(await person.account());
  await stop();
  return { ...result, accountKb, eventKb: kb(event) };
}

/**
 * As long as it would take with vendors and tables at their distance. The processor's part holds dynalite and the
 * simulators too, which makes up for Lambda's share of a processor.
 */
const secondsOf = ({ waitedMs, calls, units, files, cpuMs }: Taken): number =>
  (waitedMs + calls.length * vendorMs + units.calls.length * storeMs + files * 20 + cpuMs) / 1000;
