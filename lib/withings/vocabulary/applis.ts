import { nameIn, type Vocabulary } from './named.ts';

/** The `appli` of notifications that most applications subscribe to. */
export const appli = {
  weight: 1,
  temperature: 2,
  bloodPressure: 4,
  activity: 16,
  sleep: 44,
  user: 46,
} as const;

export interface Appli {
  name: string;
  /** What the person must have granted; null for what takes a contract with Withings. */
  scope: 'user.info' | 'user.metrics' | 'user.activity' | 'user.sleepevents' | null;
  /** The actions that bring what the notification is about. */
  fetchedBy: readonly string[];
}

const measured = { scope: 'user.metrics', fetchedBy: ['getmeas'] } as const;
const inBed = { scope: 'user.sleepevents', fetchedBy: [] } as const;
const contractOnly = { scope: null, fetchedBy: [] } as const;

/**
 * `appli`: what a notification is about. From the Withings documentation; that 54 to 63 go with `user.metrics` is
 * not written there.
 */
export const applis: Vocabulary<Appli> = new Map<number, Appli>([
  [1, { name: 'Weight and body composition', ...measured }],
  [2, { name: 'Temperature', ...measured }],
  [4, { name: 'Blood pressure, heart rate, SpO2', ...measured }],
  [
    16,
    {
      name: 'Activity and workouts',
      scope: 'user.activity',
      fetchedBy: ['getactivity', 'getintradayactivity', 'getworkouts'],
    },
  ],
  [44, { name: 'Sleep', scope: 'user.activity', fetchedBy: ['getsummary', 'get'] }],
  [46, { name: 'Profile deleted, unlinked or updated', scope: 'user.info', fetchedBy: [] }],
  [50, { name: 'Got in bed', ...inBed }],
  [51, { name: 'Got out of bed', ...inBed }],
  [52, { name: 'Sleep sensor inflated', ...inBed }],
  [53, { name: 'Device without an account', ...contractOnly }],
  [54, { name: 'ECG', scope: 'user.metrics', fetchedBy: ['list'] }],
  [55, { name: 'ECG failed', scope: 'user.metrics', fetchedBy: [] }],
  [58, { name: 'Glucose', ...measured }],
  [60, { name: 'Survey answered', ...contractOnly }],
  [61, { name: 'Stethoscope', scope: 'user.metrics', fetchedBy: ['list'] }],
  [62, { name: 'Heart rate variability', scope: 'user.metrics', fetchedBy: ['get', 'getintradayactivity'] }],
  [63, { name: 'Urine', ...measured }],
  [98, { name: 'Live state of the bed (98)', ...contractOnly }],
  [99, { name: 'Live state of the bed (99)', ...contractOnly }],
  [100, { name: 'Live state of the bed (100)', ...contractOnly }],
]);

export const nameOfAppli = (number: number): string => nameIn(applis, number);
