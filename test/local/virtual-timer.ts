import type { Timer } from '../../lib/local/timer.ts';

/** Time that stands still until the test moves it. */
export class VirtualTimer implements Timer {
  #now: number;
  readonly #alarms = new Set<{ at: number; wake: () => void }>();

  constructor(startAt = Date.UTC(2026, 0, 1)) {
    this.#now = startAt;
  }

  now(): number {
    return this.#now;
  }

  wakeAt(at: number, wake: () => void): () => void {
    const alarm = { at, wake };
    this.#alarms.add(alarm);
    return () => this.#alarms.delete(alarm);
  }

  get pending(): number {
    return this.#alarms.size;
  }

  /** Lets time pass, ringing every alarm on the way at its own moment, and what follows from each run. */
  async advance(seconds: number): Promise<void> {
    const end = this.#now + seconds * 1000;
    for (;;) {
      await turn();
      const [next] = [...this.#alarms].filter(({ at }) => at <= end).sort((left, right) => left.at - right.at);
      if (!next) break;
      this.#alarms.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.wake();
    }
    this.#now = end;
    await turn();
  }
}

/** Everything that was already on its way has happened. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
