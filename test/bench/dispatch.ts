import * as v from 'valibot';
import { SyncQueue } from '../../lib/queue.ts';
import { AccountStore } from '../../lib/store/accounts.ts';
import { documentClient } from '../../lib/store/document-client.ts';
import { dispatch } from '../../lib/sync/dispatch.ts';
import { Timeline } from '../sync/timeline.ts';
import { type Benchmark, compared, type Figure } from './benchmark.ts';
import { clientsOf, takenBatch } from './in-process-aws.ts';

/** What DynamoDB and SQS take to answer: twice what is usual within a region. */
const latencyMs = 20;
/** A page of a scan is 1 MB, an account with all its tokens 5 kB. */
const accountsAPage = 200;
const sizes = [10_000, 100_000, 1_000_000];
const resumedAccounts = 40_000;
const lambdaMs = 15 * 60_000;
/** 512 MB of 1,769 that are one processor: lib/infra/timetable.ts. */
const processorShare = 512 / 1_769;

export const dispatchAll: Benchmark = {
  name: 'dispatch',
  title: `Dispatch: one message an account; table and queue answer in this process after ${latencyMs} ms of a clock that nobody waits for`,
  async measure() {
    await dispatched(2_000, lambdaMs);
    const runs: Dispatched[] = [];
    for (const size of sizes) runs.push(await dispatched(size, lambdaMs));
    return [
      ...runs.map((run, index) => timeOf(run, runs[index - 1])),
      memoryOf(runs[0]!, runs.at(-1)!),
      await resumed(),
    ];
  },
};

type Dispatched = Awaited<ReturnType<typeof dispatched>>;

const secondsOf = ({ waitedMs, cpuMs }: Dispatched): number => (waitedMs + cpuMs / processorShare) / 1000;

function timeOf(run: Dispatched, smaller: Dispatched | undefined): Figure {
  const { sent, waitedMs, cpuMs } = run;
  const seconds = secondsOf(run);
  const computed = `${(waitedMs / 1000).toFixed(1)} s waiting, ${(cpuMs / 1000).toFixed(1)} s of one processor here`;
  const ratio = smaller && seconds / sent / (secondsOf(smaller) / smaller.sent);
  return {
    what: `${sent.toLocaleString('en')} accounts, on a Lambda of 512 MB`,
    value: seconds,
    unit: 's',
    ...(ratio && { ratio }),
    ...(sent === 1_000_000 && { target: { of: 'value', atMost: 720 } }),
    note: ratio ? `${computed}; the ratio is the time per account to that of a tenth as many` : computed,
  };
}

const memoryOf = (small: Dispatched, large: Dispatched): Figure =>
  compared({
    what: `heap at most, of ${large.sent.toLocaleString('en')}`,
    value: large.heapMb,
    unit: 'MB',
    than: { what: `of ${small.sent.toLocaleString('en')}`, value: small.heapMb },
    target: { of: 'ratio', atMost: 1.3 },
  });

/** Stopped in the middle and given again: what was done twice. */
async function resumed(): Promise<Figure> {
  const world = tableOf(resumedAccounts);
  const first = await dispatched(resumedAccounts, 5_000, world);
  const rest = await dispatched(resumedAccounts, lambdaMs, world);
  return {
    what: `accounts asked for twice, of ${resumedAccounts.toLocaleString('en')}, when it stops after ${first.sent.toLocaleString('en')} and goes on`,
    value: first.sent + rest.sent - resumedAccounts,
    unit: 'count',
    target: { of: 'value', atMost: 0 },
  };
}

const scanSchema = v.object({
  Segment: v.number(),
  TotalSegments: v.number(),
  ExclusiveStartKey: v.optional(v.object({ account: v.object({ S: v.string() }) })),
});

/** So many accounts in as many segments as are asked for, and what a dispatch notes of itself. */
function tableOf(accounts: number) {
  let progress: object | undefined;
  const scan = (body: string): object => {
    const { Segment, TotalSegments, ExclusiveStartKey } = v.parse(scanSchema, JSON.parse(body));
    const end = Math.floor((accounts * (Segment + 1)) / TotalSegments);
    const from = ExclusiveStartKey
      ? Number(ExclusiveStartKey.account.S) + 1
      : Math.floor((accounts * Segment) / TotalSegments);
    const to = Math.min(from + accountsAPage, end);
    const Items = Array.from({ length: to - from }, (_, index) => ({ account: { S: String(from + index) } }));
    return { Items, ...(to < end && { LastEvaluatedKey: { account: { S: String(to - 1) } } }) };
  };
  return {
    scan,
    peek: async () => progress,
    put: async (_kind: string, _id: string, value: unknown) => {
      progress = structuredClone(Object(value));
    },
  };
}

export async function dispatched(accounts: number, withinMs: number, world = tableOf(accounts)) {
  const timeline = new Timeline();
  let [sent, heapMb, answers] = [0, 0, 0];
  const { dynamodb, sqs } = clientsOf(async (operation, body) => {
    if (++answers % 200 === 0) heapMb = Math.max(heapMb, liveMb(answers));
    await timeline.sleep(latencyMs);
    if (operation === 'Scan') return world.scan(body);
    const { taken, answer } = takenBatch(body);
    sent += taken;
    return answer;
  });
  const from = { at: timeline.now(), cpu: process.cpuUsage() };
  const work = dispatch(
    { reason: 'schedule', scheduledAt: '2026-11-20T06:00:00Z' },
    {
      accounts: new AccountStore(documentClient(dynamodb), 'accounts'),
      queue: new SyncQueue(sqs, 'http://localhost/sync.fifo', timeline),
      progress: world,
      clock: timeline,
      deadline: timeline.now() + withinMs,
    },
  ).catch(() => undefined);
  let isDone = false;
  void work.finally(() => {
    isDone = true;
  });
  while (!isDone) await timeline.pass({ seconds: 1 });
  const { user, system } = process.cpuUsage(from.cpu);
  return { sent, waitedMs: timeline.now() - from.at, cpuMs: (user + system) / 1000, heapMb };
}

/** What is in use, garbage aside: collected before some of the looks. */
function liveMb(answers: number): number {
  if (answers % 2_000 !== 0 && answers > 400) return 0;
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1e6;
}
