import type { Connection } from '../account.ts';
import { RetryError } from '../errors.ts';

/** A wait this long is a request to stay away, not a hiccup: it outlives the message. */
const blockFromSeconds = 900;
const blockAtMostSeconds = 24 * 3600;

/** What a success makes of a connection; undefined values are not stored. */
export const mended = { problem: undefined, blockedUntil: undefined, blockedSeconds: undefined } as const;

export function isBlocked(connection: Connection | undefined, now: number): boolean {
  return (connection?.blockedUntil ?? 0) > now;
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
