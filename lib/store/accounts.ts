import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateScan,
  type ScanCommandInput,
} from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import type { Account } from '../account.ts';
import { BugError, RetryError } from '../errors.ts';
import { parseAs } from '../http.ts';
import { accountSchema } from './account-schema.ts';
import { unlessConditionFails } from './conditional-write.ts';

const triesAtMost = 5;

/** The accounts table: one item a person, changed by conditional writes of the whole item. */
export class AccountStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async get(account: string): Promise<Account | undefined> {
    const get = new GetCommand({ TableName: this.#table, Key: { account }, ConsistentRead: true });
    const { Item } = await this.#client.send(get);
    return Item && parseAs(accountSchema, Item, { service: 'AWS', action: 'GetItem (accounts)' });
  }

  /** Deletes an account; one that is gone already is fine. A sync that still has it in hand stores it no more. */
  async remove(account: string): Promise<void> {
    await this.#client.send(new DeleteCommand({ TableName: this.#table, Key: { account } }));
  }

  /** Stores a new account as version 1; false, and nothing stored, if there is one already. */
  async create(account: Omit<Account, 'version'>): Promise<boolean> {
    const put = new PutCommand({
      TableName: this.#table,
      Item: { ...account, version: 1 },
      ConditionExpression: 'attribute_not_exists(account)',
    });
    return (await unlessConditionFails(this.#client.send(put))) !== undefined;
  }

  /**
   * Stores if the stored version is still `account.version`. Returns what is stored now, or undefined if somebody
   * else was first.
   */
  async save(account: Account): Promise<Account | undefined> {
    const next = { ...account, version: account.version + 1 };
    const put = new PutCommand({
      TableName: this.#table,
      Item: next,
      ConditionExpression: 'version = :inHand',
      ExpressionAttributeValues: { ':inHand': account.version },
    });
    return (await unlessConditionFails(this.#client.send(put))) && next;
  }

  /**
   * Changes an account, starting from the copy in hand; when somebody else was first, `change` is asked again about
   * the newest one.
   *
   * @throws RetryError when others were first five times in a row, BugError when the account is gone
   */
  async change(inHand: Account, change: (account: Account) => Account): Promise<Account> {
    let newest = inHand;
    for (let tries = 1; ; tries++) {
      const stored = await this.save(change(newest));
      if (stored) return stored;
      if (tries === triesAtMost) break;
      newest = await this.mustGet(inHand.account);
    }
    throw new RetryError(`Account ${inHand.account} was being changed by others and could not be stored.`, {
      service: 'AWS',
      action: 'PutItem',
    });
  }

  /** @throws BugError when there is no such account */
  async mustGet(account: string): Promise<Account> {
    const found = await this.get(account);
    if (found) return found;
    throw new BugError(`Account ${account} does not exist any more: it was deleted while it was in use.`, {
      service: 'AWS',
      action: 'GetItem',
    });
  }

  /**
   * The ids of the accounts of one segment, a page at a time. Short-lived items, which all have a `ttl`, are left
   * out, and so is who is paused. Not consistent: half the price, and an account that is missed for the second after it was made has its first
   * sync queued anyway.
   */
  async *scan(segment: number, segments: number): AsyncIterable<string[]> {
    const part = { Segment: segment, TotalSegments: segments };
    for await (const found of this.#pages(scannedPage, { ...part, ...projection })) {
      const ids = found.flatMap(({ account, paused }) => (paused ? [] : [account]));
      if (ids.length > 0) yield ids;
    }
  }

  /** Number and name of all accounts, a page at a time: for an owner who knows a name. */
  list(): AsyncIterable<{ account: string; name?: string }[]> {
    return this.#pages(scannedPage, { ConsistentRead: true, ...projection });
  }

  /**
   * All accounts with everything in them, a page at a time.
   *
   * @param after goes on behind this account, in the order of the table, which is none that a person knows
   */
  everybody(after?: string): AsyncIterable<Account[]> {
    const from = after === undefined ? {} : { ExclusiveStartKey: { account: after } };
    return this.#pages(v.array(accountSchema), { ConsistentRead: true, ...from });
  }

  async *#pages<const Schema extends v.GenericSchema>(
    schema: Schema,
    { ExpressionAttributeNames, ...options }: Omit<ScanCommandInput, 'TableName'>,
  ): AsyncIterable<v.InferOutput<Schema>> {
    const pages = paginateScan(
      { client: this.#client },
      {
        ...options,
        TableName: this.#table,
        FilterExpression: 'attribute_not_exists(#ttl)',
        ExpressionAttributeNames: { ...ExpressionAttributeNames, '#ttl': 'ttl' },
      },
    );
    for await (const { Items = [] } of pages) {
      yield parseAs(schema, Items, { service: 'AWS', action: 'Scan (accounts)' });
    }
  }
}

const projection = {
  ProjectionExpression: 'account, #name, paused',
  ExpressionAttributeNames: { '#name': 'name' },
};

const scannedPage = v.array(
  v.object({ account: v.string(), name: v.exactOptional(v.string()), paused: v.exactOptional(v.boolean()) }),
);
