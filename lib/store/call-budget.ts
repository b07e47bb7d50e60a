import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '../clock.ts';
import { RetryError } from '../errors.ts';
import { unlessConditionFails } from './conditional-write.ts';

const minuteMs = 60_000;
/**
 * Calls of one minute that are counted, over all processes. Withings allows 120. The other 20 are for what is not
 * counted: the first calls of each process, and those for which a person waits in the browser and is never refused.
 */
const countedAtMost = 100;
/**
 * What a process may call in each minute without counting it, so that a small deployment whose syncs find nothing pays
 * no write for them. The queue feeds 5 processes at a time, so as a rule it is 10 calls, and 10 remain for two people who
 * connect (4 calls each). If every process were replaced within one minute it would be 20, and 100 + 20 <= 120.
 */
const uncountedCalls = 2;
/** Calls counted with one write. 100 is a multiple, so a refusal never leaves a remainder; what is not used is lost. */
const leasedCalls = 5;
/** Spreads those who come back in the next minute, seconds. */
const jitterSeconds = 5;
/** A sync takes five minutes at most, and needs the rest for its work. */
const minutesWaited = 2;
/** Long enough that no clock that is slow begins a minute's count again. */
const keptMs = 60 * minuteMs;

/**
 * The calls to Withings that all processes share, 120 a minute for one application. A minute's count is one item in
 * the accounts table, which its `ttl` sweeps and keeps out of scans.
 *
 * The minute is that of the process's own clock. Where clocks differ, some calls are counted in the item of the minute
 * before or after: no item ever holds more than 100, but at the turn of a minute Withings may see those of two at once.
 * AWS keeps its clocks together within milliseconds, so this is for other hosts; and should Withings refuse all the
 * same (601), the call waits as it does without a budget. A lease whose answer was lost is counted twice: never too few.
 */
export class CallBudget {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #clock: Clock;
  readonly #random: () => number;
  #minute = Number.NaN;
  #free = 0;
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
   * Takes one call out of this minute's budget.
   *
   * @throws RetryError when it is used up, with `waitSeconds` into the next minute
   */
  async take(): Promise<void> {
    for (;;) {
      this.#beginMinute();
      if (this.#free > 0) {
        this.#free -= 1;
        return;
      }
      if (this.#usedUp) throw this.#refusal();
      this.#leasing ??= this.#lease(this.#minute).finally(() => {
        this.#leasing = undefined;
      });
      await this.#leasing;
    }
  }

  /**
   * As `take`, but waits for the next minute when this one's calls are used up: a message that is given back for it
   * comes back with all the others, and after a few times without its turn it is given up.
   *
   * @throws RetryError when the next minutes were used up as well
   */
  async takeInTurn(): Promise<void> {
    for (let minutes = 0; ; minutes++) {
      try {
        return await this.take();
      } catch (error) {
        if (!(error instanceof RetryError) || minutes === minutesWaited) throw error;
        await this.#clock.sleep((error.waitSeconds ?? 0) * 1000);
      }
    }
  }

  #beginMinute(): void {
    const minute = Math.floor(this.#clock.now() / minuteMs);
    if (minute === this.#minute) return;
    this.#minute = minute;
    this.#free = uncountedCalls;
    this.#usedUp = false;
  }

  async #lease(minute: number): Promise<void> {
    const begins = minute * minuteMs;
    const update = new UpdateCommand({
      TableName: this.#table,
      Key: { account: `budget#withings#${new Date(begins).toISOString().slice(0, 16)}` },
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
    if (minute !== this.#minute) return;
    if (leased) this.#free += leasedCalls;
    else this.#usedUp = true;
  }

  #refusal(): RetryError {
    const leftSeconds = (minuteMs - (this.#clock.now() % minuteMs)) / 1000;
    return new RetryError(
      'All the calls that Withings allows in one minute were used; it goes on by itself in the next one.',
      {
        service: 'Withings',
        action: 'call budget',
        waitSeconds: Math.ceil(leftSeconds + this.#random() * jitterSeconds),
      },
    );
  }
}
