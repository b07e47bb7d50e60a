/** Time that can be waited for and called off. An argument, so that a test can let an hour pass at once. */
export interface Timer {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Calls `wake` once that moment has come, at once when it has passed; the returned function calls it off. */
  wakeAt(epochMs: number, wake: () => void): () => void;
}

/** setTimeout fires at once for anything longer than a signed 32-bit number of milliseconds (24.8 days). */
const longestTimeoutMs = 2 ** 31 - 1;

export const systemTimer: Timer = {
  now: () => Date.now(),
  wakeAt(epochMs, wake) {
    let timeout: NodeJS.Timeout;
    const arm = (): void => {
      const waitMs = Math.max(0, epochMs - Date.now());
      timeout = waitMs > longestTimeoutMs ? setTimeout(arm, longestTimeoutMs) : setTimeout(wake, waitMs);
    };
    arm();
    return () => clearTimeout(timeout);
  },
};
