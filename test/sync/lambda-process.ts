import type { Clock } from '../../lib/clock.ts';
import type { Timeline } from './timeline.ts';

/** Something that a process does to the world outside of it. */
export interface Effect {
  /** `Put measurements`, `garmin POST /upload-service/upload`. */
  name: string;
  /** For whose account the process is at work, if for one. */
  account: string | undefined;
}

/** What a process is started for; each time another one. */
export interface Invocation {
  /** For whose account, if for one. */
  account: string | undefined;
}

/** What becomes of an effect: the process may die before it happens, or after it and before it knows. */
export type Fate = 'happens' | 'crash before' | 'crash after';

export interface Surroundings {
  timeline: Timeline;
  /** Decides about each effect as it is about to happen. */
  fateOf(effect: Effect): Fate;
  /** How long an effect takes, milliseconds. */
  delayMs(effect: Effect): number;
}

const timeLimitMs = 300_000;

/**
 * One process of Lambda. Everything it does to the world passes through here, so that it can die at any moment: from
 * then on none of it happens any more, and nobody inside hears of anything again.
 */
export class LambdaProcess {
  /** The time as this process knows it: a dead one never wakes. */
  readonly clock: Clock;
  readonly #surroundings: Surroundings;
  #invocation: Invocation = { account: undefined };
  #endsAt = Number.POSITIVE_INFINITY;
  #isAlive = true;
  #die: () => void = () => {};

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
    const { timeline } = surroundings;
    this.clock = {
      now: () => timeline.now(),
      sleep: async (milliseconds) => {
        if (timeline.now() + milliseconds >= this.#endsAt) await this.#death();
        await timeline.sleep(milliseconds);
        if (!this.#isAlive) await this.#death();
      },
    };
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  /** What it is at work on, or was the last time. */
  get invocation(): Invocation {
    return this.#invocation;
  }

  /** One invocation; `died` when the process did not survive it. */
  async invoke<Result>(
    account: string | undefined,
    work: (remainingMs: number) => Promise<Result>,
  ): Promise<{ result: Result } | 'died'> {
    this.#invocation = { account };
    this.#endsAt = this.clock.now() + timeLimitMs;
    const death = new Promise<'died'>((resolve) => {
      this.#die = () => resolve('died');
    });
    return Promise.race([work(timeLimitMs).then((result) => ({ result })), death]);
  }

  /** Does something to the world outside, or dies of it. */
  async effect<Result>(name: string, act: () => Promise<Result>): Promise<Result> {
    const { timeline, fateOf, delayMs } = this.#surroundings;
    if (!this.#isAlive) return this.#death();
    const effect = { name, account: this.#invocation.account };
    const fate = fateOf(effect);
    if (fate === 'crash before') return this.#death();
    // One that broke off as the process died is as good as unknown to it.
    const outcome = await timeline.work(act).then(
      (result) => ({ result }),
      (error: unknown) => ({ error }),
    );
    if (fate === 'crash after') return this.#death();
    const delay = delayMs(effect);
    if (delay > 0) await this.clock.sleep(delay);
    if (!this.#isAlive) return this.#death();
    if ('error' in outcome) throw outcome.error;
    return outcome.result;
  }

  /** Looks at the world without changing it. */
  async look<Result>(act: () => Promise<Result>): Promise<Result> {
    if (!this.#isAlive) return this.#death();
    const result = await this.#surroundings.timeline.work(act);
    return this.#isAlive ? result : this.#death();
  }

  #death(): Promise<never> {
    this.#isAlive = false;
    this.#die();
    return new Promise(() => {});
  }
}
