import { around } from '../chance.ts';
import type { HeartRecord, HeartSound } from '../records.ts';
import { chanceOf, type Day, daysOf, type Life } from './days.ts';

const firstEcgId = 251_000_001;
const firstSoundId = 331_000_001;
const afib = { negative: 0, inconclusive: 2 } as const;

export interface HeartDevices {
  /** A watch that records electrocardiograms. */
  watch: string;
  /** A monitor with cuff, electrodes and stethoscope. */
  bpmCore: string;
  /** A thermometer that listens. */
  beamO: string;
}

/**
 * An electrocardiogram every week or two: with blood pressure and heart sound on a BPM Core at first, then
 * on the watch.
 */
export function inventHeart(life: Life, devices: HeartDevices): { heart: HeartRecord[]; stethoscope: HeartSound[] } {
  const days = daysOf(life);
  const recorded = days.filter((day) => chanceOf(life, day, 6)() < 0.09);
  const heart = recorded.map((day) => {
    const isEarly = day.number < (days[0]?.number ?? 0) + life.days / 5;
    return isEarly ? onBpmCore(life, day, devices.bpmCore) : onWatch(life, day, devices.watch);
  });
  const listened = days.filter((day) => day.weekday === 3 && chanceOf(life, day, 7)() < 0.2);
  const stethoscope = listened.map((day) => onBeamO(life, day, devices.beamO));
  const isPast = ({ timestamp }: { timestamp: number }): boolean => timestamp <= life.until;
  return { heart: heart.filter(isPast), stethoscope: stethoscope.filter(isPast) };
}

function onBpmCore(life: Life, day: Day, deviceid: string): HeartRecord {
  const random = chanceOf(life, day, 8);
  const timestamp = Math.round(day.midnight + around(random, 19 * 3600, 2400));
  return {
    ...{ deviceid, model: 44, timestamp, modified: timestamp + 60 },
    heart_rate: Math.round(around(random, 66, 6)),
    ecg: { signalid: firstEcgId + day.number * 10, afib: random() < 0.2 ? afib.inconclusive : afib.negative },
    bloodpressure: { diastole: Math.round(around(random, 79, 5)), systole: Math.round(around(random, 124, 7)) },
    stetho: { signalid: firstSoundId + day.number * 10, vhd: 0 },
  };
}

function onWatch(life: Life, day: Day, deviceid: string): HeartRecord {
  const random = chanceOf(life, day, 9);
  const timestamp = Math.round(day.midnight + around(random, 12 * 3600, 9000));
  const value = Math.round(around(random, 68, 7));
  const grpid = 3_300_000_001 + day.number;
  return {
    ...{ deviceid, model: 93, timestamp, modified: timestamp + 60 },
    // Both forms are out there.
    heart_rate: random() < 0.5 ? value : { grpid, value, date: timestamp, is_deleted: false },
    ecg: { signalid: firstEcgId + day.number * 10, afib: random() < 0.1 ? afib.inconclusive : afib.negative },
  };
}

function onBeamO(life: Life, day: Day, hash_deviceid: string): HeartSound {
  const timestamp = Math.round(day.midnight + around(chanceOf(life, day, 10), 20 * 3600, 1800));
  const signalid = firstSoundId + day.number * 10 + 1;
  return { hash_deviceid, signalid, vhd: 0, timestamp, timezone: life.timezone, model: 71, position: 18 };
}
