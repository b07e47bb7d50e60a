const toleranceMs = 60_000;

/**
 * Whether an event (epoch seconds) and an entry at Garmin (epoch milliseconds) are of one time: at most a minute apart,
 * a minute included.
 */
export function isSameMinute(measuredAt: number, timestampMs: number): boolean {
  return Math.abs(measuredAt * 1000 - timestampMs) <= toleranceMs;
}
