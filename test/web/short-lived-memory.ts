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

  async claim(kind: string, id: string, expiresAt: number): Promise<boolean> {
    if (this.items.has(`${kind}#${id}`)) return false;
    await this.put(kind, id, {}, expiresAt);
    return true;
  }

  async setEntry(kind: string, id: string, { of, key, value }: { of: string; key: string; value: unknown }) {
    const item = this.items.get(`${kind}#${id}`);
    if (!item || item.expiresAt <= this.#clock.now()) return false;
    const { [of]: entries, ...rest } = item.value as Record<string, Record<string, unknown>>;
    this.items.set(`${kind}#${id}`, {
      ...item,
      value: { ...rest, [of]: { ...entries, [key]: structuredClone(value) } },
    });
    return true;
  }
}
