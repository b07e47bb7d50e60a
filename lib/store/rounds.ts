import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import type { Clock } from '../clock.ts';
import { parseAs } from '../http.ts';
import { unlessConditionFails } from './conditional-write.ts';

export type RoundKind = 'schedule' | 'maintenance';

/** The timetable asked for everybody. */
export interface Round {
  reason: RoundKind;
  /** ISO instant: when it was to begin; the same for a repetition. */
  scheduledAt: string;
  /** How many were asked for. */
  accounts: number;
}

const tallySchema = v.object({
  /** How often everybody was asked for. */
  rounds: v.number(),
  /** How many were asked for, all rounds together. */
  asked: v.number(),
  /** When the last round ended, epoch milliseconds. */
  lastAt: v.number(),
  /** How many it asked for. */
  lastAccounts: v.number(),
});

/** The rounds of one kind in one month. */
export type Tally = v.InferOutput<typeof tallySchema>;

export type Tallies = Partial<Record<RoundKind, Tally>>;

/** Long enough to be compared with the bill. */
const keptMs = 100 * 24 * 3_600_000;

/**
 * What the timetable did, a small item for each kind and month (UTC, as AWS bills) in the accounts table. Its `ttl`
 * keeps it out of scans for accounts.
 */
export class Rounds {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #clock: Clock;

  constructor(client: DynamoDBDocumentClient, table: string, clock: Clock) {
    this.#client = client;
    this.#table = table;
    this.#clock = clock;
  }

  /** Counts a round; one that is noted already, or is older than the last, counts once. */
  async note({ reason, scheduledAt, accounts }: Round): Promise<void> {
    const now = this.#clock.now();
    const update = new UpdateCommand({
      TableName: this.#table,
      Key: keyOf(reason, now),
      UpdateExpression:
        'ADD rounds :one, asked :accounts SET lastAt = :now, lastAccounts = :accounts, lastTick = :tick, #ttl = :ttl',
      ConditionExpression: 'attribute_not_exists(lastTick) OR lastTick < :tick',
      ExpressionAttributeNames: { '#ttl': 'ttl' },
      ExpressionAttributeValues: {
        ':one': 1,
        ':accounts': accounts,
        ':now': now,
        ':tick': scheduledAt,
        ':ttl': Math.floor((now + keptMs) / 1000),
      },
    });
    await unlessConditionFails(this.#client.send(update));
  }

  /** @param at any time in the month, epoch milliseconds */
  async month(at: number): Promise<Tallies> {
    const [schedule, maintenance] = await Promise.all([this.#tally('schedule', at), this.#tally('maintenance', at)]);
    return { ...(schedule && { schedule }), ...(maintenance && { maintenance }) };
  }

  async #tally(kind: RoundKind, at: number): Promise<Tally | undefined> {
    const { Item } = await this.#client.send(new GetCommand({ TableName: this.#table, Key: keyOf(kind, at) }));
    return Item && parseAs(tallySchema, Item, { service: 'AWS', action: 'GetItem (rounds)' });
  }
}

const keyOf = (kind: RoundKind, at: number) => ({
  account: `rounds#${kind}#${new Date(at).toISOString().slice(0, 7)}`,
});
