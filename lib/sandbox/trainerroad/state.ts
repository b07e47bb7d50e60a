import type { Fault } from './fault.ts';

export const endpoints = [
  'POST /app/api/login/login',
  'GET /app/login',
  'POST /app/login',
  'GET /app/logout',
  'GET /app/api/profile/rider-information',
  'PUT /app/api/profile/rider-information',
  'GET /app/api/member-info',
  'GET /app/api/weight-history',
] as const;
export type Endpoint = (typeof endpoints)[number];

/** Everything the simulator remembers, as plain JSON: it can be stored and handed to a new simulator. */
export interface TrainerRoadState {
  /** By member id. */
  members: Record<string, Member>;
  /** By the value of the cookie `SharedTrainerRoadAuth`. */
  sessions: Record<string, Session>;
  /** Anti-forgery tokens of sign-in forms that were given out: the cookie's by the form's. */
  forms: Record<string, string>;
  calls: Record<Endpoint, number>;
  faults: Fault[];
  knobs: Knobs;
  /** The last number given out. */
  sequence: number;
}

export interface Member {
  memberId: number;
  username: string;
  email: string;
  password: string;
  rider: Rider;
  weightHistory: WeightChange[];
}

/**
 * The profile in camelCase. Nothing but `weightKg`, `ftp` and `units` is known for sure; the rest stands for what else
 * may be there.
 */
export interface Rider {
  weightKg: number | null;
  ftp: number | null;
  units: 'kmh' | 'mph';
  nickname: string | null;
  genderId: number;
  dateOfBirth: string | null;
  /** Keys inside stay in PascalCase whatever is asked for. */
  privacy: Record<string, boolean>;
}

export interface WeightChange {
  id: number;
  value: number;
  units: 'kg';
  /** ISO instant. */
  date: string;
}

export interface Session {
  memberId: number;
  /** Epoch milliseconds. */
  expiresAt: number;
}

/** Where reports about TrainerRoad differ, or where it has changed its mind. */
export interface Knobs {
  /** What stands where the JSON sign-in was: the status of a path that is gone, or a web page. */
  jsonSignIn: 'there' | 404 | 405 | 'page';
  /** A successful sign-in sets the session cookie. */
  signInOpensSession: boolean;
  /** How a call without a session is turned away. */
  signedOut: 'redirect' | 401 | 403;
  /** The status of a successful write. */
  writeStatus: 200 | 204;
  /** Writes are answered as ever and change nothing. */
  writesVanish: boolean;
  /** Weights are kept in whole steps of this many kilograms; null: as written. */
  weightStepKg: number | null;
}

export function emptyState(): TrainerRoadState {
  return {
    members: {},
    sessions: {},
    forms: {},
    calls: {
      'POST /app/api/login/login': 0,
      'GET /app/login': 0,
      'POST /app/login': 0,
      'GET /app/logout': 0,
      'GET /app/api/profile/rider-information': 0,
      'PUT /app/api/profile/rider-information': 0,
      'GET /app/api/member-info': 0,
      'GET /app/api/weight-history': 0,
    },
    faults: [],
    knobs: {
      jsonSignIn: 'there',
      signInOpensSession: true,
      signedOut: 'redirect',
      writeStatus: 204,
      writesVanish: false,
      weightStepKg: null,
    },
    sequence: 1000,
  };
}
