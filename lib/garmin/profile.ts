import * as v from 'valibot';
import { ReauthorizeError } from '../errors.ts';
import { parseAs } from '../http.ts';
import type { ConnectApi } from './connect-api.ts';

const call = { service: 'Garmin', action: 'socialProfile' };

const profileSchema = v.object({
  profileId: v.nullish(v.number()),
  displayName: v.nullish(v.string()),
  fullName: v.nullish(v.string()),
});

export type GarminProfile = v.InferOutput<typeof profileSchema>;

/**
 * Whose account the tokens open.
 *
 * @throws ReauthorizeError when Garmin answers but names nobody, which is how it treats a session that is none.
 */
export async function readProfile(api: Pick<ConnectApi, 'get'>): Promise<GarminProfile> {
  const profile = parseAs(profileSchema, await api.get('/userprofile-service/socialProfile', call.action), call);
  if (profile.profileId || profile.displayName) return profile;
  throw new ReauthorizeError('Garmin does not say whose account this is. Connect Garmin again.', call);
}
