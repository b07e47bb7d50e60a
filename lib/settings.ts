import * as v from 'valibot';

/** What a person may decide about their own measurements. */
export interface Settings {
  /** What Garmin gets as muscle mass: all muscle, as Withings measures it, or the skeletal part, which Garmin's own scale reports. */
  muscleMass: 'total' | 'skeletal';
  /** Whether blood pressure is carried. */
  bloodPressure: boolean;
  /** Which weigh-in stands for a day where only one can. */
  dailyWeighIn: 'first' | 'last' | 'lowest';
  /** A weigh-in this many percent away from the recent ones is held for a look instead of sent; 0 holds none. */
  outlierPercent: number;
  /** After so many days in which something was measured and nothing arrived anywhere the owner is told; 0 never. */
  silenceDays: number;
  /** Whether the owner is told once a month that all is well. */
  monthlyNote: boolean;
}

export const defaultSettings: Settings = {
  muscleMass: 'total',
  bloodPressure: true,
  dailyWeighIn: 'first',
  outlierPercent: 10,
  silenceDays: 3,
  monthlyNote: false,
};

/** As stored, and as read from a form or a command: any of them may be absent. */
export const settingsSchema = v.looseObject({
  muscleMass: v.exactOptional(v.picklist(['total', 'skeletal'])),
  bloodPressure: v.exactOptional(v.boolean()),
  dailyWeighIn: v.exactOptional(v.picklist(['first', 'last', 'lowest'])),
  outlierPercent: v.exactOptional(v.pipe(v.number(), v.minValue(0), v.maxValue(100))),
  silenceDays: v.exactOptional(v.pipe(v.number(), v.minValue(0), v.maxValue(365))),
  monthlyNote: v.exactOptional(v.boolean()),
});

export const settingsOf = ({ settings }: { settings?: Partial<Settings> }): Settings => ({
  ...defaultSettings,
  ...settings,
});
