import type { Clock } from '../clock.ts';
import type { RandomBytes } from './random-token.ts';

/** Things that are kept for minutes or hours and used once. */
export interface ShortLived {
  /** @param expiresAt epoch milliseconds */
  put(kind: string, id: string, value: unknown, expiresAt: number): Promise<void>;
  /** The value, or undefined when it was never put, has expired or has been taken. */
  peek(kind: string, id: string): Promise<unknown>;
  /** As `peek`, and of all who take it only one gets it. */
  take(kind: string, id: string): Promise<unknown>;
  /**
   * Marks an id as used: true for the first who does, false for everybody after.
   *
   * @param expiresAt epoch milliseconds, from when on the id is refused for its age anyway
   */
  claim(kind: string, id: string, expiresAt: number): Promise<boolean>;
  /**
   * Sets one entry of a map that the value holds, whatever others do to it at the same time: false, and nothing is set,
   * when it was never put, has expired or has been taken.
   */
  setEntry(kind: string, id: string, entry: { of: string; key: string; value: unknown }): Promise<boolean>;
}

/** What invites, OAuth states and codes need from their host. */
export interface Surroundings {
  store: ShortLived;
  clock: Clock;
  /** Default: the operating system's. */
  randomBytes?: RandomBytes;
}
