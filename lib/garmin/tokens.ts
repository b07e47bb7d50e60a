import { decodeJwt } from 'jose';

/** A person's pair of Garmin tokens of the "DI" kind, the one the phone app uses. Times are epoch milliseconds. */
export interface GarminTokens {
  /** A JWT. Lives 4 to 24 hours, by region. */
  accessToken: string;
  /** Opaque, about 30 days, replaced at every refresh. */
  refreshToken: string;
  /** The app id the pair belongs to; a refresh has to name it. */
  clientId: string;
  expiresAt: number;
  refreshExpiresAt: number;
}

/**
 * App ids that Garmin is known to mint tokens for, newest first. Garmin retires them by the quarter, hence a list, and
 * hence an argument wherever it is used.
 */
export const knownClientIds: readonly string[] = [
  'GARMIN_CONNECT_MOBILE_ANDROID_DI_2025Q2',
  'GARMIN_CONNECT_MOBILE_ANDROID_DI_2024Q4',
  'GARMIN_CONNECT_MOBILE_ANDROID_DI',
  'GARMIN_CONNECT_MOBILE_IOS_DI',
];

export const refreshTokenLifeMs = 30 * 24 * 3600_000;

const renewAheadMs = 15 * 60_000;

/** Whether the access token ends within a quarter of an hour. */
export function isExpiring(tokens: GarminTokens, nowMs: number): boolean {
  return tokens.expiresAt - nowMs < renewAheadMs;
}

/** What an access token says of itself, as far as it says it. Times are epoch milliseconds. */
export interface AccessTokenClaims {
  expiresAt?: number;
  issuedAt?: number;
  clientId?: string;
}

/**
 * Reads an access token without checking its signature: we are its bearer, not its judge. What is no JWT says nothing.
 */
export function readAccessToken(accessToken: string): AccessTokenClaims {
  const { exp, iat, client_id } = claimsOf(accessToken);
  return {
    ...(typeof exp === 'number' && { expiresAt: exp * 1000 }),
    ...(typeof iat === 'number' && { issuedAt: iat * 1000 }),
    ...(typeof client_id === 'string' && { clientId: client_id }),
  };
}

function claimsOf(accessToken: string): Record<string, unknown> {
  try {
    return decodeJwt(accessToken);
  } catch {
    return {};
  }
}
