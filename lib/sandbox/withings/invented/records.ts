import { hexDigits, seeded } from '../chance.ts';
import { models } from '../models.ts';
import type { KnownDevice, Records } from '../records.ts';
import type { SandboxGroup } from '../state.ts';
import { inventActivity } from './activity.ts';
import type { Life } from './days.ts';
import { inventHeart } from './heart.ts';
import { inventSleep } from './sleep.ts';
import { inventWorkouts } from './workouts.ts';

/**
 * What the other devices of somebody recorded who has these measure groups: a watch, a sleep sensor, a monitor with
 * electrodes and a stethoscope. The same seed and end give the same records.
 */
export function inventRecords(life: Life, groups: readonly SandboxGroup[]): Records {
  const random = seeded(life.seed + 1);
  const [watch = '', sensor = '', bpmCore = '', beamO = ''] = Array.from({ length: 4 }, () => hexDigits(random, 40));
  const workouts = inventWorkouts(life, watch);
  const nights = inventSleep(life, sensor);
  const { activities, intraday } = inventActivity(life, watch, workouts);
  const { heart, stethoscope } = inventHeart(life, { watch, bpmCore, beamO });
  const sessions: Session[] = [
    ...groups.map(({ deviceid, modelid, date }) => ({ deviceid, modelid, date })),
    ...activities.map(({ deviceid, modelid, modified }) => ({ deviceid, modelid, date: modified })),
    ...nights.map(({ enddate }) => ({ deviceid: sensor, modelid: 63, date: enddate })),
    ...heart.map(({ deviceid, model, timestamp }) => ({ deviceid, modelid: model, date: timestamp })),
    ...stethoscope.map(({ timestamp }) => ({ deviceid: beamO, modelid: 71, date: timestamp })),
  ];
  const goals = { steps: 9000, sleep: 28_800, weight: { value: 78_000, unit: -3 } };
  return { activities, intraday, workouts, nights, heart, stethoscope, devices: devicesOf(life, sessions), goals };
}

interface Session {
  deviceid: string | null;
  modelid: number | null;
  date: number;
}

const monthSeconds = 30 * 86_400;

/** A device is known by what it recorded; one that has not for a month is about to run down. */
function devicesOf({ timezone, until }: Life, sessions: readonly Session[]): KnownDevice[] {
  return [...Map.groupBy(sessions, ({ deviceid }) => deviceid)].flatMap(([deviceid, its]) => {
    const modelid = its[0]?.modelid ?? -1;
    const named = models.get(modelid);
    if (deviceid === null || !named) return [];
    const dates = its.map(({ date }) => date).sort((a, b) => a - b);
    const last = dates.at(-1) ?? null;
    const device: KnownDevice = {
      ...{ type: named.type, model: named.model, model_id: modelid },
      battery: (last ?? 0) < until - monthSeconds ? 'low' : 'high',
      ...{ deviceid, hash_deviceid: deviceid, timezone },
      ...{ first_session_date: dates[0] ?? null, last_session_date: last },
    };
    return [device];
  });
}
