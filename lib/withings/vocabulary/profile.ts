import { names } from './named.ts';

/** `gender` of a profile. */
export const genders = names({ 0: 'Man', 1: 'Woman' });

/** `unit_pref` of a profile: the units in which the person likes to read weight, height, distance and temperature. */
export const preferredUnits = names({
  1: 'kg',
  2: 'lb',
  6: 'm',
  7: 'in',
  8: 'yd',
  11: '°C',
  13: '°F',
  14: 'st lb',
});
