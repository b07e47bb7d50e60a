import type { Choice } from '../destination.ts';
import type { BodyEvent, WeighIn } from '../measurement.ts';
import { believableWeightKg, isBelievable, profileWeightKg } from './weight.ts';

const { least, most } = believableWeightKg;

/** Why TrainerRoad does not get an event, as a person reads it. */
export const skipReasons = {
  bloodPressure: 'TrainerRoad takes no blood pressure',
  unbelievable: `TrainerRoad takes weights of ${least} to ${most} kg only`,
  future: 'its date lies in the future, and TrainerRoad would keep it until then',
  newerChosen: 'TrainerRoad keeps one weight, not a history, and a newer one is there',
} as const;

const daySeconds = 86_400;

/**
 * The newest weigh-in. One dated in the future (a day's grace for clocks and zones) would stand in the way of all real
 * ones until its day comes.
 *
 * @param events in order of time, with all that are newer than the oldest of them
 * @param nowSeconds epoch seconds
 */
export function choose(events: readonly BodyEvent[], nowSeconds: number): Choice {
  const latest = nowSeconds + daySeconds;
  const newest = newestOf(events.filter((event) => isTakable(event) && event.measuredAt <= latest));
  const skip = events
    .filter((event) => event !== newest)
    .map((event) => ({ event, reason: reasonToSkip(event, latest) }));
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

function reasonToSkip(event: BodyEvent, latest: number): string {
  if (event.kind === 'bloodPressure') return skipReasons.bloodPressure;
  if (!isTakable(event)) return skipReasons.unbelievable;
  return event.measuredAt > latest ? skipReasons.future : skipReasons.newerChosen;
}
