import { RetryError } from '../errors.ts';
import type { Call } from '../http.ts';

/**
 * Garmin counts every call made while it refuses, and starts the wait anew. Two hours is what clients that recovered
 * have left it alone; whoever keeps the time doubles it from refusal to refusal.
 */
const leaveAloneSeconds = 2 * 3600;

export function throttled(call: Call, status: number): RetryError {
  return new RetryError(`Garmin refuses further calls for now (${call.action}, HTTP ${status}).`, {
    ...call,
    status,
    waitSeconds: leaveAloneSeconds,
  });
}
