import { nameIn, names } from './named.ts';

/** `state` of a segment of sleep. 15 comes with a special plan only. */
export const sleepStates = names({
  0: 'Awake',
  1: 'Light sleep',
  2: 'Deep sleep',
  3: 'REM sleep',
  4: 'Manual',
  5: 'Unspecified',
  15: 'Out of bed',
});

export const nameOfSleepState = (state: number): string => nameIn(sleepStates, state);

/** The numbers under which `night_events` of a night lists its moments. */
export const nightEvents = names({
  1: 'Got in bed',
  2: 'Fell asleep',
  3: 'Woke up',
  4: 'Got out of bed',
  5: 'Fell asleep, entered by hand',
  6: 'Woke up, entered by hand',
});

export const nameOfNightEvent = (event: number): string => nameIn(nightEvents, event);

/** `model` of a night: the kind of device, beside which `model_id` is the device model. */
export const sleepDevices = names({ 16: 'Tracker', 32: 'Sleep monitor' });
