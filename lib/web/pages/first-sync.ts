import type { Account } from '../../account.ts';
import { type DestinationName, entriesOf } from '../../destination.ts';
import { type EventSummary, isOpen } from '../../ledger.ts';

/** Instead of a number, as long as there is none. */
export interface Notice {
  title: string;
  sentences: string[];
}

const firstSyncMs = 15 * 60_000;

/** Whether the first sync may still be running. */
export const isYoung = ({ connectedAt }: Account, now: number): boolean => now - connectedAt < firstSyncMs;

/** Whether the first sync has still to receive something, or to send what can be sent now: worth looking again for. */
export function isUnderWay(
  account: Account,
  pending: readonly Pick<EventSummary, 'deliveries'>[],
  isPaused: (name: DestinationName) => boolean,
  now: number,
): boolean {
  if (account.paused || account.withings.status === 'reauthorize') return false;
  if (!hasReceived(account)) return true;
  return entriesOf(account.connections).some(([name, { status, enrolled, blockedUntil = 0, needsOwner }]) => {
    if (isPaused(name) || status === 'reauthorize' || needsOwner || blockedUntil > now) return false;
    return !enrolled || pending.some(({ deliveries: { [name]: delivery } }) => delivery && isOpen(delivery));
  });
}

/** Whether Withings has ever told everything: a sync that failed there leaves no cursor. */
const hasReceived = ({ withings }: Account): boolean => withings.cursor !== undefined;

export function noticeOf(account: Account, young: boolean): Notice {
  if (account.paused) {
    return {
      title: 'No measurements yet',
      sentences: ['They come once the person who runs this Weighbridge resumes.'],
    };
  }
  if (hasReceived(account)) {
    return {
      title: 'No measurements yet',
      sentences: [
        'Withings holds no weight and no blood pressure that is surely yours. Step on the scale: it appears here within a minute or two.',
      ],
    };
  }
  if (young) {
    return {
      title: 'The first sync is running',
      sentences: ['It takes a minute or two. This page looks again by itself; you may close it.'],
    };
  }
  return {
    title: 'The first sync has not come through',
    sentences: [
      'It should have taken a minute or two. It is tried again by itself; if this stays so, tell the person who runs this Weighbridge.',
    ],
  };
}
