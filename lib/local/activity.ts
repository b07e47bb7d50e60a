import type { Timer } from './timer.ts';

/** Tells those who wait that something has happened. */
export class Activity {
  readonly #timer: Timer;
  readonly #listeners = new Set<() => void>();

  constructor(timer: Timer) {
    this.#timer = timer;
  }

  happened(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  /** Waits until the condition holds, looking whenever something has happened; false when the time ran out first. */
  async until(condition: () => boolean, timeoutMs: number): Promise<boolean> {
    const deadline = this.#timer.now() + timeoutMs;
    for (;;) {
      // One turn later, so that what follows from the latest happening has begun.
      await new Promise((resolve) => setImmediate(resolve));
      if (condition()) return true;
      if (this.#timer.now() >= deadline) return false;
      await this.#next(deadline);
    }
  }

  #next(deadline: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.#listeners.delete(done);
        callOff();
        resolve();
      };
      const callOff = this.#timer.wakeAt(deadline, done);
      this.#listeners.add(done);
    });
  }
}
