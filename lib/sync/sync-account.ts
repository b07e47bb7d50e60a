import type { Account } from '../account.ts';
import { kindOf, RetryError } from '../errors.ts';
import { sentenceFor } from '../log.ts';
import { OpenAccount } from '../store/open-account.ts';
import { requeue } from './backfill.ts';
import { deliverToAll, nothingToDeliver } from './deliver-to-all.ts';
import { type Reception, receiveFromWithings } from './receive-from-withings.ts';
import { isNew } from './recognize.ts';
import { removePerson } from './remove-person.ts';
import { isBackfill, isMaintenance, isRound, type SyncContext, type SyncRequest } from './sync-context.ts';
import { tellOwner } from './tell-owner.ts';
import { noteProof } from './unproven.ts';

/**
 * `continue`: time ran out, the rest waits for another message. `satisfied`: a later sync had read everything already.
 * `paused`: switched off, nothing was looked at. `removed`: all there was of the person is deleted; `gone`: it was so.
 */
export type SyncOutcome = 'done' | 'continue' | 'satisfied' | 'paused' | 'removed' | 'gone';

/** Clocks of the queue and of the function may differ by this much. */
const clockSkewMs = 2_000;

/**
 * Everything there is to do for one person: receive from Withings, then deliver to each destination on its own. One
 * vendor's failure never keeps another from being served.
 *
 * @throws RetryError when something may succeed soon, anything else for a bug; always after the others were served and
 * the state was stored
 */
export async function syncAccount(request: SyncRequest, context: SyncContext): Promise<SyncOutcome> {
  const { accounts, clock } = context;
  const account = await accounts.get(request.message.account);
  if (!account) return 'gone';
  if (account.leaving) return (await removePerson(account, request.deadline, context)) ? 'removed' : 'continue';
  if (account.paused) return 'paused';
  if (isSatisfied(account, request)) return 'satisfied';

  const open = new OpenAccount(accounts, account);
  const startedAt = clock.now();
  const failures: unknown[] = [];
  const { groups, covered } = await receiveFromWithings(open, request, context).catch((error): Reception => {
    failures.push(error);
    return { groups: 0 };
  });
  await requeueBackfill(open, request, context).catch((error) => failures.push(error));
  const isIdle = groups === 0 && failures.length === 0 && isRound(request) && nothingWaits(open.current);
  const delivered = isIdle ? nothingToDeliver : await deliverToAll(open, request, context);
  failures.push(...delivered.failures);

  const problem = failures.length > 0 ? sentenceFor(failures[0]) : undefined;
  // Only a sync that did everything satisfies the messages that were sent before it.
  const isComplete = failures.length === 0 && delivered.finished;
  const { verified } = delivered;
  const proven = await noteProof(open.current, { startedAt, received: groups, verified }, context.measurements);
  const told = await tellOwner(open, proven, { ...context, monthly: isComplete && isMaintenance(request) });
  if (isIdle && told(open.current) === open.current) {
    await accounts.noteLook(account.account, { startedAt, finishedAt: clock.now() });
    return 'done';
  }
  await open.change((current) => ({
    ...told(current),
    lastSync: {
      startedAt: isComplete ? startedAt : (current.lastSync?.startedAt ?? 0),
      finishedAt: clock.now(),
      ...(covered && { covered }),
      ...(problem && { problem }),
      ...(isComplete && delivered.settled && { settled: true }),
    },
  }));
  if (failures.length > 0) throw worst(failures);
  return delivered.finished ? 'done' : 'continue';
}

/**
 * Whether the last sync left nothing in the ledger that is still to arrive, so that nobody needs to ask. Whoever puts
 * something there without receiving it asks for a sync that is no round; and the daily maintenance is none.
 */
function nothingWaits({ lastSync, connections }: Account): boolean {
  const isBegun = Object.values(connections).every((connection) => connection.enrolled && !isNew(connection));
  return isBegun && lastSync?.settled === true && lastSync.problem === undefined;
}

async function requeueBackfill(open: OpenAccount, request: SyncRequest, context: SyncContext): Promise<void> {
  const { range, destinations: names } = request.message;
  if (!isBackfill(request) || !range) return;
  const options = { settledBefore: request.sentAt, ...(names && { names }) };
  const deliveries = await requeue(open.current.account, range, options, context);
  context.log.info('Put on its way once more', { deliveries });
}

/** Whether a sync that began to read after the message was sent has seen what it is about. */
function isSatisfied({ lastSync }: Account, request: SyncRequest): boolean {
  const { message, sentAt } = request;
  if (isMaintenance(request) || isBackfill(request) || (lastSync?.startedAt ?? 0) <= sentAt + clockSkewMs) return false;
  const { range } = message;
  const covered = lastSync?.covered;
  return !range || (covered !== undefined && covered.from <= range.from && covered.to >= range.to);
}

/** The failure that decides what becomes of the message: a bug before all, then the longest wait. */
function worst(failures: readonly unknown[]): unknown {
  const waitOf = (failure: unknown): number => {
    if (kindOf(failure) !== 'retry') return Number.POSITIVE_INFINITY;
    return failure instanceof RetryError ? (failure.waitSeconds ?? 0) : 0;
  };
  return failures.toSorted((a, b) => waitOf(b) - waitOf(a))[0];
}
