/** Why a measure group is not carried anywhere. The sentence is what a person reads. */
export const leftReasons = {
  ambiguous: 'it may be another person’s: confirm it in the Withings app and it will be delivered',
  accountCreation: 'it was entered when the Withings account was created and may be inaccurate',
  perFootDuplicate: 'it repeats another reading of the same second, measured per foot',
  unknownAttribution: 'Withings attributed it in a way this version does not know',
  goal: 'it is a goal, not a measurement',
  height: 'it is a height: used for the BMI, not delivered by itself',
  noWeightOrPressure: 'it holds neither a weight nor a blood pressure',
  incompletePressure: 'it holds only one of the two blood pressures',
  impossibleDate: 'its date is impossible',
} as const;

export type LeftReason = keyof typeof leftReasons;

/**
 * Withings `attrib`: who a measure group belongs to, by what is known of it.
 * 0 and 8 a device that is sure of the person, 2 entered by hand, 3 the person picked themselves on the scale, 5 best
 * of several pressure readings, 7 confirmed, 15 and 17 measured under guided conditions.
 */
const theirs = new Set([0, 2, 3, 5, 7, 8, 15, 17]);

const heldBack: ReadonlyMap<number, LeftReason> = new Map([
  [1, 'ambiguous'],
  [4, 'accountCreation'],
  [10, 'perFootDuplicate'],
]);

/** The reason to leave a group out for whom it is attributed to, or undefined when it is surely this person's. */
export function heldBackBecause(attrib: number): LeftReason | undefined {
  return theirs.has(attrib) ? undefined : (heldBack.get(attrib) ?? 'unknownAttribution');
}
