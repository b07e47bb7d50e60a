import type { Connection } from '../account.ts';
import { type DestinationName, destinationNames, type Health } from '../destination.ts';
import { kindOf, ReauthorizeError, RetryError } from '../errors.ts';
import { type Deliverable, firstDelivery, isEvent, withDeliveries } from '../ledger.ts';
import { errorFields } from '../log.ts';
import type { OpenAccount } from '../store/open-account.ts';
import { blockAfter, isBlocked, isPaused, mended, troubled } from './connection-state.ts';
import { type DeliveryReport, deliver } from './deliver.ts';
import { foreseeSkips } from './foresee-skips.ts';
import { isOpenFor } from './plan-turn.ts';
import { isNew, recognize } from './recognize.ts';
import { isMaintenance, type SyncContext, type SyncRequest } from './sync-context.ts';

export interface DeliveriesReport {
  /**
   * What is worth another try soon, or is a bug. What waits for its owner or was blocked is noted in
   * the account instead.
   */
  failures: unknown[];
  /** False when time ran out with something left to do. */
  finished: boolean;
  /** What was seen to have arrived. */
  verified: number;
  /** Nothing is left in the ledger that is still to arrive anywhere. */
  settled: boolean;
}

/** What there is to say when nothing was to be delivered. */
export const nothingToDeliver: DeliveriesReport = { failures: [], finished: true, verified: 0, settled: true };

/** Ledger -> every destination, one after the other, each on its own. */
export async function deliverToAll(
  open: OpenAccount,
  request: SyncRequest,
  context: SyncContext,
): Promise<DeliveriesReport> {
  const { measurements, clock } = context;
  const result: DeliveriesReport = { ...nothingToDeliver, failures: [] };
  const names = await enrolAll(open, context, result.failures);
  let pending = await measurements.pending(open.current.account);
  const isServed = (name: DestinationName) => !isLeftAlone(open.current.connections[name], request, clock.now());
  for (const [index, name] of names.entries()) {
    const isWaiting = pending.some((item) => isOpenFor(item, name)) || isNew(open.current.connections[name]);
    const idle = !isWaiting && !isMaintenance(request);
    if (idle || !isServed(name)) continue;
    const later = names.slice(index + 1).filter(isServed);
    const report = await deliverTo(name, { pending, later }, open, request, context);
    if (isWorthReturning(report.failure)) result.failures.push(report.failure);
    result.finished &&= report.finished;
    result.verified += report.verified;
    // The items have new versions now.
    if (isWaiting) pending = await measurements.pending(open.current.account);
  }
  result.settled = pending.length === 0;
  return result;
}

/** A block by the vendor is kept; one that waits for the owner to mend something must not let the credentials die. */
const isLeftAlone = (connection: Connection | undefined, request: SyncRequest, now: number): boolean =>
  isBlocked(connection, now) && !(connection?.needsOwner && isMaintenance(request));

/** A destination that has just refused to be asked is not asked how it is. */
const mayBeAsked = (failure: unknown): boolean =>
  failure === undefined || (failure instanceof ReauthorizeError && failure.recheckSeconds !== undefined);

/** The destinations that can be delivered to. */
async function enrolAll(open: OpenAccount, context: SyncContext, failures: unknown[]): Promise<DestinationName[]> {
  const ready: DestinationName[] = [];
  for (const name of destinationNames) {
    const connection = open.current.connections[name];
    if (connection?.status !== 'connected' || isPaused(name, connection, context)) continue;
    try {
      if (!connection.enrolled) await enrol(name, open, context);
      ready.push(name);
    } catch (error) {
      failures.push(error);
    }
  }
  return ready;
}

/** Queues for a new destination what was received before it was connected. */
async function enrol(name: DestinationName, open: OpenAccount, { measurements, clock }: SyncContext): Promise<void> {
  for await (const page of measurements.all(open.current.account)) {
    const missing = page.filter(isEvent).filter((item) => !item.deliveries[name] && !item.withdrawn);
    await measurements.noteAll(
      missing.map((item) => withDeliveries(item, { [name]: firstDelivery(item, clock.now()) })),
    );
  }
  await changeConnection(name, open, () => ({ enrolled: true }));
}

async function deliverTo(
  name: DestinationName,
  { pending, later }: { pending: readonly Deliverable[]; later: readonly DestinationName[] },
  open: OpenAccount,
  request: SyncRequest,
  context: SyncContext,
): Promise<DeliveryReport> {
  const { clock, log, measurements } = context;
  const { account } = open.current;
  const destination = await context.openDestination(name, open);
  const report: DeliveryReport = { verified: 0, finished: true };
  const failed = (failure: unknown): undefined => {
    report.failure ??= failure;
    return undefined;
  };
  let health: Health | undefined;
  let waiting = pending;
  const isUnknown = open.current.deliveredTo?.[name] === undefined;
  if (isNew(open.current.connections[name]) || (isMaintenance(request) && isUnknown)) {
    health = await recognize(destination, open, context).catch(failed);
    waiting = await measurements.pending(account);
  }
  waiting = waiting.filter((item) => isOpenFor(item, name));
  if (report.failure === undefined) {
    const others = await Promise.all(later.map((one) => context.openDestination(one, open)));
    const items = await foreseeSkips(waiting, others, { ...context, account });
    Object.assign(report, await deliver(items, { ...context, ...request, account, destination }));
  }
  if (!health && isMaintenance(request) && clock.now() < request.deadline && mayBeAsked(report.failure)) {
    health = await destination.checkHealth().catch(failed);
  }
  log.info('Delivered', { destination: name, pending: waiting.length, verified: report.verified });
  if (report.failure !== undefined) log.warn('Delivery stopped', { destination: name, ...errorFields(report.failure) });
  await noteReport(name, open, report, health, clock.now());
  return report;
}

async function noteReport(
  name: DestinationName,
  open: OpenAccount,
  { failure, verified }: DeliveryReport,
  health: Health | undefined,
  now: number,
): Promise<void> {
  const used = open.current.connections[name]?.credentials.sealed;
  const proven = {
    ...(verified > 0 && { lastVerifiedAt: now }),
    ...(health && { credentialsEndAt: health.credentialsEndAt }),
  };
  await changeConnection(name, open, (connection) => {
    if (failure === undefined) return { ...mended, ...proven };
    // Whoever has connected again meanwhile is connected: the failure was that of the credentials before.
    if (connection.credentials.sealed !== used) return proven;
    return { ...proven, ...troubled(failure, connection, now) };
  });
}

/** Stores the difference, if there is one: an idle sync must not write for nothing. */
async function changeConnection(
  name: DestinationName,
  open: OpenAccount,
  difference: (connection: Connection) => Partial<Record<keyof Connection, unknown>>,
): Promise<void> {
  const connection = open.current.connections[name];
  if (!connection) return;
  const wanted = Object.entries(difference(connection));
  if (wanted.every(([key, value]) => connection[key as keyof Connection] === value)) return;
  await open.change((current) => {
    const newest = current.connections[name];
    if (!newest) return current;
    return { ...current, connections: { ...current.connections, [name]: { ...newest, ...difference(newest) } } };
  });
}

/**
 * A destination that asked to be left alone for long, or waits for its owner, is not helped by the message coming back.
 */
function isWorthReturning(failure: unknown): boolean {
  if (failure === undefined || kindOf(failure) === 'reauthorize' || kindOf(failure) === 'rejected') return false;
  return !(failure instanceof RetryError && blockAfter(failure, undefined, 0).blockedUntil !== undefined);
}
