import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../lib/clock.ts';

interface Appointment {
  at: number;
  act(): void;
}

/**
 * The time of a simulated world in which many things go on at once. It stands still while anybody is at work, and
 * then jumps to the next moment at which somebody has something to do: months take seconds, and the same world runs
 * the same way each time.
 */
export class Timeline implements Clock {
  #nowMs: number;
  /** In order of time; of one time, in the order in which they were made. */
  readonly #appointments: Appointment[] = [];
  #underWay: Promise<unknown> = Promise.resolve();
  #working = 0;

  constructor(now: string | number = '2026-11-20T06:30:00Z') {
    this.#nowMs = new Date(now).getTime();
  }

  now(): number {
    return this.#nowMs;
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((wake) => this.at(this.#nowMs + milliseconds, wake));
  }

  /** Lets something happen at a time, epoch milliseconds; at once when that is over. It must not wait for the time to pass. */
  at(time: number, act: () => void): void {
    const at = Math.max(time, this.#nowMs);
    const index = this.#appointments.findLastIndex((appointment) => appointment.at <= at) + 1;
    this.#appointments.splice(index, 0, { at, act });
  }

  /**
   * Work that takes no time of this world, though real time: nothing else happens until it is done. One piece after
   * the other, so that chance has no say in their order.
   */
  async work<Result>(act: () => Promise<Result>): Promise<Result> {
    this.#working += 1;
    const turn = this.#underWay.then(act);
    this.#underWay = turn.catch(() => undefined);
    try {
      return await turn;
    } finally {
      this.#working -= 1;
    }
  }

  /** Lets time pass, with everything that happens in it. */
  async pass({ days = 0, hours = 0, minutes = 0, seconds = 0 }): Promise<void> {
    const end = this.#nowMs + (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
    await this.#quiet();
    for (let next = this.#appointments[0]; next && next.at <= end; next = this.#appointments[0]) {
      this.#appointments.shift();
      this.#nowMs = next.at;
      next.act();
      await this.#quiet();
    }
    this.#nowMs = end;
  }

  /** Until nobody can do anything any more without time passing. */
  async #quiet(): Promise<void> {
    do await setImmediate();
    while (this.#working > 0);
  }
}
