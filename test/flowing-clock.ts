import type { Clock } from '../lib/clock.ts';

/** Time that passes when the test says so, or at once when somebody sleeps: for tests in which only one thing goes on at a time. */
export class FlowingClock implements Clock {
  /** Every sleep asked for, milliseconds. */
  readonly sleeps: number[] = [];
  #nowMs: number;

  constructor(now: string | number = '2026-11-20T07:00:00Z') {
    this.#nowMs = new Date(now).getTime();
  }

  now(): number {
    return this.#nowMs;
  }

  async sleep(milliseconds: number): Promise<void> {
    this.sleeps.push(milliseconds);
    this.#nowMs += milliseconds;
  }

  advance({ days = 0, hours = 0, minutes = 0, seconds = 0 }): void {
    this.#nowMs += (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
  }
}
