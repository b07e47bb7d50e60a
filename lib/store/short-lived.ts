import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { Clock } from '../clock.ts';
import { unlessConditionFails } from './conditional-write.ts';

/**
 * Things that are kept for minutes or hours and used once: invites, consent states, codes. They live in the
 * accounts table under the key `<kind>#<id>`. DynamoDB sweeps what is past its `ttl` within days, so the time
 * is checked here.
 */
export class ShortLivedStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #clock: Clock;

  constructor(client: DynamoDBDocumentClient, table: string, clock: Clock) {
    this.#client = client;
    this.#table = table;
    this.#clock = clock;
  }

  /** @param expiresAt epoch milliseconds, counted in whole seconds (rounded down) */
  async put(kind: string, id: string, value: unknown, expiresAt: number): Promise<void> {
    const Item = { ...keyOf(kind, id), value, ttl: Math.floor(expiresAt / 1000) };
    await this.#client.send(new PutCommand({ TableName: this.#table, Item }));
  }

  /** The value, or undefined when it was never put, has expired or has been taken. */
  async peek(kind: string, id: string): Promise<unknown> {
    const get = new GetCommand({ TableName: this.#table, Key: keyOf(kind, id), ConsistentRead: true });
    const { Item } = await this.#client.send(get);
    return Item && Item.ttl > this.#nowSeconds() ? Item.value : undefined;
  }

  /** As `peek`, and the item is gone: of all who take it at once exactly one gets it. */
  async take(kind: string, id: string): Promise<unknown> {
    const take = new DeleteCommand({
      TableName: this.#table,
      Key: keyOf(kind, id),
      ConditionExpression: '#ttl > :now',
      ExpressionAttributeNames: { '#ttl': 'ttl' },
      ExpressionAttributeValues: { ':now': this.#nowSeconds() },
      ReturnValues: 'ALL_OLD',
    });
    const taken = await unlessConditionFails(this.#client.send(take));
    return taken?.Attributes?.value;
  }

  /** Marks an id as used: true for exactly one caller. Kept a while beyond `expiresAt`, epoch milliseconds. */
  async claim(kind: string, id: string, expiresAt: number): Promise<boolean> {
    const put = new PutCommand({
      TableName: this.#table,
      Item: { ...keyOf(kind, id), ttl: Math.ceil(expiresAt / 1000) + 60 },
      ConditionExpression: 'attribute_not_exists(account)',
    });
    return (await unlessConditionFails(this.#client.send(put))) !== undefined;
  }

  /** Sets one entry of a map inside the value; false, and nothing is set, when the item is gone or has expired. */
  async setEntry(kind: string, id: string, entry: { of: string; key: string; value: unknown }): Promise<boolean> {
    const update = new UpdateCommand({
      TableName: this.#table,
      Key: keyOf(kind, id),
      UpdateExpression: 'SET #value.#of.#key = :entry',
      ConditionExpression: '#ttl > :now',
      ExpressionAttributeNames: { '#value': 'value', '#of': entry.of, '#key': entry.key, '#ttl': 'ttl' },
      ExpressionAttributeValues: { ':entry': entry.value, ':now': this.#nowSeconds() },
    });
    return (await unlessConditionFails(this.#client.send(update))) !== undefined;
  }

  #nowSeconds(): number {
    return this.#clock.now() / 1000;
  }
}

const keyOf = (kind: string, id: string) => ({ account: `${kind}#${id}` });
