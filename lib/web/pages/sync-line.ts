import type { Account } from '../../account.ts';
import { isYoung } from './first-sync.ts';
import type { Moments } from './moments.ts';

export interface Sync {
  sentence: string;
  problem?: string;
}

/** Nothing is wrong, and nobody has to do anything. */
const pausedByOwner =
  'Paused by the person who runs this Weighbridge: nothing is received or sent on. What you measure meanwhile is carried when they resume.';

const hourMs = 3_600_000;

/**
 * When the last sync was and when the next one is due, if one is.
 *
 * @param lines what tells a problem of the sync already
 */
export function syncOf(
  account: Account,
  lines: readonly { problem?: string }[],
  { now, moments, syncEveryHours }: { now: number; moments: Moments; syncEveryHours: number },
): Sync {
  const { lastSync, connectedAt, paused } = account;
  if (paused) return { sentence: pausedByOwner };
  if (!lastSync) {
    const running = isYoung(account, now);
    return { sentence: running ? 'The first sync is running.' : 'There has been no sync yet.' };
  }
  const last = `Last sync ${moments.at(lastSync.finishedAt).words}.`;
  // A destination that kept the sync from succeeding tells its problem itself.
  const isTold = lines.some(({ problem }) => problem === lastSync.problem);
  const problem = isTold ? undefined : lastSync.problem;
  // `startedAt` is that of the last success, and 0 before the first.
  const since = Math.max(lastSync.startedAt, connectedAt);
  // Twice the interval and an hour: one round may be lost, and the schedule has some play.
  if (now - since > (2 * syncEveryHours + 1) * hourMs) {
    const overdue = `None has come through since, although one is due every ${syncEveryHours} hours. Tell the person who runs this Weighbridge.`;
    return { sentence: last, problem: problem ? `${problem} ${overdue}` : overdue };
  }
  const next = `The next one comes with your next measurement, or by itself around ${moments.beside(since + syncEveryHours * hourMs, now).words}.`;
  return { sentence: `${last} ${next}`, ...(problem && { problem }) };
}
