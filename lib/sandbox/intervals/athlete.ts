import { Hono } from 'hono';
import { keyCheck } from './authorization.ts';
import { wellnessRoutes } from './wellness.ts';
import type { Authorized, World } from './world.ts';

/** What somebody with a key may ask of an athlete: who it is, and the wellness. */
export function athleteRoutes(world: World): Hono<Authorized> {
  return new Hono<Authorized>()
    .use('/:athlete/*', keyCheck(world))
    .get('/:athlete', ({ var: { athlete }, json }) => {
      const { id, name, weight, restingHR } = athlete;
      return json({ id, name, icu_weight: weight, icu_resting_hr: restingHR });
    })
    .route('/', wellnessRoutes(world));
}
