import { isDeepStrictEqual } from 'node:util';
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateQuery,
  type QueryCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { RetryError } from '../errors.ts';
import { parseAs } from '../http.ts';
import { type Deliverable, type EventItem, type EventSummary, isEvent, type LedgerItem } from '../ledger.ts';
import { instant } from '../measurement.ts';
import { unlessConditionFails } from './conditional-write.ts';
import { deliverableProjection, deliverablesOf } from './deliverables.ts';
import { pendingProjection, summariesOf, summaryProjection } from './event-summaries.ts';
import { ledgerShapes } from './ledger-shapes.ts';
import { someAtOnce, writesAtOnce } from './some-at-once.ts';

type LedgerQuery = Omit<QueryCommandInput, 'TableName'>;

/**
 * The measurements table: ledger and history in one. Every read is consistent but for the summaries, which only draw a
 * chart and cost half as much so; every write is conditional on the item's version.
 */
export class MeasurementStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  /** The items of a span of time in order, both ends inclusive, epoch seconds. */
  async between(account: string, fromSeconds: number, toSeconds: number): Promise<LedgerItem[]> {
    return this.#whole(account, { ...spanOf(fromSeconds, toSeconds), ExpressionAttributeNames: { '#event': 'event' } });
  }

  /** What some destination still waits for, oldest first. */
  async pending(account: string): Promise<Deliverable[]> {
    const items = await this.#deliverables(account, { IndexName: 'pending' });
    return items.sort((a, b) => a.measuredAt - b.measuredAt);
  }

  /** The events of a span of time in order, both ends inclusive, epoch seconds. */
  async eventsBetween(account: string, fromSeconds: number, toSeconds: number): Promise<Deliverable[]> {
    return this.#deliverables(account, spanOf(fromSeconds, toSeconds));
  }

  /** Everything there is of one person, oldest first, a page at a time. */
  all(account: string): AsyncIterable<LedgerItem[]> {
    return this.#pages(account, {});
  }

  /** One item by its id; undefined when this person has none of that id. */
  async find(account: string, event: string): Promise<LedgerItem | undefined> {
    const item = await this.#get({ account, event });
    if (item) parseAs(ledgerShapes, [item], { service: 'AWS', action: 'GetItem (measurements)' });
    return item as LedgerItem | undefined;
  }

  /** What there is to say of each event of a span of time, in order; epoch seconds, both ends inclusive. */
  async summaries(account: string, fromSeconds: number, toSeconds: number): Promise<EventSummary[]> {
    return this.#summarized(account, spanOf(fromSeconds, toSeconds));
  }

  /** The same of what some destination still waits for, oldest first. */
  async pendingSummaries(account: string): Promise<EventSummary[]> {
    const summaries = await this.#summarized(account, { IndexName: 'pending', ...pendingProjection });
    return summaries.sort((a, b) => a.measuredAt - b.measuredAt);
  }

  /** The last `limit` items, newest first; of those before an id when one is given. */
  async newest(account: string, limit: number, before?: string): Promise<LedgerItem[]> {
    const items: LedgerItem[] = [];
    const earlier = before !== undefined && {
      KeyConditionExpression: 'account = :account AND #event < :before',
      ExpressionAttributeNames: { '#event': 'event' },
      ExpressionAttributeValues: { ':before': before },
    };
    for await (const page of this.#pages(account, { ScanIndexForward: false, Limit: limit, ...earlier })) {
      items.push(...page);
      if (items.length >= limit) break;
    }
    return items.slice(0, limit);
  }

  /** The newest that is no mere leftover; undefined when there is none. */
  async newestEvent(account: string): Promise<EventItem | undefined> {
    for await (const page of this.#pages(account, { ScanIndexForward: false, Limit: 25 })) {
      const event = page.find(isEvent);
      if (event) return event;
    }
    return undefined;
  }

  /** The items whose id begins so, in order. */
  async beginningWith(account: string, beginning: string): Promise<LedgerItem[]> {
    return this.#whole(account, {
      KeyConditionExpression: 'account = :account AND #event BETWEEN :first AND :afterLast',
      ExpressionAttributeNames: { '#event': 'event' },
      // `~` is the last sign of ASCII that is one.
      ExpressionAttributeValues: { ':first': beginning, ':afterLast': `${beginning}~` },
    });
  }

  /**
   * Stores an item whose version is still the stored one; version 0 is a new one. Returns it as it is stored now.
   *
   * @throws RetryError when somebody else was first
   */
  async save<Item extends LedgerItem>(item: Item): Promise<Item> {
    const next = { ...item, version: item.version + 1 };
    const condition =
      item.version === 0
        ? { ConditionExpression: 'attribute_not_exists(account)' }
        : { ConditionExpression: 'version = :inHand', ExpressionAttributeValues: { ':inHand': item.version } };
    const put = new PutCommand({ TableName: this.#table, Item: next, ...condition });
    if (await unlessConditionFails(this.#client.send(put))) return next;
    // The SDK repeats a write whose answer was lost, and the repetition meets the version that the first one made.
    if (isDeepStrictEqual(await this.#get(item), structuredClone(next))) return next;
    throw changedMeanwhile(item, 'PutItem');
  }

  /**
   * Stores what delivering has made of an event whose version is still the stored one: its deliveries, and with them its
   * place among the pending ones. Returns it as it is stored now.
   *
   * @throws RetryError when somebody else was first
   */
  async note<Item extends Deliverable>(item: Item): Promise<Item> {
    const { account, event, version, deliveries, pendingSince } = item;
    const next = { ...item, version: version + 1 };
    const isPending = pendingSince !== undefined;
    const update = new UpdateCommand({
      TableName: this.#table,
      Key: { account, event },
      UpdateExpression: `SET deliveries = :deliveries, version = :next${isPending ? ', pendingSince = :since' : ' REMOVE pendingSince'}`,
      ConditionExpression: 'version = :inHand',
      ExpressionAttributeValues: {
        ':deliveries': deliveries,
        ':next': next.version,
        ':inHand': version,
        ...(isPending && { ':since': pendingSince }),
      },
    });
    if (await unlessConditionFails(this.#client.send(update))) return next;
    if (isDeepStrictEqual(notedIn(await this.#get(item)), structuredClone(notedIn({ ...next })))) return next;
    throw changedMeanwhile(item, 'UpdateItem');
  }

  async #get({ account, event }: Pick<LedgerItem, 'account' | 'event'>): Promise<Record<string, unknown> | undefined> {
    const get = new GetCommand({ TableName: this.#table, Key: { account, event }, ConsistentRead: true });
    return (await this.#client.send(get)).Item;
  }

  /**
   * Deletes an item that nobody has changed since it was read. One that is gone already is fine.
   *
   * @throws RetryError when somebody else has changed it
   */
  async remove(item: LedgerItem): Promise<void> {
    const remove = new DeleteCommand({
      TableName: this.#table,
      Key: { account: item.account, event: item.event },
      ConditionExpression: 'attribute_not_exists(account) OR version = :inHand',
      ExpressionAttributeValues: { ':inHand': item.version },
    });
    if (!(await unlessConditionFails(this.#client.send(remove)))) throw changedMeanwhile(item, 'DeleteItem');
  }

  /**
   * Deletes everything there is of one person, whatever stands in it, for as long as `hasTime` says so.
   *
   * @returns whether nothing is left
   */
  async removeAll(account: string, hasTime: () => boolean): Promise<boolean> {
    for await (const page of this.#pages(account, {})) {
      const waiting = page.values();
      const removeWaiting = async () => {
        for (const { event } of waiting) {
          if (!hasTime()) return;
          await this.#client.send(new DeleteCommand({ TableName: this.#table, Key: { account, event } }));
        }
      };
      await Promise.all(Array.from({ length: writesAtOnce }, removeWaiting));
      if (!hasTime()) return false;
    }
    return true;
  }

  /** Stores many, some at once, and returns them in the order given. */
  saveAll<Item extends LedgerItem>(items: readonly Item[]): Promise<Item[]> {
    return someAtOnce(items, (item) => this.save(item));
  }

  /** Notes of many what delivering has made of them, likewise. */
  noteAll<Item extends Deliverable>(items: readonly Item[]): Promise<Item[]> {
    return someAtOnce(items, (item) => this.note(item));
  }

  async #whole(account: string, query: LedgerQuery): Promise<LedgerItem[]> {
    const items: LedgerItem[] = [];
    for await (const page of this.#pages(account, query)) items.push(...page);
    return items;
  }

  async #deliverables(account: string, query: LedgerQuery): Promise<Deliverable[]> {
    const items: Deliverable[] = [];
    const pages = this.#answers(account, { ...deliverableProjection, ...query });
    for await (const page of pages) items.push(...deliverablesOf(page));
    return items;
  }

  async #summarized(account: string, query: LedgerQuery): Promise<EventSummary[]> {
    const summaries: EventSummary[] = [];
    const projected = { ...summaryProjection, ConsistentRead: false, ...query };
    for await (const Items of this.#answers(account, projected)) summaries.push(...summariesOf(Items));
    return summaries;
  }

  async *#pages(account: string, query: LedgerQuery): AsyncGenerator<LedgerItem[]> {
    for await (const Items of this.#answers(account, query)) {
      parseAs(ledgerShapes, Items, { service: 'AWS', action: 'Query (measurements)' });
      yield Items as LedgerItem[];
    }
  }

  async *#answers(account: string, query: LedgerQuery): AsyncGenerator<unknown[]> {
    const { ExpressionAttributeValues, ...rest } = query;
    const pages = paginateQuery(
      { client: this.#client },
      {
        TableName: this.#table,
        KeyConditionExpression: 'account = :account',
        ConsistentRead: true,
        ExpressionAttributeValues: { ...ExpressionAttributeValues, ':account': account },
        ...rest,
      },
    );
    for await (const { Items = [] } of pages) yield Items;
  }
}

/** `#event` is for the projections, or whoever asks, to name. */
const spanOf = (fromSeconds: number, toSeconds: number) => ({
  KeyConditionExpression: 'account = :account AND #event BETWEEN :first AND :afterLast',
  // `$` follows `#`: after every key of the last instant, before every key of the next.
  ExpressionAttributeValues: { ':first': instant(fromSeconds), ':afterLast': `${instant(toSeconds)}$` },
});

/** What `note` writes. */
const notedIn = ({ version, deliveries, pendingSince }: Record<string, unknown> = {}) => ({
  version,
  deliveries,
  pendingSince,
});

function changedMeanwhile({ account, event }: Pick<LedgerItem, 'account' | 'event'>, action: string): RetryError {
  return new RetryError(`The ledger's ${event} of account ${account} was changed by somebody else meanwhile.`, {
    service: 'AWS',
    action,
  });
}
