import { type DestinationName, destinationTitles, entriesOf } from '../../destination.ts';
import type { Delivery, EventItem } from '../../ledger.ts';
import type { Moments } from './moments.ts';

/**
 * `ok`: it arrived; `wait`: it will be tried again by itself; `off`: nothing is to be done; `act`: it did not arrive
 * and will not by itself.
 */
export type Tone = 'ok' | 'wait' | 'off' | 'act';

/** The mark of each tone; the words beside it say the same. */
export const marks: Readonly<Record<Tone, string>> = { ok: '✓', wait: '…', off: '–', act: '!' };

/** One stop on the way of a measurement: `Garmin ✓ arrived 07:32`. */
export interface Stop {
  name: DestinationName;
  destination: string;
  tone: Tone;
  words: string;
}

/** @param isPaused whether nothing is sent there at the moment, by somebody's choice */
export function wayOf(
  { deliveries, measuredAt, held, withdrawn }: EventItem,
  moments: Moments,
  isPaused: (name: DestinationName) => boolean,
): Stop[] {
  const standingAt = (name: DestinationName, delivery: Delivery): Omit<Stop, 'name' | 'destination'> => {
    if (held !== undefined && delivery.reason === held) return { tone: 'act', words: `held: ${held}` };
    if (delivery.state === 'pending' && isPaused(name)) return switchedOff;
    if (delivery.stale && withdrawn) return toBeDeleted;
    return standing(delivery, measuredAt * 1000, moments);
  };
  return entriesOf(deliveries).map(([name, delivery]) => ({
    name,
    destination: destinationTitles[name].short,
    ...standingAt(name, delivery),
  }));
}

const toBeDeleted = { tone: 'wait', words: 'to be deleted: Withings no longer lists it as yours' } as const;

const switchedOff = { tone: 'wait', words: 'waiting: it is switched off' } as const;

function standing(
  { state, at, reason }: Delivery,
  measuredAt: number,
  moments: Moments,
): Omit<Stop, 'name' | 'destination'> {
  const because = reason ? `: ${reason}` : '';
  switch (state) {
    case 'verified':
      return { tone: 'ok', words: `arrived ${moments.beside(at, measuredAt).words}` };
    case 'pending':
      return { tone: 'wait', words: reason ? `waiting${because}` : 'waiting for the next sync' };
    case 'sending':
      return { tone: 'wait', words: `sent, not seen there yet${because}` };
    case 'skipped':
      return { tone: 'off', words: `skipped${because}` };
    case 'failed':
      return { tone: 'act', words: `failed${because}` };
  }
}
