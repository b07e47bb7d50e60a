import {
  BatchGetCommand,
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateScan,
  type ScanCommandInput,
} from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import type { Account, SyncReport } from '../account.ts';
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

  /** As `get`, and knows of the last look of a sync that found nothing to do. For whoever shows it: no sync needs it. */
  async getWithLastLook(account: string): Promise<Account | undefined> {
    const get = new GetCommand({ TableName: this.#table, Key: lookKey(account) });
    const [known, { Item }] = await Promise.all([this.get(account), this.#client.send(get)]);
    return (
      known && withLook(known, Item && parseAs(lookSchema, Item, { service: 'AWS', action: 'GetItem (last look)' }))
    );
  }

  /** The same accounts, which know of their last looks: at most a hundred, as many as DynamoDB gives at once. */
  async withLastLooks(accounts: readonly Account[]): Promise<Account[]> {
    if (accounts.length === 0) return [];
    const Keys = accounts.map(({ account }) => lookKey(account));
    const get = new BatchGetCommand({ RequestItems: { [this.#table]: { Keys } } });
    const { Responses = {} } = await this.#client.send(get);
    const found = parseAs(v.array(lookSchema), Responses[this.#table] ?? [], {
      service: 'AWS',
      action: 'BatchGetItem (last looks)',
    });
    const looks = new Map(found.map((look) => [look.account, look]));
    return accounts.map((known) => withLook(known, looks.get(lookKey(known.account).account)));
  }

  /**
   * Notes that a sync looked and found nothing to do. In an item of its own: a write costs by the size of the item, and
   * the account's holds all tokens. Its `ttl` keeps it out of scans.
   */
  async noteLook(account: string, { startedAt, finishedAt }: Look): Promise<void> {
    const Item = { ...lookKey(account), startedAt, finishedAt, ttl: Math.ceil((finishedAt + lookKeptMs) / 1000) };
    await this.#client.send(new PutCommand({ TableName: this.#table, Item }));
  }

  /**
   * Deletes an account, and when it was last looked at; one that is gone already is fine. A sync that still has it in
   * hand stores it no more.
   */
  async remove(account: string): Promise<void> {
    for (const Key of [lookKey(account), { account }]) {
      await this.#client.send(new DeleteCommand({ TableName: this.#table, Key }));
    }
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
   * The ids of all accounts of one segment, a page at a time, from the beginning or after an account. Short-lived items,
   * which all have a `ttl`, are left out, and so is who is paused. Not consistent: half the price, and an account that is
   * missed for the second after it was made has its first sync queued anyway.
   */
  async *scan(segment: number, segments: number, after?: string): AsyncIterable<AccountPage> {
    const part = { Segment: segment, TotalSegments: segments };
    for await (const { found, last } of this.#pages(scannedPage, { ...part, ...projection }, after)) {
      const ids = found.flatMap(({ account, paused }) => (paused ? [] : [account]));
      yield { ids, ...(last !== undefined && { last }) };
    }
  }

  /** Number and name of all accounts, a page at a time: for an owner who knows a name. */
  async *list(): AsyncIterable<{ account: string; name?: string }[]> {
    for await (const { found } of this.#pages(scannedPage, { ConsistentRead: true, ...projection })) yield found;
  }

  /**
   * All accounts with everything in them, a page at a time.
   *
   * @param after goes on behind this account, in the order of the table, which is none that a person knows
   */
  async *everybody(after?: string): AsyncIterable<Account[]> {
    for await (const { found } of this.#pages(v.array(accountSchema), { ConsistentRead: true }, after)) yield found;
  }

  async *#pages<const Schema extends v.GenericSchema>(
    schema: Schema,
    { ExpressionAttributeNames, ...options }: Omit<ScanCommandInput, 'TableName'>,
    after?: string,
  ): AsyncIterable<{ found: v.InferOutput<Schema>; last?: string }> {
    const pages = paginateScan(
      { client: this.#client, ...(after !== undefined && { startingToken: { account: after } }) },
      {
        ...options,
        TableName: this.#table,
        FilterExpression: 'attribute_not_exists(#ttl)',
        ExpressionAttributeNames: { ...ExpressionAttributeNames, '#ttl': 'ttl' },
      },
    );
    for await (const { Items = [], LastEvaluatedKey } of pages) {
      const found = parseAs(schema, Items, { service: 'AWS', action: 'Scan (accounts)' });
      yield { found, ...(LastEvaluatedKey && { last: String(LastEvaluatedKey.account) }) };
    }
  }
}

export interface AccountPage {
  ids: string[];
  /** Where to go on; absent from the last page. */
  last?: string;
}

/** When a sync began and ended, epoch milliseconds. */
type Look = Pick<SyncReport, 'startedAt' | 'finishedAt'>;

const lookKeptMs = 30 * 24 * 3_600_000;
const lookKey = (account: string) => ({ account: `look#${account}` });
const lookSchema = v.object({ account: v.string(), startedAt: v.number(), finishedAt: v.number() });

/** What the sync before had covered goes: whoever asks for that later than the sync is not to take the look for it. */
function withLook(known: Account, look: Look | undefined): Account {
  if (!known.lastSync || !look || look.finishedAt < known.lastSync.finishedAt) return known;
  const { covered: _byTheSyncBefore, ...lastSync } = known.lastSync;
  return { ...known, lastSync: { ...lastSync, startedAt: look.startedAt, finishedAt: look.finishedAt } };
}

const projection = {
  ProjectionExpression: 'account, #name, paused',
  ExpressionAttributeNames: { '#name': 'name' },
};

const scannedPage = v.array(
  v.object({ account: v.string(), name: v.exactOptional(v.string()), paused: v.exactOptional(v.boolean()) }),
);
