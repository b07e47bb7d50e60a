import type { Clock } from '../../clock.ts';
import type { Member, TrainerRoadState } from './state.ts';

/** What all routes of the simulator share. */
export interface World {
  state: TrainerRoadState;
  clock: Clock;
  /** 0 to 1, as Math.random. */
  random: () => number;
}

/** Hono's types for routes that need a session. */
export interface SignedIn {
  Variables: { member: Member };
}

export function nextId({ state }: World): number {
  state.sequence += 1;
  return state.sequence;
}

/** A value that never repeats and ends in `==`, as the site's own cookies may. */
export function randomValue(world: World): string {
  const random = Array.from({ length: 48 }, () => Math.floor(world.random() * 36).toString(36));
  return `${random.join('')}${nextId(world)}==`;
}
