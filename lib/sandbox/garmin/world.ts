import type { Clock } from '../../clock.ts';
import type { Entry, GarminAccount, GarminState } from './state.ts';

/** What all routes of the simulator share. */
export interface World {
  state: GarminState;
  clock: Clock;
  /** 0 to 1, as Math.random. */
  random: () => number;
}

/** Hono's types for routes behind the bearer check. */
export interface SignedIn {
  Variables: { account: GarminAccount };
}

export function nextId({ state }: World): number {
  state.sequence += 1;
  return state.sequence;
}

/** Random hexadecimal digits that never repeat: the last ones count. */
export function randomHex(world: World, digits: number): string {
  const counted = nextId(world).toString(16).padStart(8, '0');
  const random = Array.from({ length: digits - counted.length }, () => Math.floor(world.random() * 16).toString(16));
  return random.join('') + counted;
}

export function randomUuid(world: World): string {
  const hex = randomHex(world, 32);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** The time of creation as a key that is never given again: entries of one millisecond get the next ones. */
export function creationKey({ state, clock }: World): number {
  state.newestKey = Math.max(clock.now(), state.newestKey + 1);
  return state.newestKey;
}

/** How a new entry starts out, after the knob of the same name. */
export function visibilityNow({ state, clock }: World): Pick<Entry, 'hidden'> {
  const { newEntries } = state.knobs;
  if (newEntries === 'at once') return {};
  if (newEntries === 'never') return { hidden: 'forever' };
  if ('afterReads' in newEntries) return { hidden: { readsLeft: newEntries.afterReads } };
  return { hidden: { until: clock.now() + newEntries.afterSeconds * 1000 } };
}
