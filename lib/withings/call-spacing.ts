import type { Clock } from '../clock.ts';

/** Withings refuses the same arguments within 10 seconds (status 601), and 10 were not always enough. */
export const identicalCallSpacingMs = 12_000;

/** Remembers the latest calls and makes an identical one wait its turn. */
export class CallSpacing {
  readonly #clock: Clock;
  readonly #lastAt = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Resolves when the call may be made, and counts it as made. */
  async turn(key: string): Promise<void> {
    for (let waitMs = this.#waitMs(key); waitMs > 0; waitMs = this.#waitMs(key)) await this.#clock.sleep(waitMs);
    this.#forgetOld();
    this.#lastAt.set(key, this.#clock.now());
  }

  /** Counts the call from its end as well: a request that ran into its time limit may have arrived as late as that. */
  ended(key: string): void {
    this.#lastAt.set(key, this.#clock.now());
  }

  #waitMs(key: string): number {
    const lastAt = this.#lastAt.get(key);
    return lastAt === undefined ? 0 : lastAt + identicalCallSpacingMs - this.#clock.now();
  }

  #forgetOld(): void {
    for (const [key, at] of this.#lastAt)
      if (at + identicalCallSpacingMs <= this.#clock.now()) this.#lastAt.delete(key);
  }
}
