import type { Connection } from '../account.ts';
import type { DestinationName } from '../destination.ts';
import { kindOf, type ReauthorizeError, RetryError } from '../errors.ts';
import { sentenceFor } from '../log.ts';
import type { SyncContext } from './sync-context.ts';

/** A wait this long is a request to stay away, not a hiccup: it outlives the message. */
const blockFromSeconds = 900;
const blockAtMostSeconds = 24 * 3600;

/** What a success makes of a connection; undefined values are not stored. */
export const mended = {
  problem: undefined,
  needsOwner: undefined,
  blockedUntil: undefined,
  blockedSeconds: undefined,
} as const;

export function isBlocked(connection: Connection | undefined, now: number): boolean {
  return (connection?.blockedUntil ?? 0) > now;
}

/** What a failure makes of a connection. */
export function troubled(failure: unknown, connection: Connection, now: number): Partial<Connection> {
  const problem = sentenceFor(failure);
  if (kindOf(failure) !== 'reauthorize') return { problem, ...blockAfter(failure, connection, now) };
  const { recheckSeconds } = failure as ReauthorizeError;
  if (recheckSeconds === undefined) return { problem, status: 'reauthorize' };
  return { problem, needsOwner: true, blockedUntil: now + recheckSeconds * 1000 };
}

/** Switched off, by its owner or for everybody: no call is made, not even to see whether it lives; everything waits. */
export function isPaused(
  name: DestinationName,
  { paused = false }: Connection,
  { pausedDestinations = [] }: Pick<SyncContext, 'pausedDestinations'>,
): boolean {
  return paused || pausedDestinations.includes(name);
}

/**
 * The block after a failure: as long as the destination asked for, or twice the last one, at most a day. Garmin starts
 * its clock anew at each try.
 */
export function blockAfter(
  failure: unknown,
  connection: Pick<Connection, 'blockedSeconds'> | undefined,
  now: number,
): { blockedUntil?: number; blockedSeconds?: number } {
  if (!(failure instanceof RetryError) || (failure.waitSeconds ?? 0) < blockFromSeconds) return {};
  const doubled = Math.max(failure.waitSeconds ?? 0, 2 * (connection?.blockedSeconds ?? 0));
  const blockedSeconds = Math.min(doubled, blockAtMostSeconds);
  return { blockedUntil: now + blockedSeconds * 1000, blockedSeconds };
}
