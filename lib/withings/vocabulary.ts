/** The numbers of the Withings API that have a published name. A number without one is passed on as it is. */

export interface MeasureType {
  name: string;
  unit: string;
}

/** Measure types by number. The value of a measure is `value * 10^unit` in the unit given here. */
export const measureTypes: ReadonlyMap<number, MeasureType> = new Map([
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
  [155, { name: 'Vascular age', unit: 'years' }],
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
  [226, { name: 'Basal metabolic rate', unit: 'kcal' }],
  [227, { name: 'Metabolic age', unit: 'years' }],
  [229, { name: 'Electrochemical skin conductance', unit: 'µS' }],
]);

/** Scales and blood pressure monitors by `modelid`, for answers that leave `model` empty. */
export const modelNames: ReadonlyMap<number, string> = new Map([
  [1, 'WBS01'],
  [2, 'WS30'],
  [3, 'Kid Scale'],
  [4, 'Smart Body Analyzer'],
  [5, 'Body+'],
  [6, 'Body Cardio'],
  [7, 'Body'],
  [9, 'Body Pro'],
  [10, 'Body Scan'],
  [11, 'WBS10'],
  [12, 'WBS11'],
  [14, 'Body'],
  [15, 'Body Comp'],
  [16, 'Body Smart'],
  [17, 'Body Comp Pro'],
  [18, 'Body Comp'],
  [41, 'Blood Pressure Monitor V1'],
  [42, 'Blood Pressure Monitor V2'],
  [43, 'Blood Pressure Monitor V3'],
  [44, 'BPM Core'],
  [45, 'BPM Connect'],
  [46, 'BPM Connect Pro'],
  [47, 'BPM Pro 2'],
  [48, 'BPM Vision'],
  [70, 'Thermo'],
  [71, 'BeamO'],
]);

/** `position` of a measure: which part of the body it is of. The five segments are the ones a Body Scan reports. */
export const position = {
  rightArm: 2,
  leftArm: 3,
  betweenLegs: 6,
  wholeBody: 7,
  leftLeg: 10,
  rightLeg: 11,
  torso: 12,
} as const;

/** `appli`: what a notification is about. */
export const appli = {
  weight: 1,
  temperature: 2,
  bloodPressure: 4,
  activity: 16,
  sleep: 44,
  user: 46,
} as const;
