import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../lib/clock.ts';

interface Sleeper {
  at: number;
  wake(): void;
}

/** A clock that stands still until told otherwise. Sleepers wake in the order of their time. */
export class VirtualClock implements Clock {
  #now: number;
  readonly #sleepers: Sleeper[] = [];

  constructor(now = Date.parse('2026-11-20T06:30:00Z')) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((wake) => this.#sleepers.push({ at: this.#now + milliseconds, wake }));
  }

  /** Lets time pass; everything that was due meanwhile has happened, as far as it needs no input or output. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    await setImmediate();
    while (this.#sleepers.some(({ at }) => at <= end)) await this.#wakeNext();
    this.#now = end;
  }

  /** Lets as much time pass as the work needs, and not a moment of it in reality. */
  async until<Result>(work: Promise<Result>): Promise<Result> {
    let finished = false;
    const done = () => {
      finished = true;
    };
    work.then(done, done);
    await setImmediate();
    while (!finished) await this.#wakeNext();
    return work;
  }

  async #wakeNext(): Promise<void> {
    const next = this.#sleepers.toSorted((a, b) => a.at - b.at)[0];
    if (!next) throw new Error('Nobody sleeps, and the work is not finished: it waits for something other than time.');
    this.#sleepers.splice(this.#sleepers.indexOf(next), 1);
    this.#now = Math.max(this.#now, next.at);
    next.wake();
    await setImmediate();
  }
}
