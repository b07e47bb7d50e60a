import { nameIn, names } from './named.ts';

/**
 * `attrib`: how a measure group, or a workout, came to be this person's. 3, 10 and 17 are documented nowhere: their
 * meaning is what answers show. 10000, 10009 and 10010 were seen too, and nobody knows why.
 */
export const attribs = names({
  0: 'Measured by a device, surely of this person',
  1: 'Measured by a device, perhaps of another person',
  2: 'Entered by hand',
  3: 'Measured by a device on which the person picked themselves',
  4: 'Entered when the account was created',
  5: 'Best of several readings of a blood pressure monitor',
  7: 'Confirmed by the person',
  8: 'Measured by a device, surely of this person (as 0)',
  10: 'Reading of one foot that repeats another',
  15: 'Measured under guided conditions',
  17: 'Measured under guided conditions (as 15)',
});

export const nameOfAttrib = (attrib: number): string => nameIn(attribs, attrib);

/** `category` of a measure group. */
export const measureCategories = names({ 1: 'Measurement', 2: 'Goal' });
