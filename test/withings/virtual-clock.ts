import type { Clock } from '../../lib/clock.ts';

/** Time that passes only when somebody sleeps or the test says so. */
export class VirtualClock implements Clock {
  /** Every sleep asked for, milliseconds. */
  readonly sleeps: number[] = [];
  #nowMs: number;

  constructor(nowMs = Date.UTC(2026, 2, 2, 6)) {
    this.#nowMs = nowMs;
  }

  now(): number {
    return this.#nowMs;
  }

  async sleep(milliseconds: number): Promise<void> {
    this.sleeps.push(milliseconds);
    this.#nowMs += milliseconds;
  }

  advance({ hours = 0, minutes = 0, seconds = 0 }: { hours?: number; minutes?: number; seconds?: number }): void {
    this.#nowMs += ((hours * 60 + minutes) * 60 + seconds) * 1000;
  }
}
