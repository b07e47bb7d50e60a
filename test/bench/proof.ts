import { setTimeout as passed } from 'node:timers/promises';
import type { SQSRecord } from 'aws-lambda';
import { systemClock } from '../../lib/clock.ts';
import { seeded } from '../../lib/sandbox/withings/chance.ts';
import { Seal } from '../../lib/store/seal.ts';
import { handleMessage } from '../../lib/sync/handle-message.ts';
import { syncAccount } from '../../lib/sync/sync-account.ts';
import { parseNotification, rangeOf } from '../../lib/withings/notification.ts';
import { answering, memoryDatabase } from '../store/memory-database.ts';
import { engine } from '../sync/engine.ts';
import { addPerson, type Person } from '../sync/person.ts';
import { simulatedVendors, vendorOf } from '../sync/simulated-vendors.ts';
import { queueRecord } from '../sync/world.ts';
import { type Benchmark, compared } from './benchmark.ts';
import { quantile } from './median.ts';

const vendorMs = 100;
/** Usual within a region; S3 and the queue take some times that. */
const storeMs = 4;
const archiveMs = 20;
const queueMs = 15;
const daySeconds = 86_400;
const weighIns = 200;
const atOnce = 25;
const silent = { info() {}, warn() {}, error() {} };

export const scaleToProof: Benchmark = {
  name: 'proof',
  title: `Scale to proof: notification in until the value is read back at Garmin, vendors answering in ${vendorMs} ms`,
  async measure() {
    const world = simulatedWorld();
    const people: Person[] = [];
    for (let index = 0; index < weighIns; index++) people.push(await world.person(index));
    await Promise.all(people.map(world.firstSync));
    const runs: Run[] = [];
    const waiting = people.values();
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        for (const person of waiting) runs.push(await world.weighIn(person));
      }),
    );
    const whole = runs.map(({ tookMs }) => tookMs);
    const { calls = [] } = runs[0] ?? {};
    const others = runs.filter((run) => run.calls.length !== calls.length).length;
    if (others > 0)
      throw new Error(`${others} weigh-ins took more or fewer calls than the first: ${calls.join(', ')}.`);
    // Garmin is called once a second at most: from the beginning of its first call to that of its last.
    const garmin = calls.filter((call) => call.startsWith('garmin'));
    const pausesMs = (garmin.length - 1) * (1_000 - vendorMs);
    const unavoidableMs = calls.length * vendorMs + pausesMs;
    const than = { what: 'the calls and the second that Garmin is left in peace', value: unavoidableMs };
    const one = (share: number, name: string) =>
      compared({
        ...{ what: `${name} of ${weighIns}`, value: quantile(whole, share), unit: 'ms', than },
        target: { of: 'ratio', atMost: 1.3 },
      });
    return [
      {
        ...one(0.5, 'median'),
        note: `${calls.join(', ')}\n${garmin.length - 1} pauses: one call a second is promised`,
      },
      one(0.99, 'p99'),
      {
        ...compared({
          what: 'median, were the promised second no part of the sum',
          value: quantile(whole, 0.5),
          unit: 'ms',
          than: { what: 'the calls alone', value: calls.length * vendorMs },
        }),
        note: `of our own beside the vendors: ${Math.round(quantile(whole, 0.5) - unavoidableMs)} ms`,
      },
    ];
  },
};

interface Run {
  tookMs: number;
  calls: string[];
}

/** The engine on stores and vendors that take their time. */
function simulatedWorld() {
  const notices = new Map<string, string>();
  const vendors = simulatedVendors({
    clock: systemClock,
    random: seeded(3),
    notify: async (_url, init) => {
      const body = String(init?.body ?? '');
      notices.set(new URLSearchParams(body).get('userid') ?? '', body);
      return new Response('OK\n');
    },
  });
  // What this machine makes in a minute, Withings would spread over more: here it is one person's wait that counts.
  vendors.withings.state.settings.callsPerMinute = 100_000;
  const seal = new Seal(new Uint8Array(32).fill(7));
  const database = memoryDatabase();
  const parts = { clock: systemClock, random: seeded(4), seal, log: silent, mailOwner: async () => {} };
  const archive = { put: async (account: string) => `fit/${account}`, removeAll: async () => true };
  const setUp = engine({ ...parts, database, archive, fetch: vendors.fetch });
  const documentClient = answering(database.documentClient, async (command) => {
    await passed(storeMs);
    return database.carryOut(command);
  });

  return {
    /** Somebody who has stepped on the scale yesterday. */
    async person(index: number): Promise<Person> {
      const person = await addPerson(
        { name: `person-${index}`, userid: 10_001 + index, connect: ['garmin'] },
        ...([vendors, setUp, seal] as const),
      );
      const yesterday = Math.floor(Date.now() / 1000) - daySeconds;
      await vendors.withings.addWeighIn(person.userid, { weightKg: 80, at: yesterday });
      for (const appli of [1, 4]) {
        const subscription = { clientId: 'client', callbackurl: 'http://localhost/webhook', comment: null };
        person.scale.subscriptions.push({ ...subscription, appli, failingSince: null });
      }
      await setUp.accounts.change(await person.account(), (known) => ({
        ...known,
        withings: { ...known.withings, notifications: 'subscribed' },
      }));
      return person;
    },

    /** Whose account a new sign-in opens is asked once, by the first sync: what is measured is every morning after it. */
    async firstSync({ id }: Person): Promise<void> {
      const { context } = engine({ ...parts, database, archive, fetch: vendors.fetch });
      const request = { message: { account: id, reason: 'connect' } as const, sentAt: Date.now() };
      const outcome = await syncAccount({ ...request, deadline: Date.now() + 300_000 }, context);
      if (outcome !== 'done') throw new Error(`The first sync ended otherwise: ${outcome}.`);
    },

    async weighIn(person: Person): Promise<Run> {
      await vendors.withings.addWeighIn(person.userid, { weightKg: 80 });
      await vendors.withings.deliverDue();
      const from = performance.now();
      const calls: string[] = [];
      let provenMs = Number.NaN;
      const fetch: typeof globalThis.fetch = async (input, init) => {
        const answer = await vendors.fetch(input, init);
        await passed(vendorMs);
        const request = new Request(input, init);
        calls.push(`${vendorOf(request.url)} ${request.method} ${new URL(request.url).pathname}`);
        provenMs = performance.now() - from;
        return answer;
      };
      const slow = { put: (account: string) => passed(archiveMs, `fit/${account}`), removeAll: async () => true };
      const { context } = engine({ ...parts, database: { ...database, documentClient }, archive: slow, fetch });
      await passed(queueMs);
      await passed(queueMs);
      const done = await handleMessage(recordOf(notices.get(String(person.userid)) ?? ''), 300_000, {
        ...{ clock: systemClock, log: silent, syncContext: async () => context },
        queue: { send: async () => {}, wait: async () => {} },
      });
      if (!done) throw new Error('The sync failed.');
      return { tookMs: provenMs, calls };
    },
  };
}

/** What the webhook makes of a notification, as the queue gives it out. */
function recordOf(body: string): SQSRecord {
  const notification = parseNotification(body);
  if (!notification) throw new Error('Withings did not notify.');
  const range = rangeOf(notification);
  const message = { account: notification.userId, reason: 'webhook', ...(range && { range }) };
  return queueRecord(JSON.stringify(message), { sentAt: Date.now() });
}
