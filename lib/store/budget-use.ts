import { BatchGetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import { parseAs } from '../http.ts';
import { sliceKey, sliceMs } from './call-budget.ts';

const minuteMs = 60_000;
const slicesAMinute = minuteMs / sliceMs;
/** 60 slices; one answer of DynamoDB holds 100 items. */
const minutesAtMost = 10;

const sliceSchema = v.object({ account: v.string(), calls: v.number() });

/** How many calls to Withings were counted in each of the last minutes, the newest first and not yet over. */
export class BudgetUse {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  /** @param now epoch milliseconds */
  async lastMinutes(now: number): Promise<number[]> {
    const newest = Math.floor(now / sliceMs) * sliceMs;
    const keys = Array.from({ length: minutesAtMost * slicesAMinute }, (_, back) => sliceKey(newest - back * sliceMs));
    const get = new BatchGetCommand({
      RequestItems: { [this.#table]: { Keys: keys.map((account) => ({ account })) } },
    });
    const { Responses } = await this.#client.send(get);
    const found = parseAs(v.array(sliceSchema), Responses?.[this.#table] ?? [], {
      service: 'AWS',
      action: 'BatchGetItem (budget)',
    });
    const calls = new Map(found.map((slice) => [slice.account, slice.calls]));
    return Array.from({ length: minutesAtMost }, (_, minute) =>
      keys
        .slice(minute * slicesAMinute, (minute + 1) * slicesAMinute)
        .reduce((sum, key) => sum + (calls.get(key) ?? 0), 0),
    );
  }
}
