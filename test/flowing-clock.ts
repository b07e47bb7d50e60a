import type { Clock } from '../lib/clock.ts';

/** Time that passes at once when somebody sleeps, so that what waits need not be driven. For tests in which only one thing goes on at a time. */
export class FlowingClock implements Clock {
  #nowMs: number;

  constructor(now = '2026-11-20T07:00:00Z') {
    this.#nowMs = Date.parse(now);
  }

  now(): number {
    return this.#nowMs;
  }

  async sleep(milliseconds: number): Promise<void> {
    this.#nowMs += milliseconds;
  }

  advance(span: { hours?: number; minutes?: number; seconds?: number }): void {
    this.#nowMs += ((span.hours ?? 0) * 3600 + (span.minutes ?? 0) * 60 + (span.seconds ?? 0)) * 1000;
  }
}
