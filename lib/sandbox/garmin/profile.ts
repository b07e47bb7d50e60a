import { Hono } from 'hono';
import type { SignedIn } from './world.ts';

/** userprofile-service: who is signed in. */
export function profileRoutes(): Hono<SignedIn> {
  const routes = new Hono<SignedIn>();

  routes.get('/userprofile-service/socialProfile', (c) => {
    const { profileId, garminGuid, displayName, id } = c.var.account;
    return c.json({
      id: profileId,
      profileId,
      garminGuid,
      displayName,
      fullName: displayName,
      userName: id,
      location: '',
      profileImageUrlLarge: null,
      profileImageUrlMedium: null,
      profileImageUrlSmall: null,
      userRoles: ['SCOPE_CONNECT_READ', 'SCOPE_CONNECT_WRITE', 'ROLE_CONNECTUSER'],
    });
  });

  routes.get('/userprofile-service/userprofile/user-settings', (c) => {
    const { profileId, heightCm, weights } = c.var.account;
    const newest = weights.toSorted((a, b) => b.measuredAt - a.measuredAt)[0];
    return c.json({
      id: profileId,
      userData: {
        gender: null,
        weight: newest ? newest.weightKg * 1000 : null,
        height: heightCm,
        timeFormat: 'time_twenty_four_hr',
        birthDate: null,
        measurementSystem: 'metric',
      },
      userSleep: null,
      connectDate: null,
      sourceType: null,
    });
  });

  return routes;
}
