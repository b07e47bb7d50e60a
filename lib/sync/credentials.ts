import * as v from 'valibot';
import type { GarminTokens } from '../garmin/tokens.ts';
import type { IntervalsCredentials } from '../intervals/credentials.ts';
import type { TrainerRoadCredentials } from '../trainerroad/credentials.ts';
import type { WithingsTokens } from '../withings/oauth.ts';

/** What is inside the seal, vendor by vendor. */

export const withingsTokensSchema: v.GenericSchema<unknown, WithingsTokens> = v.object({
  userId: v.string(),
  accessToken: v.string(),
  refreshToken: v.string(),
  expiresAt: v.number(),
  scope: v.string(),
});

export const garminTokensSchema: v.GenericSchema<unknown, GarminTokens> = v.object({
  accessToken: v.string(),
  refreshToken: v.string(),
  clientId: v.string(),
  expiresAt: v.number(),
  refreshExpiresAt: v.number(),
});

export const trainerRoadCredentialsSchema: v.GenericSchema<unknown, TrainerRoadCredentials> = v.object({
  cookie: v.exactOptional(v.string()),
  username: v.exactOptional(v.string()),
  password: v.exactOptional(v.string()),
  signedInAt: v.exactOptional(v.number()),
});

export const intervalsCredentialsSchema: v.GenericSchema<unknown, IntervalsCredentials> = v.object({
  apiKey: v.string(),
  athleteId: v.exactOptional(v.string()),
});
