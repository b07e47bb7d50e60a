import { getHeapStatistics } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import { seeded } from '../../lib/sandbox/withings/chance.ts';
import { documentClient } from '../../lib/store/document-client.ts';
import { Seal } from '../../lib/store/seal.ts';
import { syncAccount } from '../../lib/sync/sync-account.ts';
import { FlowingClock } from '../flowing-clock.ts';
import { engine } from '../sync/engine.ts';
import { clientsOver } from './in-process-aws.ts';
import type { Assignment, Outcome, PlainInit, Question, Reply } from './world-protocol.ts';

/**
 * The sync function alone in a thread, with the SDK that serializes, signs and parses: database and vendors are in another
 * one, so that processor time and memory of this thread are its own. Messages stand for connections. Its heap is that of
 * the Lambda (see `backfill.ts`).
 */
const { account, now, timeMs }: Assignment = workerData;
const port = parentPort;
if (!port) throw new Error('This is a thread, not a program.');

const clock = new FlowingClock(now);
const waiting = new Map<number, (reply: Reply) => void>();
const storeCalls: Record<string, number> = {};
let vendorCalls = 0;
let heapMb = 0;
let asks = 0;
port.on('message', (reply: Reply) => {
  waiting.get(reply.id)?.(reply);
  waiting.delete(reply.id);
});

function asked(ask: Question['ask']): Promise<Reply> {
  const id = ++asks;
  if (id % 200 === 0) heapMb = Math.max(heapMb, getHeapStatistics().used_heap_size / 1e6);
  const question: Question = { id, now: clock.now(), ask };
  port?.postMessage(question, 'operation' in ask ? [ask.body.buffer] : []);
  return new Promise((answer) => waiting.set(id, answer));
}

const { dynamodb } = clientsOver((operation, body) => {
  storeCalls[operation] = (storeCalls[operation] ?? 0) + 1;
  return asked({ operation, body });
});
const database = {
  ...{ accountsTable: 'accounts', measurementsTable: 'measurements' },
  documentClient: documentClient(dynamodb),
};

const fetch: typeof globalThis.fetch = async (input, init) => {
  vendorCalls += 1;
  const request = new Request(input, { ...init, signal: null });
  const plain: PlainInit = {
    method: request.method,
    headers: [...request.headers],
    body: request.method === 'GET' ? undefined : await request.arrayBuffer(),
  };
  const reply = await asked({ url: request.url, init: plain });
  const isEmpty = reply.status === 204 || reply.status === 304;
  return new Response(isEmpty ? null : reply.body, { status: reply.status, headers: reply.headers });
};

const parts = engine({
  ...{ database, clock, fetch, random: seeded(5), isCounted: true, seal: new Seal(new Uint8Array(32).fill(7)) },
  archive: { put: async (owner, file) => `fit/${owner}/${file.bytes.length}`, removeAll: async () => true },
  log: { info() {}, warn() {}, error() {} },
  mailOwner: async () => {},
});
const threadMs = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

const from = threadMs();
let invocations = 0;
let outcome = 'continue';
while (outcome === 'continue') {
  invocations += 1;
  const reason = invocations === 1 ? 'connect' : 'continue';
  const request = { message: { account, reason } as const, sentAt: clock.now(), deadline: clock.now() + timeMs };
  outcome = await syncAccount(request, parts.context);
  await clock.sleep(1_000);
}
const cpuMs = threadMs() - from;
const result: Outcome = {
  ...{ cpuMs, heapMb, invocations, storeCalls, vendorCalls },
  seconds: (clock.now() - now) / 1000,
};
port.postMessage(result);
