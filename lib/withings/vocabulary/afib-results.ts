import { nameIn, names } from './named.ts';

/**
 * What an ECG says of atrial fibrillation: the value of measure type 130, and `ecg.afib` of a heart record, which knows
 * only the first three. From the Withings documentation of measure types.
 */
export const afibResults = names({
  0: 'Negative',
  1: 'Positive',
  2: 'Inconclusive',
  3: 'No signal',
  4: 'Other',
  5: 'Noise',
  6: 'Low heart rate',
  7: 'High heart rate',
  8: 'Inconclusive (US)',
  9: 'Negative, normal heart rate',
  10: 'Negative, high heart rate',
  11: 'Positive, normal heart rate',
  12: 'Positive, high heart rate',
  13: 'No diagnosis',
});

export const nameOfAfibResult = (result: number): string => nameIn(afibResults, result);
