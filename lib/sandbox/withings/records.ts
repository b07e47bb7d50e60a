/** What a person's devices recorded besides measure groups, as the server keeps it. Times are epoch seconds. */
export interface Records {
  activities: ActivityDay[];
  /** By the second at which the entry begins. */
  intraday: Record<string, IntradayEntry>;
  workouts: Workout[];
  nights: Night[];
  heart: HeartRecord[];
  stethoscope: HeartSound[];
  devices: KnownDevice[];
  /** Null: none were ever set. */
  goals: Goals | null;
}

/** What of a row has to be asked for by name. */
export type Values = Record<string, number | string | null>;

/** What one tracker counted on one day, or has counted today so far. */
export interface ActivityDay {
  /** `YYYY-MM-DD` in `timezone`. */
  date: string;
  timezone: string;
  deviceid: string | null;
  /** 1 Withings, 18 anybody else's. */
  brand: number;
  is_tracker: boolean;
  modelid: number;
  model: string | null;
  modified: number;
  values: Values;
}

/** What one sensor said about the `duration` that begins here. */
export interface IntradayEntry {
  deviceid: string | null;
  model: string;
  model_id: number;
  values: Values;
}

export interface Workout {
  id: number;
  category: number;
  timezone: string;
  /** A number here, where other services send the name. */
  model: number;
  attrib: number;
  startdate: number;
  enddate: number;
  date: string;
  modified: number;
  deviceid: string | null;
  data: Values;
}

/** A night or a nap. */
export interface Night {
  id: number;
  timezone: string;
  /** 16 tracker, 32 sleep monitor. */
  model: number;
  model_id: number;
  hash_deviceid: string;
  startdate: number;
  enddate: number;
  /** The day of waking up, in `timezone`. */
  date: string;
  created: number;
  modified: number;
  completed: boolean;
  data: Values;
  segments: SleepSegment[];
}

export interface SleepSegment {
  startdate: number;
  enddate: number;
  /** 0 awake, 1 light, 2 deep, 3 REM. */
  state: number;
}

export interface HeartRecord {
  deviceid: string;
  model: number;
  timestamp: number;
  modified: number;
  /** Beats a minute; newer devices send the measure it was taken from. */
  heart_rate: number | { grpid: number; value: number; date: number; is_deleted: boolean };
  ecg?: { signalid: number; afib: number };
  bloodpressure?: { diastole: number; systole: number };
  stetho?: { signalid: number; vhd: number };
}

export interface HeartSound {
  hash_deviceid: string;
  signalid: number;
  /** Code of the finding; its values are not published. */
  vhd: number;
  timestamp: number;
  timezone: string;
  model: number;
  position: number;
}

export interface KnownDevice {
  type: string;
  model: string;
  model_id: number;
  battery: string;
  deviceid: string;
  hash_deviceid: string;
  timezone: string;
  first_session_date: number | null;
  last_session_date: number | null;
}

/** Any of them; steps a day, seconds of sleep. */
export interface Goals {
  steps?: number;
  sleep?: number;
  weight?: { value: number; unit: number };
}

export const noRecords = (): Records => ({
  activities: [],
  intraday: {},
  workouts: [],
  nights: [],
  heart: [],
  stethoscope: [],
  devices: [],
  goals: null,
});
