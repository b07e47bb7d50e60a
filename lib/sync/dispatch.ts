import * as v from 'valibot';
import type { Clock } from '../clock.ts';
import { RetryError } from '../errors.ts';
import type { SyncQueue } from '../queue.ts';
import type { AccountPage, AccountStore } from '../store/accounts.ts';
import type { ShortLivedStore } from '../store/short-lived.ts';
import type { SyncMessage } from '../sync-message.ts';

export interface Tick {
  reason: SyncMessage['reason'] & ('schedule' | 'maintenance');
  /** When the schedule fired, as it says itself; the same for a repeated delivery of the same tick. */
  scheduledAt: string;
}

export interface DispatchContext {
  accounts: AccountStore;
  queue: SyncQueue;
  clock: Clock;
  /** Where a tick that takes long keeps how far it has come. */
  progress: Pick<ShortLivedStore, 'put' | 'peek'>;
  /** When to stop and leave the rest to a repetition of the tick, epoch milliseconds. */
  deadline: number;
}

/**
 * A parallel scan reads one account item once a tick, which costs less than keeping any index of them. As many at once
 * as send a million messages in five minutes, should SQS take 20 ms for ten of them.
 */
const segments = 8;
/** Half a minute of work, some 5,000 accounts, is done anew by whoever takes over from one that died. */
const pagesBetweenNotes = 25;
/** Longer than anybody repeats a tick. */
const progressKeptMs = 24 * 3_600_000;

/** How far each segment has come: the last account that is on its way, or that all are, and how many these are. */
const placesSchema = v.array(
  v.object({ sent: v.number(), after: v.exactOptional(v.string()), done: v.exactOptional(v.boolean()) }),
);
type Places = v.InferOutput<typeof placesSchema>;

/**
 * One message for each account, whatever the number: pages of the table become batches of the queue, and nothing
 * is kept in between but how far it has come. A tick that is delivered twice is one tick, because the queue knows its
 * messages by account and time; one that stopped goes on where it was.
 *
 * @returns how many accounts there were, with those of an earlier attempt
 * @throws RetryError when the queue would not take some of them, or time ran out; the others are on their way
 */
export async function dispatch(tick: Tick, context: DispatchContext): Promise<number> {
  const { accounts, queue, clock, progress, deadline } = context;
  const id = `${tick.reason}-${tick.scheduledAt}`;
  const places = placesFrom(await progress.peek('dispatch', id));
  const note = () => progress.put('dispatch', id, places, clock.now() + progressKeptMs);

  let unsent = 0;
  let pages = 0;
  await Promise.all(
    places.map(async (place, segment) => {
      let isWhole = true;
      if (place.done) return;
      for await (const page of accounts.scan(segment, segments, place.after)) {
        const refused = (await queue.sendBatch(entriesOf(page, tick))).length;
        unsent += refused;
        // Whoever was refused is asked for again by the repetition, so nobody notes to have come past them.
        isWhole &&= refused === 0;
        if (isWhole) {
          place.sent += page.ids.length;
          Object.assign(place, page.last === undefined ? { done: true } : { after: page.last });
        }
        if (++pages % pagesBetweenNotes === 0) await note();
        if (clock.now() > deadline) break;
      }
    }),
  );
  if (unsent > 0 || !places.every(({ done }) => done)) {
    await note();
    throw unsent > 0 ? refusal(unsent) : outOfTime();
  }
  return places.reduce((sum, { sent }) => sum + sent, 0);
}

/** From the beginning, unless an earlier attempt has noted how far it came. */
function placesFrom(noted: unknown): Places {
  const known = v.safeParse(placesSchema, noted);
  if (known.success && known.output.length === segments) return known.output;
  return Array.from({ length: segments }, () => ({ sent: 0 }));
}

const entriesOf = ({ ids }: AccountPage, { reason, scheduledAt }: Tick) =>
  ids.map((account) => ({
    message: { account, reason, scheduledAt },
    deduplicationId: `${reason}-${scheduledAt}-${account}`.replaceAll(/[^\w-]/g, '_'),
  }));

const refusal = (unsent: number): RetryError =>
  new RetryError(`The sync queue did not take ${unsent} account(s).`, {
    service: 'SQS',
    action: 'SendMessageBatch',
  });

const outOfTime = (): RetryError =>
  new RetryError('There were more accounts than time; the repetition goes on where this one stopped.', {
    service: 'Weighbridge',
    action: 'dispatch',
  });
