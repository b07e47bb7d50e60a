import { heldBackBecause, type LeftReason } from './attribution.ts';
import { decimal, roundedQuotient } from './decimal.ts';
import {
  type BloodPressureReading,
  type BodyEvent,
  deviceOf,
  type EventBase,
  type EventKind,
  eventId,
  type MeasureGroup,
  momentOf,
  type WeighIn,
} from './measurement.ts';

export interface LeftGroup {
  group: MeasureGroup;
  reason: LeftReason;
}

/** An event, and the groups it was made of, in ascending order. */
export type SortedEvent = BodyEvent & { groupIds: readonly number[] };

export interface Sorted {
  /** In order of time. */
  events: SortedEvent[];
  /** Every group that is in no event, with the reason. */
  left: LeftGroup[];
}

/** Withings measure types that carry meaning here; all others pass through unseen. */
const measureType = {
  weight: 1,
  height: 4,
  fatRatio: 6,
  fatMass: 8,
  diastolic: 9,
  systolic: 10,
  heartPulse: 11,
  muscleMass: 76,
  hydration: 77,
  boneMass: 88,
  visceralFat: 170,
  basalMetabolicRate: 226,
  metabolicAge: 227,
} as const;

/**
 * `between legs` and `whole body`; every other position of a body composition is a segment and says nothing
 * of the whole.
 */
const wholeBodyPositions = new Set<number | undefined>([undefined, 6, 7]);
/** Fat-free, fat, muscle, water and bone mass, inner and outer water, visceral fat, basal metabolism. */
const compositionTypes = new Set([5, 8, 76, 77, 88, 168, 169, 170, 226]);

/** Epoch seconds; what is further from the epoch is no date (ECMA-262). */
export const latestDate = 8.64e12;

/**
 * Sorts measure groups into events: all groups of one second and one device are one event, a group in no event is left
 * with its reason. Every group given comes back exactly once, in an event's `groupIds` or in `left` (a group that holds
 * both a weight and a pressure is in both events).
 *
 * @param heightM the person's newest height, for the BMI
 */
export function sortGroups(groups: readonly MeasureGroup[], heightM?: number): Sorted {
  const sorted: Sorted = { events: [], left: [] };
  for (const moment of Map.groupBy(groups, momentOf).values()) {
    const { events, left } = sortMoment(moment, heightM);
    sorted.events.push(...events);
    sorted.left.push(...left);
  }
  sorted.events.sort((a, b) => a.measuredAt - b.measuredAt || (a.id < b.id ? -1 : 1));
  return sorted;
}

/** The groups of one second and one device. */
function sortMoment(groups: readonly MeasureGroup[], heightM: number | undefined): Sorted {
  const left: LeftGroup[] = [];
  const usable: MeasureGroup[] = [];
  for (const group of groups) {
    const reason = unusableBecause(group);
    if (reason) left.push({ group, reason });
    else usable.push(group);
  }
  const read = readerOf(usable);
  const events = [weighIn(usable, read, heightM), bloodPressureReading(usable, read)].filter((event) => !!event);
  if (events.length === 0) {
    // Companions of a weigh-in that is held back wait for the same thing as the weigh-in does.
    const held = left.find(({ group, reason }) => reason !== 'goal' && isMain(group))?.reason;
    left.push(...usable.map((group) => ({ group, reason: held ?? withoutEventBecause(group) })));
  }
  return { events, left };
}

function unusableBecause(group: MeasureGroup): LeftReason | undefined {
  if (group.category === 2) return 'goal';
  if (!(Math.abs(group.date) <= latestDate)) return 'impossibleDate';
  if (isOnlyHeight(group)) return 'height';
  return heldBackBecause(group.attrib);
}

const has = (group: MeasureGroup, type: number): boolean => group.measures.some((measure) => measure.type === type);
const isMain = (group: MeasureGroup): boolean =>
  has(group, measureType.weight) || has(group, measureType.systolic) || has(group, measureType.diastolic);
const isOnlyHeight = (group: MeasureGroup): boolean => has(group, measureType.height) && !isMain(group);

function withoutEventBecause(group: MeasureGroup): LeftReason {
  const onePressure = has(group, measureType.systolic) || has(group, measureType.diastolic);
  return onePressure ? 'incompletePressure' : 'noWeightOrPressure';
}

type Reader = (type: number) => number | undefined;

/**
 * Reads values of the whole body; where groups disagree the fullest one wins, then the newest, so the order of
 * arrival never matters.
 */
function readerOf(groups: readonly MeasureGroup[]): Reader {
  const ranked = groups.toSorted(
    (a, b) => b.measures.length - a.measures.length || b.modified - a.modified || b.grpid - a.grpid,
  );
  const values = new Map<number, number>();
  for (const { measures } of ranked) {
    for (const { type, value, unit, position } of measures) {
      const number = decimal(value, unit);
      const isSegment = compositionTypes.has(type) && !wholeBodyPositions.has(position);
      if (!isSegment && !values.has(type) && Number.isFinite(number)) values.set(type, number);
    }
  }
  return (type) => values.get(type);
}

function weighIn(
  groups: readonly MeasureGroup[],
  read: Reader,
  heightM: number | undefined,
): (SortedEvent & WeighIn) | undefined {
  const weightKg = read(measureType.weight);
  if (weightKg === undefined || weightKg <= 0) return undefined;
  const percentOfWeight = (kg: number | undefined) =>
    kg === undefined ? undefined : roundedQuotient(kg * 100, weightKg, 2);
  return {
    ...eventBase('weight', groups),
    kind: 'weight',
    values: withoutAbsent({
      weightKg,
      fatPercent: read(measureType.fatRatio) ?? percentOfWeight(read(measureType.fatMass)),
      hydrationPercent: percentOfWeight(read(measureType.hydration)),
      boneMassKg: read(measureType.boneMass),
      muscleMassKg: read(measureType.muscleMass),
      bmi: heightM === undefined ? undefined : roundedQuotient(weightKg, heightM ** 2, 1),
      visceralFatRating: read(measureType.visceralFat),
      metabolicAgeYears: read(measureType.metabolicAge),
      basalMetabolismKcal: read(measureType.basalMetabolicRate),
    }),
  };
}

function bloodPressureReading(
  groups: readonly MeasureGroup[],
  read: Reader,
): (SortedEvent & BloodPressureReading) | undefined {
  const systolicMmHg = read(measureType.systolic);
  const diastolicMmHg = read(measureType.diastolic);
  if (systolicMmHg === undefined || diastolicMmHg === undefined) return undefined;
  return {
    ...eventBase('bloodPressure', groups),
    kind: 'bloodPressure',
    values: withoutAbsent({ systolicMmHg, diastolicMmHg, heartRateBpm: read(measureType.heartPulse) }),
  };
}

function eventBase(kind: EventKind, groups: readonly MeasureGroup[]): EventBase & Pick<SortedEvent, 'groupIds'> {
  const first = groups[0]!;
  const device = deviceOf(first);
  return {
    id: eventId(first.date, kind, device),
    measuredAt: first.date,
    modified: Math.max(...groups.map((group) => group.modified)),
    device,
    model: groups.find((group) => group.model)?.model ?? null,
    groupIds: groups.map((group) => group.grpid).sort((a, b) => a - b),
  };
}

type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

function withoutAbsent<T extends object>(values: T): Defined<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<T>;
}

export interface Height {
  heightM: number;
  /** When it was measured, epoch seconds. */
  date: number;
}

/** The newest height by date of measurement, of those that are not somebody else's. */
export function newestHeight(groups: readonly MeasureGroup[], known?: Height): Height | undefined {
  let newest = known;
  for (const group of groups) {
    if (group.category === 2 || heldBackBecause(group.attrib) === 'ambiguous') continue;
    const measure = group.measures.find(({ type }) => type === measureType.height);
    const heightM = measure && decimal(measure.value, measure.unit);
    if (!heightM || heightM < 0.3 || heightM > 3) continue;
    if (!newest || group.date >= newest.date) newest = { heightM, date: group.date };
  }
  return newest;
}
