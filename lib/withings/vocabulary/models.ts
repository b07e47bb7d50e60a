import { nameIn, type Vocabulary } from './named.ts';

/** Our own grouping of the models; `phone` is what counts steps without being hardware of Withings. */
export type ModelKind =
  | 'scale'
  | 'blood pressure monitor'
  | 'camera'
  | 'tracker'
  | 'sleep monitor'
  | 'thermometer'
  | 'gateway'
  | 'glucose meter'
  | 'phone';

export interface Model {
  name: string;
  kind: ModelKind;
}

const modelsOfKind: Readonly<Record<ModelKind, Readonly<Record<number, string>>>> = {
  scale: {
    1: 'WBS01',
    2: 'WS30',
    3: 'Kid Scale',
    4: 'Smart Body Analyzer',
    5: 'Body+',
    6: 'Body Cardio',
    7: 'Body',
    9: 'Body Pro',
    10: 'Body Scan',
    11: 'WBS10',
    12: 'WBS11',
    14: 'Body',
    15: 'Body Comp',
    16: 'Body Smart',
    17: 'Body Comp Pro',
    18: 'Body Comp',
  },
  camera: { 21: 'Smart Baby Monitor', 22: 'Withings Home' },
  'blood pressure monitor': {
    41: 'Blood Pressure Monitor V1',
    42: 'Blood Pressure Monitor V2',
    43: 'Blood Pressure Monitor V3',
    44: 'BPM Core',
    45: 'BPM Connect',
    46: 'BPM Connect Pro',
    47: 'BPM Pro 2',
    48: 'BPM Vision',
  },
  tracker: {
    51: 'Pulse',
    52: 'Activite',
    53: 'Activite (Pop, Steel)',
    54: 'Withings Go',
    55: 'Activite Steel HR',
    58: 'Pulse HR',
    59: 'Activite Steel HR Sport Edition',
    90: 'Move',
    91: 'Move ECG',
    92: 'Move ECG',
    93: 'ScanWatch',
    94: 'ScanWatch 2',
    95: 'ScanWatch Light',
  },
  'sleep monitor': { 60: 'Aura Dock', 61: 'Aura Sensor', 62: 'Aura Dock', 63: 'Aura Sensor V2' },
  thermometer: { 70: 'Thermo', 71: 'BeamO' },
  gateway: { 100: 'WUP01' },
  phone: {
    1051: 'iOS step tracker',
    1052: 'iOS step tracker',
    1053: 'Android step tracker',
    1054: 'Android step tracker',
    1055: 'GoogleFit tracker',
    1056: 'Samsung Health tracker',
    1057: 'HealthKit step iPhone tracker',
    1058: 'HealthKit step Apple Watch tracker',
    1059: 'HealthKit other step tracker',
    1060: 'Google Health Connect tracker',
    1062: 'Huawei tracker',
  },
  'glucose meter': { 1061: 'iGlucose glucometer', 1063: 'Lingo Sensor' },
};

/**
 * Device models by number (`modelid`, `model_id`, and `model` where that is a number), for answers that leave the name
 * empty. 13 is a scale in one table of the documentation and a sleep monitor in practice, so it has no name here.
 */
export const models: Vocabulary<Model> = new Map(
  Object.entries(modelsOfKind).flatMap(([kind, namesOfKind]) =>
    Object.entries(namesOfKind).map(([number, name]) => [Number(number), { name, kind: kind as ModelKind }] as const),
  ),
);

export const nameOfModel = (model: number): string => nameIn(models, model);
