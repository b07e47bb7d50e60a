import { GetCommand, QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { Vendor } from '../../lib/account.ts';
import type { Log } from '../../lib/log.ts';
import { SyncQueue } from '../../lib/queue.ts';
import type { Archive } from '../../lib/store/archive.ts';
import type { Seal } from '../../lib/store/seal.ts';
import type { MessageContext } from '../../lib/sync/handle-message.ts';
import { answering, type MemoryDatabase } from '../store/memory-database.ts';
import { type Engine, engine } from './engine.ts';
import { type FifoQueue, sqsClient } from './fifo-queue.ts';
import { type Invocation, LambdaProcess, type Surroundings } from './lambda-process.ts';
import { type SimulatedVendors, timelessRequest, vendorOf } from './simulated-vendors.ts';

/** A call to a vendor. */
export interface VendorCall {
  vendor: Vendor;
  request: Request;
  /** The sync that makes it. */
  by: Invocation;
}

/** What goes wrong with a call: whether the vendor did what was asked all the same, and what is seen of it. */
export interface Trouble {
  taken: boolean;
  answer: 'lost' | 'timeout' | Response;
}

export interface WorkerSurroundings extends Surroundings {
  database: MemoryDatabase;
  queue: FifoQueue;
  vendors: SimulatedVendors;
  archive: Pick<Archive, 'put' | 'removeAll'>;
  random: () => number;
  seal: Seal;
  log: Log;
  troubleOf(call: VendorCall): Trouble | undefined;
  /** After a vendor was called, before anything else happens. */
  called(call: VendorCall): void;
}

/** A process that syncs, warm from one message to the next, with all that it does to the world in the test's hands. */
export interface Worker {
  process: LambdaProcess;
  engine: Engine;
  context: MessageContext;
  /** The process's way to the queue. */
  queue: SyncQueue;
}

export function startWorker(surroundings: WorkerSurroundings): Worker {
  const { database, random, seal, log } = surroundings;
  const process = new LambdaProcess(surroundings);
  const { clock } = process;
  const parts = engine({
    database: {
      ...database,
      documentClient: answering(database.documentClient, (command) => store(process, database, command)),
    },
    archive: {
      put: (...file) => process.effect('archive put', () => surroundings.archive.put(...file)),
      removeAll: (...whose) => process.effect('archive removal', () => surroundings.archive.removeAll(...whose)),
    },
    fetch: (input, init) => call(process, surroundings, timelessRequest(input, init)),
    mailOwner: () => process.effect('mail to the owner', async () => {}),
    ...{ clock, random, seal, log, isCounted: true },
  });
  const sqs = sqsClient((command) =>
    process.effect(`queue ${nameOf(command)}`, async () => surroundings.queue.carryOut(command)),
  );
  const queue = new SyncQueue(sqs, 'https://sqs.invalid/sync.fifo', clock);
  return { process, engine: parts, queue, context: { queue, clock, log, syncContext: async () => parts.context } };
}

function store(process: LambdaProcess, database: MemoryDatabase, command: object): Promise<object> {
  const carryOut = () => database.carryOut(command);
  const isRead = [GetCommand, QueryCommand, ScanCommand].some((kind) => command instanceof kind);
  return isRead ? process.look(carryOut) : process.effect(`store ${nameOf(command)}`, carryOut);
}

const nameOf = (command: object): string => command.constructor.name.replace(/Command$/, '');

/** How long our clients wait for an answer, most of them. */
const timeoutMs = 10_000;

async function call(process: LambdaProcess, surroundings: WorkerSurroundings, request: Request): Promise<Response> {
  const vendor = vendorOf(request.url);
  const made: VendorCall = { vendor, request, by: process.invocation };
  const name = `${vendor} ${request.method} ${new URL(request.url).pathname}`;
  const seen = await process.effect(name, () => answerTo(made, surroundings));
  if (seen !== 'timeout') return seen;
  await process.clock.sleep(timeoutMs);
  throw new DOMException('The operation was aborted due to timeout', 'TimeoutError');
}

async function answerTo(
  made: VendorCall,
  { vendors, troubleOf, called }: WorkerSurroundings,
): Promise<Response | 'timeout'> {
  const trouble = troubleOf(made);
  if (trouble && !trouble.taken) return seenOf(trouble);
  const answer = await vendors.answer(made.request);
  called(made);
  return trouble ? seenOf(trouble) : answer;
}

function seenOf({ answer }: Trouble): Response | 'timeout' {
  if (answer === 'lost') throw new TypeError('fetch failed', { cause: new Error('The connection was cut.') });
  return answer;
}
