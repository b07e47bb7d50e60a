import { around, hexDigits, seeded } from './chance.ts';
import {
  ambiguous,
  type Body,
  bloodPressure,
  bodyPlusWeighIn,
  bodyScanWeighIn,
  type Device,
  enteredByHand,
  type GroupDraft,
} from './devices.ts';
import type { SandboxGroup } from './state.ts';
import { asStored } from './storing.ts';

export interface HistoryOptions {
  seed: number;
  /** Nothing is later than this, epoch seconds. */
  until: number;
  years: number;
}

const daySeconds = 86_400;
const heightM = 1.78;
const ageAtStart = 41;
/** Below the ids that the simulator gives out itself, above 2^31. */
const firstGrpid = 4_800_000_001;

/**
 * The measurements of somebody who does not exist: a height typed in on the first day, a weigh-in on most mornings, on a Body+ first and on a Body Scan
 * for the second half, with holidays, a trend that follows the seasons, blood pressure now and then, a guest on the scale, a weight typed in on a
 * journey. The same seed and end give the same history.
 */
export function inventHistory({ seed, until, years }: HistoryOptions): SandboxGroup[] {
  const random = seeded(seed);
  const devices = inventDevices(random);
  const days = Math.floor(years * 365.25);
  const firstMidnight = (Math.floor(until / daySeconds) - days) * daySeconds;
  const drafts: GroupDraft[] = [enteredByHand(4, heightM, -2, firstMidnight + 19 * 3600)];
  const holidays = inventHolidays(random, days);
  for (let day = 1; day <= days; day++) {
    const midnight = firstMidnight + day * daySeconds;
    const body = bodyOn(random, day, days);
    drafts.push(...morning(random, body, midnight, day < days / 2, holidays.has(day), devices));
    if (random() < 0.07) drafts.push(...pressure(random, midnight, day < days / 3, devices.monitor));
  }
  return drafts
    .filter(({ date }) => date <= until)
    .map((draft, index) => {
      const created = Math.min(draft.date + Math.round(40 + 60 * random()) + lateSeconds(random), until);
      return asStored({ ...draft, created }, firstGrpid + index * 37, created);
    });
}

interface Devices {
  bodyPlus: Device;
  bodyScan: Device;
  monitor: Device;
}

function inventDevices(random: () => number): Devices {
  const device = (modelid: number, model: string): Device => ({ deviceid: hexDigits(random, 40), modelid, model });
  return { bodyPlus: device(5, 'Body+'), bodyScan: device(10, 'Body Scan'), monitor: device(45, 'BPM Connect') };
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

/** Heaviest in winter, a little lighter every year, and never the same two mornings running. */
function bodyOn(random: () => number, day: number, days: number): Body {
  const season = Math.cos((2 * Math.PI * day) / 365.25);
  const progress = day / days;
  return {
    weightKg: around(random, 82.4 - 4.2 * progress + 1.3 * season, 0.45),
    fatPercent: around(random, 22.8 - 3.1 * progress + 0.7 * season, 0.35),
    heightM,
    ageYears: ageAtStart + Math.floor(day / 365.25),
    heartPulseBpm: Math.round(around(random, 61, 4)),
  };
}

function morning(
  random: () => number,
  body: Body,
  midnight: number,
  isOldScale: boolean,
  isAway: boolean,
  { bodyPlus, bodyScan }: Devices,
): GroupDraft[] {
  const date = Math.round(midnight + around(random, 5.6 * 3600, 2400));
  const chance = random();
  if (isAway) return chance < 0.05 ? [enteredByHand(1, body.weightKg, -1, date)] : [];
  if (chance > 0.82) return [];
  const weighIn = isOldScale
    ? bodyPlusWeighIn(body, date, bodyPlus, chance > 0.12)
    : bodyScanWeighIn(body, date, bodyScan);
  if (chance < 0.8) return weighIn;
  // Somebody else stood on the scale a little later, and it was not sure.
  const guest = { ...body, weightKg: body.weightKg - around(random, 12, 2) };
  const later = date + 600;
  const theirs = isOldScale
    ? bodyPlusWeighIn(guest, later, bodyPlus, false)
    : bodyPlusWeighIn(guest, later, bodyScan, false);
  return random() < 0.5 ? [...weighIn, ...ambiguous(theirs)] : weighIn;
}

function pressure(random: () => number, midnight: number, isOldFirmware: boolean, monitor: Device): GroupDraft[] {
  const date = Math.round(midnight + around(random, 19.5 * 3600, 3000));
  const reading = {
    systolicMmHg: around(random, 124, 7),
    diastolicMmHg: around(random, 79, 5),
    heartPulseBpm: around(random, 64, 5),
  };
  return bloodPressure(reading, date, monitor, isOldFirmware ? 0 : -2);
}

/** Now and then a device reaches the network only days later. */
const lateSeconds = (random: () => number): number => (random() < 0.02 ? Math.round(random() * 9 * daySeconds) : 0);
