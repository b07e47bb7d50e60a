import { decimal } from '../../decimal.ts';
import { position } from '../../withings/vocabulary.ts';
import type { SandboxGroup, SandboxMeasure } from './state.ts';

/** A measure group before the server has taken it: what is not said gets the server's own value. */
export type GroupDraft = Pick<SandboxGroup, 'date' | 'measures'> & Partial<SandboxGroup>;

/** A scale or a monitor. */
export interface Device {
  deviceid: string;
  modelid: number;
  model: string;
}

/** The body that stands on a scale. */
export interface Body {
  weightKg: number;
  fatPercent: number;
  heightM: number;
  ageYears: number;
  heartPulseBpm: number;
}

const attribOfDevice = { sure: 0, ambiguous: 1, manual: 2, sureAsWell: 8 } as const;

/** A weight as the measures of a device carry it: an integer and an exponent, as in 80.094 kg = 80094 * 10^-3. */
function measure(type: number, value: number, unit: number, where?: number): SandboxMeasure {
  const measured = { type, value: Math.round(decimal(value, -unit)), unit, algo: 0, fm: 3 };
  return where === undefined ? measured : { ...measured, position: where };
}

const byDevice = (date: number, measures: SandboxMeasure[], device: Device): GroupDraft => ({
  date,
  measures,
  ...device,
  hash_deviceid: device.deviceid,
});

/** One group: the weight, and with bare feet the composition too. */
export function bodyPlusWeighIn(body: Body, date: number, device: Device, barefoot = true): GroupDraft[] {
  const { fatKg, fatFreeKg, muscleKg, waterKg, boneKg } = composition(body);
  const inside = [
    measure(8, fatKg, -2),
    measure(76, muscleKg, -2),
    measure(77, waterKg, -2),
    measure(88, boneKg, -2),
    derived(6, body.fatPercent, -3),
    derived(5, fatFreeKg, -3),
  ];
  return [byDevice(date, [measure(1, body.weightKg, -3), ...(barefoot ? inside : [])], device)];
}

/**
 * Three groups of one second: composition with its segments, heart pulse, and vascular age with the other attribution
 * of a sure device.
 */
export function bodyScanWeighIn(body: Body, date: number, device: Device): GroupDraft[] {
  const { fatKg, fatFreeKg, muscleKg, waterKg, boneKg } = composition(body);
  const whole = position.wholeBody;
  const fatFree = measure(5, fatFreeKg, -2, whole);
  const fat = measure(8, fatKg, -2, whole);
  const { heightM, ageYears, weightKg, fatPercent } = body;
  const inside = [
    measure(1, weightKg, -3),
    // The real scale sends both of these twice.
    fatFree,
    fatFree,
    fat,
    fat,
    measure(76, muscleKg, -2, whole),
    measure(77, waterKg, -2, whole),
    measure(88, boneKg, -2, whole),
    measure(168, waterKg * 0.41, -2, whole),
    measure(169, waterKg * 0.59, -2, whole),
    measure(170, Math.max(1, fatPercent / 6), -1, whole),
    ...segments(173, fatFreeKg),
    ...segments(174, fatKg),
    ...segments(175, muscleKg),
    // Mifflin and St Jeor, for a man.
    measure(226, 10 * weightKg + 625 * heightM - 5 * ageYears + 5, 0, whole),
    measure(227, ageYears + fatPercent - 21, 0, whole),
    derived(6, fatPercent, -3),
  ];
  const vessels = [measure(91, 5.2 + ageYears / 25, -3), measure(155, ageYears - 2, -1)];
  return [
    byDevice(date, inside, device),
    byDevice(date, [measure(11, body.heartPulseBpm, 0)], device),
    { ...byDevice(date, vessels, device), attrib: attribOfDevice.sureAsWell },
  ];
}

export interface Pressure {
  systolicMmHg: number;
  diastolicMmHg: number;
  heartPulseBpm: number;
}

/** One group. Monitors wrote whole numbers with unit 0 once and write unit -2 today. */
export function bloodPressure(pressure: Pressure, date: number, device: Device, unit: 0 | -2 = -2): GroupDraft[] {
  const measures = [
    measure(9, Math.round(pressure.diastolicMmHg), unit),
    measure(10, Math.round(pressure.systolicMmHg), unit),
    measure(11, Math.round(pressure.heartPulseBpm), unit),
  ];
  return [byDevice(date, measures, device)];
}

/** What somebody typed into the app: no device. */
export const enteredByHand = (type: number, value: number, unit: number, date: number): GroupDraft => ({
  date,
  measures: [{ ...measure(type, value, unit), fm: 128 }],
  attrib: attribOfDevice.manual,
});

/** The same groups when the scale could not tell who stood on it. */
export const ambiguous = (groups: readonly GroupDraft[]): GroupDraft[] =>
  groups.map((group) => ({ ...group, attrib: attribOfDevice.ambiguous }));

/** Rows that the server adds have neither `algo` nor `fm`. */
function derived(type: number, value: number, unit: number): SandboxMeasure {
  const { algo: _, fm: __, ...bare } = measure(type, value, unit);
  return bare;
}

function composition({ weightKg, fatPercent }: Body) {
  const fatKg = (weightKg * fatPercent) / 100;
  const fatFreeKg = weightKg - fatKg;
  return { fatKg, fatFreeKg, muscleKg: fatFreeKg * 0.95, boneKg: fatFreeKg * 0.05, waterKg: fatFreeKg * 0.73 };
}

/** In the order in which a Body Scan sends them, with each one's part of the whole; the head makes up the rest. */
const partOfSegment: readonly (readonly [position: number, part: number])[] = [
  [position.torso, 0.5],
  [position.leftLeg, 0.165],
  [position.leftArm, 0.065],
  [position.rightLeg, 0.17],
  [position.rightArm, 0.068],
];

const segments = (type: number, wholeKg: number): SandboxMeasure[] =>
  partOfSegment.map(([where, part]) => measure(type, wholeKg * part, -2, where));
