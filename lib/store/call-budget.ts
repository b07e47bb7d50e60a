import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '../clock.ts';
import { RetryError } from '../errors.ts';
import { unlessConditionFails } from './conditional-write.ts';

const minuteMs = 60_000;
/** Counted in short slices: with whole minutes the end of one and the beginning of the next would be twice as much. */
export const sliceMs = 10_000;
/**
 * Calls of one slice that are counted, over all processes. Any minute touches 7 slices, so that it holds 105 of the 120
 * that Withings allows. The other 15 are for what is not counted: the first calls of each process, and those for which
 * a person waits in the browser and is never refused.
 */
const countedAtMost = 15;
/**
 * What a process may call within a minute without counting it, so that a small deployment whose syncs find nothing pays
 * no write for them. The queue feeds 5 processes at a time, so it is 10 calls, and 5 remain for somebody who connects.
 */
const uncountedCalls = 2;
/** Calls counted with one write. 15 is a multiple, so a refusal never leaves a remainder; what is not used is lost. */
const leasedCalls = 3;
/** Spreads those who come back in the next slice, seconds. */
const jitterSeconds = 1;
/** Long enough that no clock that is slow begins a slice's count again. */
const keptMs = 60 * minuteMs;
/** A sync takes five minutes at most, and needs the rest for its work. */
const waitAtMostMs = 2 * minuteMs;

/** Of the item that counts the slice that begins then, epoch milliseconds. */
export const sliceKey = (begins: number): string => `budget#withings#${new Date(begins).toISOString().slice(0, 19)}`;

/**
 * The calls to Withings that all processes share, 120 a minute for one application. A slice's count is one item in
 * the accounts table, which its `ttl` sweeps and keeps out of scans.
 *
 * The slice is that of the process's own clock. Where clocks differ, some calls are counted in the item of the slice
 * before or after: no item ever holds more than 15, but Withings may see some of them at another time. AWS keeps its
 * clocks together within milliseconds, so this is for other hosts; and should Withings refuse all the same (601), the
 * call waits as it does without a budget. A lease whose answer was lost is counted twice: never too few.
 */
export class CallBudget {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #clock: Clock;
  readonly #random: () => number;
  #slice = Number.NaN;
  #free = 0;
  /** When calls were made that nobody counted, epoch milliseconds. */
  #uncounted: number[] = [];
  #usedUp = false;
  #leasing: Promise<void> | undefined;

  /** @param random 0 to 1 */
  constructor(client: DynamoDBDocumentClient, table: string, clock: Clock, random: () => number) {
    this.#client = client;
    this.#table = table;
    this.#clock = clock;
    this.#random = random;
  }

  /**
   * Takes one call out of the budget.
   *
   * @throws RetryError when it is used up, with `waitSeconds` into the next slice
   */
  async take(): Promise<void> {
    for (;;) {
      this.#beginSlice();
      if (this.#isUncounted()) return;
      if (this.#free > 0) {
        this.#free -= 1;
        return;
      }
      if (this.#usedUp) throw this.#refusal();
      this.#leasing ??= this.#lease(this.#slice).finally(() => {
        this.#leasing = undefined;
      });
      await this.#leasing;
    }
  }

  /**
   * As `take`, but waits for its turn when the budget is used up: a message that is given back for it comes back with
   * all the others, and after a few times without its turn it is given up.
   *
   * @throws RetryError when two minutes were not enough
   */
  async takeInTurn(): Promise<void> {
    const giveUpAt = this.#clock.now() + waitAtMostMs;
    for (;;) {
      try {
        return await this.take();
      } catch (error) {
        if (!(error instanceof RetryError) || this.#clock.now() > giveUpAt) throw error;
        await this.#clock.sleep((error.waitSeconds ?? 0) * 1000);
      }
    }
  }

  #beginSlice(): void {
    const slice = Math.floor(this.#clock.now() / sliceMs);
    if (slice === this.#slice) return;
    this.#slice = slice;
    this.#free = 0;
    this.#usedUp = false;
  }

  #isUncounted(): boolean {
    const now = this.#clock.now();
    this.#uncounted = this.#uncounted.filter((at) => at > now - minuteMs);
    if (this.#uncounted.length >= uncountedCalls) return false;
    this.#uncounted.push(now);
    return true;
  }

  async #lease(slice: number): Promise<void> {
    const begins = slice * sliceMs;
    const update = new UpdateCommand({
      TableName: this.#table,
      Key: { account: sliceKey(begins) },
      UpdateExpression: 'ADD calls :leased SET #ttl = :ttl',
      ConditionExpression: 'attribute_not_exists(calls) OR calls <= :room',
      ExpressionAttributeNames: { '#ttl': 'ttl' },
      ExpressionAttributeValues: {
        ':leased': leasedCalls,
        ':room': countedAtMost - leasedCalls,
        ':ttl': (begins + keptMs) / 1000,
      },
    });
    const leased = await unlessConditionFails(this.#client.send(update));
    if (slice !== this.#slice) return;
    if (leased) this.#free += leasedCalls;
    else this.#usedUp = true;
  }

  #refusal(): RetryError {
    const leftSeconds = (sliceMs - (this.#clock.now() % sliceMs)) / 1000;
    return new RetryError(
      'All the calls that Withings allows in one minute were used; it goes on by itself in a moment.',
      {
        service: 'Withings',
        action: 'call budget',
        waitSeconds: Math.ceil(leftSeconds + this.#random() * jitterSeconds),
      },
    );
  }
}
