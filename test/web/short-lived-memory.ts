import type { Clock } from '../../lib/clock.ts';
import type { ShortLived } from '../../lib/web/short-lived.ts';

/** Keeps short-lived things in memory, with everything it holds open to be looked at. */
export class ShortLivedMemory implements ShortLived {
  readonly items = new Map<string, { value: unknown; expiresAt: number }>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async put(kind: string, id: string, value: unknown, expiresAt: number): Promise<void> {
    this.items.set(`${kind}#${id}`, { value: structuredClone(value), expiresAt });
  }

  async peek(kind: string, id: string): Promise<unknown> {
    const item = this.items.get(`${kind}#${id}`);
    return item && item.expiresAt > this.#clock.now() ? item.value : undefined;
  }

  async take(kind: string, id: string): Promise<unknown> {
    const value = await this.peek(kind, id);
    if (value !== undefined) this.items.delete(`${kind}#${id}`);
    return value;
  }
}

/** A clock that stands until it is moved. */
export class StandingClock implements Clock {
  time: number;

  constructor(time = Date.UTC(2026, 10, 20, 7)) {
    this.time = time;
  }

  now = (): number => this.time;

  async sleep(milliseconds: number): Promise<void> {
    this.time += milliseconds;
  }
}
