import type { Clock } from '../../clock.ts';
import type { Athlete, IntervalsState } from './state.ts';

/** What all routes of the simulator share. */
export interface World {
  state: IntervalsState;
  clock: Clock;
}

/** Hono's types for routes that belong to an athlete. */
export interface Authorized {
  Variables: { athlete: Athlete };
}
