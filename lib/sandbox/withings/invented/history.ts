import { around, hexDigits, seeded } from '../chance.ts';
import {
  ambiguous,
  type Body,
  bloodPressure,
  bodyPlusWeighIn,
  bodyScanWeighIn,
  type Device,
  enteredByHand,
  type GroupDraft,
} from '../devices.ts';
import type { SandboxGroup } from '../state.ts';
import { asStored } from '../storing.ts';

export interface HistoryOptions {
  seed: number;
  /** Nothing is later than this, epoch seconds. */
  until: number;
  years: number;
}

const daySeconds = 86_400;
const yearSeconds = 365.25 * daySeconds;
const modelid = { bodyPlus: 5, bodyScan: 10, bpmConnect: 45 } as const;
const heightM = 1.78;
const ageAtStart = 41;
/** Below the ids that the simulator gives out itself, above 2^31. */
const firstGrpid = 4_800_000_001;

/**
 * The measurements of somebody who does not exist: a height typed in on the first day, a weigh-in on most mornings, on
 * a Body+ first and on a Body Scan for the second half, with holidays, a trend that follows the seasons, blood pressure
 * now and then, a guest on the scale, a weight typed in on a journey. The same seed and end give the same history.
 */
export function inventHistory({ seed, until, years }: HistoryOptions): SandboxGroup[] {
  const random = seeded(seed);
  const { bodyPlus, bodyScan, monitor } = inventDevices(random);
  const days = Math.floor((years * yearSeconds) / daySeconds);
  const firstMidnight = (Math.floor(until / daySeconds) - days) * daySeconds;
  const drafts: GroupDraft[] = [enteredByHand(4, heightM, -2, firstMidnight + 19 * 3600)];
  const holidays = inventHolidays(random, days);
  for (let day = 1; day <= days; day++) {
    const midnight = firstMidnight + day * daySeconds;
    const scale = day < days / 2 ? bodyPlus : bodyScan;
    const body = bodyOn(random, midnight, day, days);
    drafts.push(
      ...received(random, holidays.has(day) ? away(random, body, midnight) : morning(random, body, midnight, scale)),
    );
    if (random() < 0.07) drafts.push(...received(random, pressure(random, midnight, monitor, day < days / 3 ? 0 : -2)));
  }
  return drafts
    .filter(({ date }) => date <= until)
    .map((draft, index) => asStored(draft, firstGrpid + index * 37, until))
    .map((group) => ({ ...group, created: Math.min(group.created, until), modified: Math.min(group.modified, until) }));
}

function inventDevices(random: () => number) {
  const device = (modelid: number, model: string): Device => ({ deviceid: hexDigits(random, 40), modelid, model });
  return {
    bodyPlus: device(modelid.bodyPlus, 'Body+'),
    bodyScan: device(modelid.bodyScan, 'Body Scan'),
    monitor: device(modelid.bpmConnect, 'BPM Connect'),
  };
}

/** Days away from home: one to two weeks, twice a year or so. */
function inventHolidays(random: () => number, days: number): ReadonlySet<number> {
  const away = new Set<number>();
  for (let day = 60 + random() * 90; day < days; day += 120 + random() * 120) {
    const length = 6 + random() * 10;
    for (let offset = 0; offset < length; offset++) away.add(Math.floor(day + offset));
  }
  return away;
}

/** Heaviest in January, a little lighter every year, and never the same two mornings running. */
function bodyOn(random: () => number, midnight: number, day: number, days: number): Body {
  const season = Math.cos(2 * Math.PI * (midnight / yearSeconds));
  const progress = day / days;
  return {
    weightKg: around(random, 82.4 - 4.2 * progress + 1.3 * season, 0.45),
    fatPercent: around(random, 22.8 - 3.1 * progress + 0.7 * season, 0.35),
    heightM,
    ageYears: ageAtStart + Math.floor((day * daySeconds) / yearSeconds),
    heartPulseBpm: Math.round(around(random, 61, 4)),
  };
}

/** No scale at hand: now and then a weight is typed in. */
function away(random: () => number, body: Body, midnight: number): GroupDraft[] {
  return random() < 0.05 ? [enteredByHand(1, body.weightKg, -1, midnight + 7 * 3600)] : [];
}

/** Most mornings; with shoes on there is no composition, and rarely a guest steps on the scale too. */
function morning(random: () => number, body: Body, midnight: number, scale: Device): GroupDraft[] {
  if (random() > 0.82) return [];
  const date = Math.round(midnight + around(random, 5.6 * 3600, 2400));
  const weighIn =
    scale.modelid === modelid.bodyScan
      ? bodyScanWeighIn(body, date, scale)
      : bodyPlusWeighIn(body, date, scale, random() > 0.12);
  if (random() > 0.012) return weighIn;
  const guest = { ...body, weightKg: body.weightKg - around(random, 12, 2) };
  return [...weighIn, ...ambiguous(bodyPlusWeighIn(guest, date + 600, scale, false))];
}

function pressure(random: () => number, midnight: number, monitor: Device, unit: 0 | -2): GroupDraft[] {
  const date = Math.round(midnight + around(random, 19.5 * 3600, 3000));
  const reading = {
    systolicMmHg: around(random, 124, 7),
    diastolicMmHg: around(random, 79, 5),
    heartPulseBpm: around(random, 64, 5),
  };
  return bloodPressure(reading, date, monitor, unit);
}

/** Devices reach the network a minute later, and now and then only after days. */
function received(random: () => number, groups: readonly GroupDraft[]): GroupDraft[] {
  const delaySeconds = Math.round(random() < 0.02 ? random() * 9 * daySeconds : 40 + 60 * random());
  return groups.map((group) => ({ ...group, created: group.date + delaySeconds }));
}
