import type { ConnectionStatus } from '../account.ts';
import type { Clock } from '../clock.ts';
import { type Destination, type DestinationName, destinationNames } from '../destination.ts';
import { BugError, kindOf, ReauthorizeError, RejectedError, RetryError, WeighbridgeError } from '../errors.ts';
import { isEvent, withDeliveries } from '../ledger.ts';
import { errorFields, type Log } from '../log.ts';
import type { SyncMessage } from '../queue.ts';
import type { AccountStore } from '../store/accounts.ts';
import type { Archive } from '../store/archive.ts';
import type { MeasurementStore } from '../store/measurements.ts';
import { OpenAccount } from '../store/open-account.ts';
import { blockAfter, isBlocked, mended } from './connection-state.ts';
import { type DeliveryReport, deliver } from './deliver.ts';
import { type MeasureSource, receive } from './receive.ts';

/** A person's Withings account, opened for one sync. */
export interface WithingsAccount extends MeasureSource {
  /** Makes sure that notifications of weight and blood pressure reach us; subscribes again what is missing. */
  subscribe(): Promise<void>;
}

export interface SyncContext {
  accounts: AccountStore;
  measurements: MeasurementStore;
  archive: Pick<Archive, 'put'>;
  clock: Clock;
  log: Log;
  openWithings(open: OpenAccount): WithingsAccount;
  openDestination(name: DestinationName, open: OpenAccount): Destination;
}

export interface SyncRequest {
  message: SyncMessage;
  /** When the message was sent, epoch milliseconds. */
  sentAt: number;
  /** When to stop beginning new work, epoch milliseconds. */
  deadline: number;
}

/** `continue`: time ran out, the rest waits for another message. `satisfied`: a later sync had read everything already. */
export type SyncOutcome = 'done' | 'continue' | 'satisfied' | 'gone';

/** Clocks of the queue and of the function may differ by this much. */
const clockSkewMs = 2_000;

/**
 * Everything there is to do for one person: receive from Withings, then deliver to each destination on its own. One vendor's failure never keeps
 * another from being served.
 *
 * @throws RetryError when something may succeed soon, anything else for a bug; always after the others were served and the state was stored
 */
export async function syncAccount(request: SyncRequest, context: SyncContext): Promise<SyncOutcome> {
  const { accounts, clock } = context;
  const account = await accounts.get(request.message.account);
  if (!account) return 'gone';
  if ((account.lastSync?.startedAt ?? 0) > request.sentAt + clockSkewMs && !isMaintenance(request)) return 'satisfied';

  const open = new OpenAccount(accounts, account);
  const startedAt = clock.now();
  const failures: unknown[] = [];
  await receiveFromWithings(open, request, context).catch((error) => failures.push(error));
  const finished = await deliverToAll(open, request, context, failures);

  const problem = failures.length > 0 ? sentenceFor(failures[0]) : undefined;
  await open.change((current) => ({
    ...current,
    lastSync: {
      startedAt: failures.length > 0 ? (current.lastSync?.startedAt ?? 0) : startedAt,
      finishedAt: clock.now(),
      ...(problem && { problem }),
    },
  }));
  if (failures.length > 0) throw worst(failures);
  return finished ? 'done' : 'continue';
}

const isMaintenance = ({ message }: SyncRequest): boolean => message.reason === 'maintenance';

async function receiveFromWithings(open: OpenAccount, request: SyncRequest, context: SyncContext): Promise<void> {
  if (open.current.withings.status === 'reauthorize') return;
  const withings = context.openWithings(open);
  try {
    const received = await receive({ ...context, open, withings });
    if (received > 0) context.log.info('Received measure groups', { groups: received });
    if (isMaintenance(request)) await subscribe(withings, open, context);
  } catch (error) {
    if (!(error instanceof ReauthorizeError)) throw error;
    context.log.warn('Withings must be authorized again', errorFields(error));
    await open.change((current) => ({
      ...current,
      withings: { ...current.withings, status: 'reauthorize', problem: error.message },
    }));
  }
}

/** Notifications are a convenience that the schedule does without: what keeps them away is told, and fails nothing. */
async function subscribe(withings: WithingsAccount, open: OpenAccount, { log }: SyncContext): Promise<void> {
  const problem = await withings.subscribe().then(
    () => undefined,
    (error: unknown) => {
      if (!(error instanceof RejectedError)) throw error;
      log.warn('Withings cannot notify', errorFields(error));
      return error.message;
    },
  );
  if (problem === open.current.withings.problem) return;
  await open.change((current) => ({ ...current, withings: { ...current.withings, problem } }));
}

/** @returns false when time ran out with something left to do */
async function deliverToAll(
  open: OpenAccount,
  request: SyncRequest,
  context: SyncContext,
  failures: unknown[],
): Promise<boolean> {
  const { measurements, log } = context;
  const { account } = open.current;
  for (const name of connected(open)) if (!open.current.connections[name]?.enrolled) await enrol(name, open, context);

  let pending = await measurements.pending(account);
  let finished = true;
  for (const name of connected(open)) {
    const mine = pending.filter((item) => ['pending', 'sending'].includes(item.deliveries[name]?.state ?? ''));
    if (isBlocked(open.current.connections[name], context.clock.now())) continue;
    if (mine.length === 0 && !isMaintenance(request)) continue;
    const report = await deliverTo(name, mine, open, request, context);
    log.info('Delivered', { destination: name, pending: mine.length, verified: report.verified });
    if (report.failure !== undefined)
      log.warn('Delivery stopped', { destination: name, ...errorFields(report.failure) });
    if (isWorthReturning(report.failure)) failures.push(report.failure);
    finished &&= report.finished;
    if (mine.length > 0) pending = await measurements.pending(account);
  }
  return finished;
}

const connected = (open: OpenAccount): DestinationName[] =>
  destinationNames.filter((name) => open.current.connections[name]?.status === 'connected');

/** Queues for a new destination what was received before it was connected. */
async function enrol(name: DestinationName, open: OpenAccount, { measurements, clock }: SyncContext): Promise<void> {
  for await (const page of measurements.all(open.current.account)) {
    const missing = page.filter(isEvent).filter((item) => !item.deliveries[name]);
    await measurements.saveAll(
      missing.map((item) => withDeliveries(item, { [name]: { state: 'pending', at: clock.now() } })),
    );
  }
  await changeConnection(name, open, () => ({ enrolled: true }));
}

async function deliverTo(
  name: DestinationName,
  items: Awaited<ReturnType<MeasurementStore['pending']>>,
  open: OpenAccount,
  request: SyncRequest,
  context: SyncContext,
): Promise<DeliveryReport> {
  const destination = context.openDestination(name, open);
  const connection = open.current.connections[name];
  const { account } = open.current;
  const { newestDeliveredAt } = connection ?? {};
  const report = await deliver(items, { ...context, ...request, account, destination, newestDeliveredAt });
  if (report.failure === undefined && isMaintenance(request)) {
    await destination.probe().catch((failure) => {
      report.failure = failure;
    });
  }
  await noteReport(name, open, report, context.clock.now());
  return report;
}

async function noteReport(
  name: DestinationName,
  open: OpenAccount,
  report: DeliveryReport,
  now: number,
): Promise<void> {
  const { failure } = report;
  const proven = {
    ...(report.newestDeliveredAt !== undefined && { newestDeliveredAt: report.newestDeliveredAt }),
    ...(report.verified > 0 && { lastVerifiedAt: now }),
  };
  await changeConnection(name, open, (connection) => {
    if (failure === undefined) return { ...mended, ...proven };
    const problem = sentenceFor(failure);
    const status: ConnectionStatus = kindOf(failure) === 'reauthorize' ? 'reauthorize' : connection.status;
    return { ...proven, status, problem, ...blockAfter(failure, connection, now) };
  });
}

/** What a person may read of a failure: our own sentences; what others wrote may hold anything. */
function sentenceFor(failure: unknown): string {
  if (failure instanceof WeighbridgeError && failure.kind !== 'bug') return failure.message;
  return 'Something unexpected happened; it is in the log, and nothing is lost.';
}

/** Stores the difference, if there is one: an idle sync must not write for nothing. */
async function changeConnection(
  name: DestinationName,
  open: OpenAccount,
  difference: (connection: NonNullable<OpenAccount['current']['connections'][DestinationName]>) => object,
): Promise<void> {
  const connection = open.current.connections[name];
  if (!connection) return;
  const wanted = Object.entries(difference(connection));
  if (wanted.every(([key, value]) => connection[key as keyof typeof connection] === value)) return;
  await open.change((current) => {
    const newest = current.connections[name];
    if (!newest) return current;
    return { ...current, connections: { ...current.connections, [name]: { ...newest, ...difference(newest) } } };
  });
}

/** A destination that asked to be left alone for long, or waits for its owner, is not helped by the message coming back. */
function isWorthReturning(failure: unknown): boolean {
  if (failure === undefined || kindOf(failure) === 'reauthorize' || kindOf(failure) === 'rejected') return false;
  return !(failure instanceof RetryError && blockAfter(failure, undefined, 0).blockedUntil !== undefined);
}

/** The failure that decides what becomes of the message: a bug before all, then the longest wait. */
function worst(failures: readonly unknown[]): unknown {
  const bug = failures.find((failure) => !(failure instanceof RetryError));
  if (bug !== undefined) return bug;
  const retries = failures.filter((failure) => failure instanceof RetryError);
  return (
    retries.sort((a, b) => (b.waitSeconds ?? 0) - (a.waitSeconds ?? 0))[0] ??
    new BugError('No failure given.', { service: 'Weighbridge' })
  );
}
