/** One number of a measure group: `value * 10^unit` of a Withings measure type, perhaps of one part of the body. */
export interface Measure {
  type: number;
  value: number;
  unit: number;
  position?: number;
}

/** What Withings calls a measure group, reduced to what the domain needs. Dates are epoch seconds. */
export interface MeasureGroup {
  grpid: number;
  attrib: number;
  date: number;
  created: number;
  modified: number;
  category: number;
  deviceid: string | null;
  model: string | null;
  measures: readonly Measure[];
}

/** Body composition of one weigh-in. What was not measured is absent, never zero. */
export interface WeighInValues {
  weightKg: number;
  fatPercent?: number;
  hydrationPercent?: number;
  boneMassKg?: number;
  muscleMassKg?: number;
  bmi?: number;
  visceralFatRating?: number;
  metabolicAgeYears?: number;
  basalMetabolismKcal?: number;
}

export interface BloodPressureValues {
  systolicMmHg: number;
  diastolicMmHg: number;
  heartRateBpm?: number;
}

export interface EventBase {
  /**
   * `<ISO instant>#<kind>#<device>`: the same event has the same id however often and in however many parts it arrives.
   */
  id: string;
  /** Epoch seconds. */
  measuredAt: number;
  /** Newest `modified` of its groups, epoch seconds. */
  modified: number;
  device: string;
  model: string | null;
}

export interface WeighIn extends EventBase {
  kind: 'weight';
  values: WeighInValues;
}

export interface BloodPressureReading extends EventBase {
  kind: 'bloodPressure';
  values: BloodPressureValues;
}

export type BodyEvent = WeighIn | BloodPressureReading;
export type EventKind = BodyEvent['kind'];

/** What is entered by hand counts as of one device. */
export const deviceOf = (group: MeasureGroup): string => group.deviceid ?? 'manual';

/** The groups of one second and one device are of one event. */
export const momentOf = (group: MeasureGroup): string => `${group.date}#${deviceOf(group)}`;

export function eventId(measuredAt: number, kind: string, device: string): string {
  return `${instant(measuredAt)}#${kind}#${device}`;
}

/** Epoch seconds as `2026-11-20T06:30:00Z`: sorts as text in the order of time. */
export function instant(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}
