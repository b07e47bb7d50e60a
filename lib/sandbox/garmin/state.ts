import type { Fault } from './fault.ts';
import { emptySso, type MfaMethod, type SsoState } from './sso/state.ts';

/** Everything the simulator remembers, as plain JSON: it can be stored and handed to a new simulator. */
export interface GarminState {
  /** By the account's id, which tests choose. */
  accounts: Record<string, GarminAccount>;
  calls: Record<GarminService, number>;
  faults: Fault[];
  knobs: Knobs;
  /** The sign-in by password. */
  sso: SsoState;
  /** The last number given out; all ids come from here, so that none is given twice. */
  sequence: number;
  /** The last `samplePk` or `version` given out, epoch ms. */
  newestKey: number;
}

/** Paths are grouped by their first segment, as Garmin's own gateway does; the last three are those of the sign-in. */
export const garminServices = [
  'di-oauth2-service',
  'userprofile-service',
  'upload-service',
  'weight-service',
  'bloodpressure-service',
  'mobile',
  'portal',
  'sso',
] as const;
export type GarminService = (typeof garminServices)[number];

/** Where reports about Garmin differ, or where Garmin has changed its mind. */
export interface Knobs {
  accessTokenSeconds: number;
  refreshTokenSeconds: number;
  /** The answer to a refresh carries no new refresh token, and the old one stays good. */
  refreshOmitsRefreshToken: boolean;
  /** A refresh token works again after it was used. */
  oldRefreshTokenStillAccepted: boolean;
  /** Uploads whose User-Agent begins with `Mozilla/` are answered 202 and dropped, as in November 2024. */
  browserUploadsVanish: boolean;
  /** Files with more records are answered 504. */
  recordsPerFile: number;
  /** When new entries become visible to reads. */
  newEntries: Visibility;
}

export type Visibility = 'at once' | 'never' | { afterReads: number } | { afterSeconds: number };

export interface GarminAccount {
  id: string;
  profileId: number;
  garminGuid: string;
  displayName: string;
  email: string;
  password: string;
  /** What is asked for beside the password. */
  mfa: 'none' | MfaMethod;
  /** Hexadecimal; what an authenticator app was set up with. */
  authenticatorSecret: string;
  /** After too many wrong passwords, until its owner sets a new one. */
  locked: boolean;
  /** Wrong passwords since the last right one. */
  failedSignIns: number;
  /** A child's: it signs in through its parents. */
  isChild: boolean;
  /** IANA time zone: decides on which day a measurement lies. */
  zone: string;
  heightCm: number | null;
  /** "Device Upload" is allowed; without it uploads are answered 412. */
  uploadConsent: boolean;
  /** Tokens are issued and refreshed, but the data API answers "Token is not active". */
  tokensInactive: boolean;
  /** Expiry in epoch ms by access token. */
  accessTokens: Record<string, number>;
  /** Those among them that the data API does not know. */
  inactiveTokens: string[];
  refreshTokens: Record<string, RefreshToken>;
  weights: StoredWeight[];
  pressures: StoredPressure[];
  uploads: Upload[];
}

export interface RefreshToken {
  clientId: string;
  expiresAt: number;
  used: boolean;
  /** Its tokens are such as the data API does not know, and a refresh does not help. */
  inactive?: true;
}

export interface Entry {
  /** Epoch ms of the measurement. */
  measuredAt: number;
  /** The wall time on the person's clock then, as epoch ms as if it were UTC. */
  measuredAtLocal: number;
  /** Absent when the entry is visible to reads. */
  hidden?: 'forever' | { readsLeft: number } | { until: number };
}

export interface StoredWeight extends Entry {
  /** Unique; epoch ms of creation, or the next free one. */
  samplePk: number;
  sourceType: 'MANUAL' | 'INDEX_SCALE';
  weightKg: number;
  composition: Composition;
}

/** Masses in kg, shares in percent; null when the scale did not say. */
export interface Composition {
  bmi: number | null;
  bodyFat: number | null;
  bodyWater: number | null;
  boneMassKg: number | null;
  muscleMassKg: number | null;
  physiqueRating: number | null;
  visceralFat: number | null;
  metabolicAgeYears: number | null;
}

export interface StoredPressure extends Entry {
  /** Unique; epoch ms of creation, or the next free one. */
  version: number;
  sourceType: 'MANUAL' | 'DEVICE';
  systolic: number;
  diastolic: number;
  pulse: number | null;
  notes: string | null;
}

export interface Upload {
  uploadId: number;
  fileName: string;
  fileSize: number;
  /** Epoch ms. */
  at: number;
  outcome: 'imported' | 'refused' | 'dropped' | 'tooBig';
  /** Measurements found in the file. */
  records: number;
}

export function emptyState(): GarminState {
  return {
    accounts: {},
    calls: {
      'di-oauth2-service': 0,
      'userprofile-service': 0,
      'upload-service': 0,
      'weight-service': 0,
      'bloodpressure-service': 0,
      mobile: 0,
      portal: 0,
      sso: 0,
    },
    faults: [],
    knobs: {
      accessTokenSeconds: 18 * 3600,
      refreshTokenSeconds: 2_592_000,
      refreshOmitsRefreshToken: false,
      oldRefreshTokenStillAccepted: false,
      browserUploadsVanish: true,
      recordsPerFile: 200,
      newEntries: 'at once',
    },
    sso: emptySso(),
    sequence: 1000,
    newestKey: 0,
  };
}
