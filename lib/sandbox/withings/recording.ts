import { epochSeconds } from '../../clock.ts';
import { appli } from '../../withings/vocabulary.ts';
import { hexDigits } from './chance.ts';
import { announce } from './deliveries.ts';
import { dayIn } from './local-day.ts';
import type { ActivityDay, HeartRecord, HeartSound, Night, Workout } from './records.ts';
import type { Sandbox, SandboxPerson } from './state.ts';

/** What only devices with electrodes or a stethoscope notify of. */
const signalAppli = { ecg: 54, stethoscope: 61 } as const;

/** A row before the server has taken it: what is not said gets the server's own value. */
export type Draft<Row, Needed extends keyof Row> = Pick<Row, Needed> & Partial<Row>;

/** Takes a day's count, in the place of what the same tracker had counted so far. */
export function recordActivity(
  sandbox: Sandbox,
  person: SandboxPerson,
  draft: Draft<ActivityDay, 'date' | 'values'>,
): ActivityDay {
  const { timezone, records } = person;
  const day: ActivityDay = {
    ...{ timezone, deviceid: null, brand: 18, is_tracker: false, modelid: -1, model: null },
    modified: epochSeconds(sandbox.clock),
    ...draft,
  };
  const isSame = ({ date, deviceid, brand }: ActivityDay): boolean =>
    date === day.date && deviceid === day.deviceid && brand === day.brand;
  records.activities = [...records.activities.filter((one) => !isSame(one)), day];
  announce(sandbox, person, appli.activity, { date: day.date });
  return day;
}

export function recordWorkout(
  sandbox: Sandbox,
  person: SandboxPerson,
  draft: Draft<Workout, 'category' | 'startdate' | 'enddate' | 'data'>,
): Workout {
  const { timezone, records } = person;
  const workout: Workout = {
    id: sandbox.state.nextId++,
    ...{ timezone, model: 93, attrib: 0, deviceid: null },
    date: dayIn(draft.timezone ?? timezone, draft.startdate),
    modified: epochSeconds(sandbox.clock),
    ...draft,
  };
  records.workouts.push(workout);
  announce(sandbox, person, appli.activity, { date: workout.date });
  return workout;
}

export function recordNight(
  sandbox: Sandbox,
  person: SandboxPerson,
  draft: Draft<Night, 'startdate' | 'enddate' | 'data'>,
): Night {
  const { timezone, records } = person;
  const now = epochSeconds(sandbox.clock);
  const night: Night = {
    id: sandbox.state.nextId++,
    ...{ timezone, model: 32, model_id: 63, created: now, modified: now, completed: true, segments: [] },
    hash_deviceid: records.nights.at(-1)?.hash_deviceid ?? hexDigits(sandbox.random, 40),
    date: dayIn(draft.timezone ?? timezone, draft.enddate),
    ...draft,
  };
  records.nights.push(night);
  announce(sandbox, person, appli.sleep, secondsOf(night.startdate, night.enddate));
  return night;
}

/** Takes what a monitor or a watch recorded; only of an electrocardiogram somebody is told. */
export function recordHeart(
  sandbox: Sandbox,
  person: SandboxPerson,
  draft: Draft<HeartRecord, 'heart_rate'>,
): HeartRecord {
  const now = epochSeconds(sandbox.clock);
  const record: HeartRecord = {
    deviceid: person.records.heart.at(-1)?.deviceid ?? hexDigits(sandbox.random, 40),
    ...{ model: 93, timestamp: now, modified: now },
    ...draft,
  };
  person.records.heart.push(record);
  if (record.ecg) announce(sandbox, person, signalAppli.ecg, secondsOf(record.timestamp - 1, record.timestamp));
  return record;
}

export function recordSound(sandbox: Sandbox, person: SandboxPerson, draft: Partial<HeartSound>): HeartSound {
  const { timezone, records } = person;
  const sound: HeartSound = {
    hash_deviceid: records.stethoscope.at(-1)?.hash_deviceid ?? hexDigits(sandbox.random, 40),
    signalid: sandbox.state.nextId++,
    timestamp: epochSeconds(sandbox.clock),
    ...{ timezone, vhd: 0, model: 71, position: 18 },
    ...draft,
  };
  records.stethoscope.push(sound);
  announce(sandbox, person, signalAppli.stethoscope, secondsOf(sound.timestamp - 1, sound.timestamp));
  return sound;
}

const secondsOf = (startdate: number, enddate: number) => ({
  startdate: String(startdate),
  enddate: String(enddate),
});
