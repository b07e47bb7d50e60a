import { ambiguous, bodyPlusWeighIn } from './devices.ts';
import { summaryOf } from './invented/sleep-summary.ts';
import type { SleepSegment } from './records.ts';
import type { WithingsSimulator } from './simulator.ts';

const minute = 60;
const walk = 1;
const gotInBed = 50;
const guest = { weightKg: 64, fatPercent: 25, heightM: 1.7, ageYears: 35, heartPulseBpm: 66 };

/** `now` in epoch seconds. */
export type Happening = (simulator: WithingsSimulator, userid: number, now: number) => Promise<unknown>;

/** What else than a weigh-in may happen to somebody right now, as the front page calls it. */
export const happenings: ReadonlyMap<string, Happening> = new Map(
  Object.entries<Happening>({
    'walks for half an hour': async (simulator, userid, now) => {
      const data = { steps: 3200, distance: 2450, elevation: 2, calories: 130, hr_average: 101, intensity: 40 };
      await simulator.addWorkout(userid, { category: walk, startdate: now - 30 * minute, enddate: now, data });
    },
    naps: async (simulator, userid, now) => {
      const segments = napUntil(now);
      const startdate = segments[0]?.startdate ?? now;
      await simulator.addNight(userid, { startdate, enddate: now, data: summaryOf(segments), segments });
    },
    'records an electrocardiogram': (simulator, userid) => {
      const signalid = simulator.state.nextId++;
      return simulator.addHeartRecord(userid, { heart_rate: 64, ecg: { signalid, afib: 0 } });
    },
    'listens to their heart': (simulator, userid) => simulator.addHeartSound(userid),
    'gets into bed': (simulator, userid, now) =>
      simulator.notify(userid, gotInBed, { deviceid: 'a0'.repeat(20), date: String(now) }),
    'has a guest whom the scale does not know': (simulator, userid, now) => {
      const scale = { deviceid: 'b0'.repeat(20), modelid: 5, model: 'Body+' };
      return simulator.addGroups(userid, ambiguous(bodyPlusWeighIn(guest, now, scale)));
    },
  }),
);

/** Awake, light, REM and light sleep, awake. */
function napUntil(end: number): SleepSegment[] {
  const parts: readonly (readonly [state: number, minutes: number])[] = [
    [0, 6],
    [1, 18],
    [3, 6],
    [1, 11],
    [0, 4],
  ];
  let startdate = end - parts.reduce((sum, [, minutes]) => sum + minutes, 0) * minute;
  return parts.map(([state, minutes]) => {
    const segment = { startdate, enddate: startdate + minutes * minute, state };
    startdate = segment.enddate;
    return segment;
  });
}
