import type { Choice, DeliveryMemory } from '../destination.ts';
import type { BodyEvent, WeighIn } from '../measurement.ts';
import { believableWeightKg, isBelievable, profileWeightKg } from './weight.ts';

const { least, most } = believableWeightKg;

/** Why TrainerRoad does not get an event, as a person reads it. */
export const skipReasons = {
  bloodPressure: 'TrainerRoad takes no blood pressure',
  unbelievable: `TrainerRoad takes weights of ${least} to ${most} kg only`,
  newerDelivered: 'TrainerRoad keeps one weight, not a history, and already has a newer one',
  future: 'its date lies in the future, and TrainerRoad would keep it until then',
  newerChosen: 'TrainerRoad keeps one weight, not a history: a newer one goes there instead',
} as const;

const daySeconds = 86_400;

/**
 * The newest weigh-in, unless TrainerRoad already has a newer one. The same moment is taken again: it is a correction.
 * A weigh-in dated in the future (a day's grace for clocks and zones) would stand in the way of all real ones until
 * its day comes.
 *
 * @param nowSeconds epoch seconds
 */
export function choose(
  pending: readonly BodyEvent[],
  { newestDeliveredAt = -Infinity }: DeliveryMemory,
  nowSeconds: number,
): Choice {
  const latest = nowSeconds + daySeconds;
  const candidates = pending.filter((event) => isTakable(event) && event.measuredAt <= latest);
  const newest = newestOf(candidates.filter((event) => event.measuredAt >= newestDeliveredAt));
  const skip = pending
    .filter((event) => event !== newest)
    .map((event) => ({ event, reason: reasonToSkip(event, newestDeliveredAt, latest) }));
  return { deliver: newest ? [newest] : [], skip };
}

/** The newest weigh-in among events; of two at one moment the later in the list. */
export function newestOf(events: readonly BodyEvent[]): WeighIn | undefined {
  return events
    .filter((event) => event.kind === 'weight')
    .toSorted((a, b) => a.measuredAt - b.measuredAt)
    .at(-1);
}

const isTakable = (event: BodyEvent): boolean => event.kind === 'weight' && isBelievable(profileWeightKg(event));

function reasonToSkip(event: BodyEvent, newestDeliveredAt: number, latest: number): string {
  if (event.kind === 'bloodPressure') return skipReasons.bloodPressure;
  if (!isTakable(event)) return skipReasons.unbelievable;
  if (event.measuredAt > latest) return skipReasons.future;
  return event.measuredAt < newestDeliveredAt ? skipReasons.newerDelivered : skipReasons.newerChosen;
}
