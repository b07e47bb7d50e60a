import type { Entry } from './state.ts';

/**
 * What a read shows now, in order of time. It counts as one read for the entries that stay hidden for a
 * number of reads.
 */
export function readEntries<E extends Entry>(entries: readonly E[], nowMs: number): E[] {
  return entries.filter((entry) => isShown(entry, nowMs)).sort((a, b) => a.measuredAt - b.measuredAt);
}

function isShown({ hidden }: Entry, nowMs: number): boolean {
  if (hidden === undefined) return true;
  if (hidden === 'forever') return false;
  if ('until' in hidden) return nowMs >= hidden.until;
  if (hidden.readsLeft === 0) return true;
  hidden.readsLeft -= 1;
  return false;
}
