import type { Choice } from '../destination.ts';
import type { BodyEvent } from '../measurement.ts';
import type { Settings } from '../settings.ts';
import type { LocalDays } from './local-days.ts';

/** Why intervals.icu does not get an event, as a person reads it. */
export const skipReasons = {
  weighIn: {
    first: 'intervals.icu keeps one weigh-in a day, and the first one counts',
    last: 'intervals.icu keeps one weigh-in a day, and the last one counts',
    lowest: 'intervals.icu keeps one weigh-in a day, and the lowest one counts',
  },
  bloodPressure: 'intervals.icu keeps one blood pressure a day, and the last one counts',
  noBloodPressure: 'blood pressure is switched off in the settings',
  future: 'its date lies in the future',
  impossible: 'its date lies before 1970 and cannot be right',
} as const;

const daySeconds = 86_400;

export interface ChoiceRules {
  days: LocalDays;
  settings: Pick<Settings, 'bloodPressure' | 'dailyWeighIn'>;
  /** Epoch seconds. */
  now: number;
}

/**
 * One weigh-in and one blood pressure a local day.
 *
 * @param events all of the days they are of
 */
export function choose(events: readonly BodyEvent[], rules: ChoiceRules): Choice {
  const ordered = events.toSorted((a, b) => a.measuredAt - b.measuredAt || (a.id < b.id ? -1 : 1));
  const takable = ordered.filter((event) => refusal(event, rules) === undefined);
  const perDay = Map.groupBy(takable, ({ kind, measuredAt }) => `${kind} ${rules.days.dayOf(measuredAt)}`);
  const chosen = new Set([...perDay.values()].map((ofDay) => ofDay.reduce((a, b) => (isBetter(b, a, rules) ? b : a))));
  return {
    deliver: events.filter((event) => chosen.has(event)),
    skip: events
      .filter((event) => !chosen.has(event))
      .map((event) => ({ event, reason: refusal(event, rules) ?? rivalReason(event, rules) })),
  };
}

/** A day's grace for clocks and zones. */
function refusal({ kind, measuredAt }: BodyEvent, { settings, now }: ChoiceRules): string | undefined {
  if (kind === 'bloodPressure' && !settings.bloodPressure) return skipReasons.noBloodPressure;
  if (measuredAt > now + daySeconds) return skipReasons.future;
  return measuredAt < 0 ? skipReasons.impossible : undefined;
}

/** Whether an event takes the place of one before it; of equal ones the earliest stays. */
function isBetter(event: BodyEvent, before: BodyEvent, { settings: { dailyWeighIn } }: ChoiceRules): boolean {
  const isLater = event.measuredAt > before.measuredAt;
  if (event.kind !== 'weight' || before.kind !== 'weight') return isLater;
  if (dailyWeighIn === 'lowest') return event.values.weightKg < before.values.weightKg;
  return dailyWeighIn === 'last' && isLater;
}

const rivalReason = ({ kind }: BodyEvent, { settings }: ChoiceRules): string =>
  kind === 'weight' ? skipReasons.weighIn[settings.dailyWeighIn] : skipReasons.bloodPressure;
