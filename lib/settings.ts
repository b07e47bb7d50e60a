import * as v from 'valibot';

/** What a person may decide about their own measurements. */
export interface Settings {
  /**
   * What Garmin gets as muscle mass: all muscle, as Withings measures it, or an estimate of the skeletal part, which is
   * what Garmin's own scale reports (26.8 kg of 59 kg, where Withings says about 75 %). The ledger keeps what Withings
   * measured either way: a change holds for what is sent from then on, and sends nothing again.
   */
  muscleMass: 'total' | 'skeletal';
  /** Whether Garmin gets blood pressure. What was measured while it did not is not sent later. */
  bloodPressure: boolean;
  /** Which weigh-in stands for a day where only one can. */
  dailyWeighIn: 'first' | 'last' | 'lowest';
  /** A weigh-in this many percent away from the recent ones is held for a look instead of sent; 0 holds none. */
  outlierPercent: number;
  /** After so many days in which something was measured and nothing arrived anywhere the owner is told; 0 never. */
  silenceDays: number;
  /** Whether the owner is told once a month that all is well. */
  monthlyNote: boolean;
  /** In which unit they read weights on their pages; nothing that is sent changes by it. */
  units: 'kg' | 'lb' | 'st';
}

export const defaultSettings: Settings = {
  muscleMass: 'total',
  bloodPressure: true,
  dailyWeighIn: 'first',
  outlierPercent: 10,
  silenceDays: 3,
  monthlyNote: false,
  units: 'kg',
};

/** As stored, and as read from a form or a command: any of them may be absent. */
export const settingsSchema = v.looseObject({
  muscleMass: v.exactOptional(v.picklist(['total', 'skeletal'])),
  bloodPressure: v.exactOptional(v.boolean()),
  dailyWeighIn: v.exactOptional(v.picklist(['first', 'last', 'lowest'])),
  outlierPercent: v.exactOptional(v.pipe(v.number(), v.minValue(0), v.maxValue(100))),
  silenceDays: v.exactOptional(v.pipe(v.number(), v.minValue(0), v.maxValue(365))),
  monthlyNote: v.exactOptional(v.boolean()),
  units: v.exactOptional(v.picklist(['kg', 'lb', 'st'])),
});

export const settingsOf = ({ settings }: { settings?: Partial<Settings> }): Settings => ({
  ...defaultSettings,
  ...settings,
});
