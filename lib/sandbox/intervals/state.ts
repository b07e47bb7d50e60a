import type { Fault } from './fault.ts';

/** An athlete, and the calls below one. */
export const endpoints = [
  'GET athlete',
  'GET wellness',
  'GET wellness/day',
  'PUT wellness',
  'PUT wellness/day',
  'PUT wellness-bulk',
] as const;
export type Endpoint = (typeof endpoints)[number];

/** Everything the simulator remembers, as plain JSON: it can be stored and handed to a new simulator. */
export interface IntervalsState {
  /** By athlete id. */
  athletes: Record<string, Athlete>;
  calls: Record<Endpoint, number>;
  faults: Fault[];
  knobs: Knobs;
  /** The number of the last athlete. */
  sequence: number;
}

export interface Athlete {
  /** `i123456`. */
  id: string;
  name: string;
  apiKey: string;
  /** The athlete's current weight and resting pulse, as the site's own pages show them. */
  weight: number | null;
  restingHR: number | null;
  /** By local day. */
  wellness: Record<string, WellnessDay>;
}

/** What was ever written of a day; a field is never taken away. */
export interface WellnessDay {
  id: string;
  /** ISO instant. */
  updated: string;
  locked: boolean;
  fields: Record<string, number | string>;
}

/** What nobody has written down. */
export interface Knobs {
  /** How a key that is not known is turned away. */
  refusedKey: 401 | 403;
  /** What a day without data is, when it is asked for by itself. */
  emptyDay: 'record' | 404;
  /** How fields without a value are answered. */
  emptyFields: 'null' | 'absent';
  /** All fields come, whichever were asked for. */
  allFields: boolean;
  /** Writes are answered as ever and change nothing. */
  writesVanish: boolean;
}

export function emptyState(): IntervalsState {
  return {
    athletes: {},
    calls: {
      'GET athlete': 0,
      'GET wellness': 0,
      'GET wellness/day': 0,
      'PUT wellness': 0,
      'PUT wellness/day': 0,
      'PUT wellness-bulk': 0,
    },
    faults: [],
    knobs: { refusedKey: 403, emptyDay: 'record', emptyFields: 'null', allFields: false, writesVanish: false },
    sequence: 100_000,
  };
}
