/** Time as an argument: the same code runs on the real clock and on a test's virtual one. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

/** Whole seconds since the Unix epoch, the unit in which Withings and this project's ledger count. */
export const epochSeconds = (clock: Clock): number => Math.floor(clock.now() / 1000);
