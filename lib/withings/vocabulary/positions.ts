import { nameIn, names } from './named.ts';

/** The positions of a weigh-in: the whole body, and the five segments that a Body Scan reports. */
export const position = {
  rightArm: 2,
  leftArm: 3,
  betweenLegs: 6,
  wholeBody: 7,
  leftLeg: 10,
  rightLeg: 11,
  torso: 12,
} as const;

/** `position` of a measure and `wearposition` of a recording: the part of the body. 7 is common and undocumented. */
export const positions = names({
  0: 'Right wrist',
  1: 'Left wrist',
  2: 'Right arm',
  3: 'Left arm',
  4: 'Right foot',
  5: 'Left foot',
  6: 'Between legs',
  7: 'Whole body',
  8: 'Left part of the body',
  9: 'Right part of the body',
  10: 'Left leg',
  11: 'Right leg',
  12: 'Torso',
  13: 'Left hand',
  14: 'Right hand',
  15: 'Heart, aortic area',
  16: 'Heart, pulmonic area',
  17: 'Heart, tricuspid area',
  18: 'Heart, mitral area',
  19: 'Heart, apex',
  20: 'Lungs, front, upper right',
  21: 'Lungs, front, upper left',
  22: 'Lungs, front, bottom right',
  23: 'Lungs, front, bottom left',
  24: 'Lungs, back, upper left',
  25: 'Lungs, back, upper right',
  26: 'Lungs, back, bottom left',
  27: 'Lungs, back, bottom right',
  28: 'Wide mode',
  29: 'Between arms',
  30: 'Hold right',
  31: 'Hold left',
});

export const nameOfPosition = (where: number): string => nameIn(positions, where);
