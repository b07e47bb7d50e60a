import { nameIn, type Vocabulary } from './named.ts';

export interface MeasureType {
  name: string;
  /** Empty for what has no unit: a score, an index, a code. */
  unit: string;
}

/**
 * Measure types by number. The value of a measure is `value * 10^unit`, in the unit given here.
 * From the Withings documentation of 2026. 158, 159, 197 and 198 are only seen in answers; other numbers that are seen
 * (2, 18, 35, 238, 239) have no name anywhere.
 */
export const measureTypes: Vocabulary<MeasureType> = new Map([
  [1, { name: 'Weight', unit: 'kg' }],
  [4, { name: 'Height', unit: 'm' }],
  [5, { name: 'Fat-free mass', unit: 'kg' }],
  [6, { name: 'Fat ratio', unit: '%' }],
  [8, { name: 'Fat mass', unit: 'kg' }],
  [9, { name: 'Diastolic blood pressure', unit: 'mmHg' }],
  [10, { name: 'Systolic blood pressure', unit: 'mmHg' }],
  [11, { name: 'Heart pulse', unit: 'bpm' }],
  [12, { name: 'Temperature', unit: '°C' }],
  [54, { name: 'SpO2', unit: '%' }],
  [71, { name: 'Body temperature', unit: '°C' }],
  [73, { name: 'Skin temperature', unit: '°C' }],
  [76, { name: 'Muscle mass', unit: 'kg' }],
  [77, { name: 'Hydration', unit: 'kg' }],
  [88, { name: 'Bone mass', unit: 'kg' }],
  [91, { name: 'Pulse wave velocity', unit: 'm/s' }],
  [123, { name: 'VO2 max', unit: 'ml/min/kg' }],
  [130, { name: 'Atrial fibrillation result (ECG)', unit: '' }],
  [135, { name: 'QRS interval', unit: 'ms' }],
  [136, { name: 'PR interval', unit: 'ms' }],
  [137, { name: 'QT interval', unit: 'ms' }],
  [138, { name: 'Corrected QT interval', unit: 'ms' }],
  [139, { name: 'Atrial fibrillation result (PPG)', unit: '' }],
  [147, { name: 'Urinary pH', unit: '' }],
  [148, { name: 'Urine specific gravity', unit: '' }],
  [151, { name: 'Urinary nitrites', unit: 'µmol/L' }],
  [155, { name: 'Vascular age', unit: 'years' }],
  [158, { name: 'Nerve health score, left foot', unit: '' }],
  [159, { name: 'Nerve health score, right foot', unit: '' }],
  [167, { name: 'Nerve health score', unit: '' }],
  [168, { name: 'Extracellular water', unit: 'kg' }],
  [169, { name: 'Intracellular water', unit: 'kg' }],
  [170, { name: 'Visceral fat', unit: '' }],
  [173, { name: 'Fat-free mass of a segment', unit: 'kg' }],
  [174, { name: 'Fat mass of a segment', unit: 'kg' }],
  [175, { name: 'Muscle mass of a segment', unit: 'kg' }],
  [196, { name: 'Electrodermal activity, feet', unit: '' }],
  [197, { name: 'Electrodermal activity, left foot', unit: '' }],
  [198, { name: 'Electrodermal activity, right foot', unit: '' }],
  [204, { name: 'Urinary ketones', unit: 'mmol/L' }],
  [205, { name: 'Urinary vitamin C', unit: 'mmol/L' }],
  [226, { name: 'Basal metabolic rate', unit: 'kcal' }],
  [227, { name: 'Metabolic age', unit: 'years' }],
  [229, { name: 'Electrochemical skin conductance', unit: 'µS' }],
  [248, { name: 'Urinary calcium', unit: 'mmol/L' }],
  [249, { name: 'Urinary creatinine', unit: 'mmol/L' }],
  [251, { name: 'Urinary calcium/creatinine ratio', unit: '' }],
]);

export const nameOfMeasureType = (type: number): string => nameIn(measureTypes, type);
