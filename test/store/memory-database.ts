import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  type BatchGetCommandInput,
  DeleteCommand,
  type DeleteCommandInput,
  type DynamoDBDocumentClient,
  GetCommand,
  type GetCommandInput,
  PutCommand,
  type PutCommandInput,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  type ScanCommandInput,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { documentClient } from '../../lib/store/document-client.ts';
import type { TestDatabase } from './dynalite.ts';
import { boundTo, holds, type Item, projected, refuseUnused, updated, ValidationException } from './expressions.ts';
import { copied, MemoryTable, type Row } from './memory-table.ts';

const pageBytes = 1024 * 1024;

export interface MemoryDatabase extends TestDatabase {
  /** What the document client does with a command. */
  carryOut(command: object): Promise<object>;
  /** What is stored under a key, without waiting for anybody. */
  peek(table: string, key: Item): Item | undefined;
}

/**
 * DynamoDB within this process: the real document client, with the commands that our stores use carried out on the
 * spot. Thousands of syncs a second need that; dynalite, which speaks the real protocol, keeps it honest: the tests of
 * the stores run on both. What no store does is refused.
 */
export function memoryDatabase(): MemoryDatabase {
  const tables = new Map([
    ['accounts', new MemoryTable({ hash: 'account' })],
    ['measurements', new MemoryTable({ hash: 'account', range: 'event', indexes: { pending: 'pendingSince' } })],
  ]);

  function tableOf(name: string | undefined): MemoryTable {
    const table = name === undefined ? undefined : tables.get(name);
    if (!table) throw new ValidationException(`There is no table ${name}.`);
    return table;
  }

  const client = new DynamoDBClient({
    region: 'eu-central-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 's' },
  });
  const execute = async (command: object): Promise<object> => carryOut(command, tableOf);
  return {
    carryOut: execute,
    peek: (table, key) => tableOf(table).find(key),
    documentClient: answering(documentClient(client), execute),
    accountsTable: 'accounts',
    measurementsTable: 'measurements',
    stop: async () => client.destroy(),
  };
}

/** A document client like this one (also to those who ask with `instanceof`) whose commands go elsewhere. */
export function answering(
  like: DynamoDBDocumentClient,
  send: (command: object) => Promise<object>,
): DynamoDBDocumentClient {
  return Object.create(like, { send: { value: send, writable: true, configurable: true } });
}

function carryOut(command: object, tableOf: (name: string | undefined) => MemoryTable): object {
  if (command instanceof GetCommand) return get(tableOf(command.input.TableName), command.input);
  if (command instanceof BatchGetCommand) return batchGet(command.input, tableOf);
  if (command instanceof PutCommand) return put(tableOf(command.input.TableName), command.input);
  if (command instanceof UpdateCommand) return update(tableOf(command.input.TableName), command.input);
  if (command instanceof DeleteCommand) return remove(tableOf(command.input.TableName), command.input);
  if (command instanceof QueryCommand) return query(tableOf(command.input.TableName), command.input);
  if (command instanceof ScanCommand) return scan(tableOf(command.input.TableName), command.input);
  throw new ValidationException(`No store has asked for a ${command.constructor.name} so far.`);
}

const known = {
  get: ['TableName', 'Key', 'ConsistentRead'],
  batchGet: ['RequestItems'],
  keys: ['Keys'],
  write: [
    ...['TableName', 'Key', 'Item', 'ReturnValues', 'UpdateExpression', 'ConditionExpression'],
    ...['ExpressionAttributeNames', 'ExpressionAttributeValues'],
  ],
  list: [
    ...['TableName', 'IndexName', 'ConsistentRead', 'Limit', 'ScanIndexForward', 'ExclusiveStartKey'],
    ...['Segment', 'TotalSegments', 'KeyConditionExpression', 'FilterExpression', 'ProjectionExpression'],
    ...['ExpressionAttributeNames', 'ExpressionAttributeValues'],
  ],
};

function refuseUnknown(input: object, names: readonly string[]): void {
  const stranger = Object.entries(input).find(([name, value]) => value !== undefined && !names.includes(name));
  if (stranger) throw new ValidationException(`No store has asked for ${stranger[0]} so far.`);
}

function get(table: MemoryTable, input: GetCommandInput): object {
  refuseUnknown(input, known.get);
  const Item = table.find(input.Key ?? {});
  return Item ? { Item: copied(Item) } : {};
}

/** In no order that anybody asked for, as DynamoDB answers. */
function batchGet(input: BatchGetCommandInput, tableOf: (name: string) => MemoryTable): object {
  refuseUnknown(input, known.batchGet);
  const asked = Object.entries(input.RequestItems ?? {});
  const keys = asked.flatMap(([, { Keys = [] }]) => Keys);
  if (keys.length === 0 || keys.length > 100) throw new ValidationException(`${keys.length} keys are not 1 to 100.`);
  const Responses = asked.map(([name, request]) => {
    refuseUnknown(request, known.keys);
    const found = (request.Keys ?? []).map((key) => tableOf(name).find(key)).filter((item) => item !== undefined);
    return [name, found.map(copied).toReversed()];
  });
  return { Responses: Object.fromEntries(Responses), UnprocessedKeys: {} };
}

type Write = PutCommandInput | DeleteCommandInput | UpdateCommandInput;

/** The item as it is before a write, if its condition holds for it. */
function before(table: MemoryTable, key: Item, input: Write): Item | undefined {
  refuseUnknown(input, known.write);
  const { ConditionExpression } = input;
  refuseUnused([ConditionExpression, 'UpdateExpression' in input ? input.UpdateExpression : undefined], input);
  const item = table.find(key);
  if (ConditionExpression === undefined || holds(ConditionExpression, item ?? {}, input)) return item;
  throw new ConditionalCheckFailedException({ message: 'The conditional request failed', $metadata: {} });
}

function put(table: MemoryTable, input: PutCommandInput): object {
  const Item = input.Item ?? {};
  const replaced = before(table, Item, input);
  table.put(Item);
  return returned(input, replaced, undefined);
}

function remove(table: MemoryTable, input: DeleteCommandInput): object {
  const Key = input.Key ?? {};
  const removed = before(table, Key, input);
  table.delete(Key);
  return returned(input, removed, undefined);
}

function update(table: MemoryTable, input: UpdateCommandInput): object {
  const Key = input.Key ?? {};
  const old = before(table, Key, input);
  const item = { ...updated(input.UpdateExpression ?? '', old ?? {}, input), ...Key };
  table.put(item);
  return returned(input, old, item);
}

function returned({ ReturnValues = 'NONE' }: Write, old: Item | undefined, now: Item | undefined): object {
  if (ReturnValues === 'NONE') return {};
  if (ReturnValues === 'ALL_OLD') return old ? { Attributes: copied(old) } : {};
  if (ReturnValues === 'ALL_NEW' && now) return { Attributes: copied(now) };
  throw new ValidationException(`No store has asked for ${ReturnValues} so far.`);
}

function query(table: MemoryTable, input: QueryCommandInput): object {
  refuseUnknown(input, known.list);
  const { KeyConditionExpression = '', FilterExpression, IndexName, ScanIndexForward = true } = input;
  refuseUnused([KeyConditionExpression, FilterExpression, input.ProjectionExpression], input);
  const partition = String(boundTo(KeyConditionExpression, table.shape.hash, input));
  const rows = table.rowsOf(partition, IndexName).filter(({ item }) => holds(KeyConditionExpression, item, input));
  const sortKey = IndexName === undefined ? undefined : table.shape.indexes?.[IndexName];
  return page(table, ScanIndexForward ? rows : rows.toReversed(), input, sortKey);
}

function scan(table: MemoryTable, input: ScanCommandInput): object {
  refuseUnknown(input, known.list);
  refuseUnused([input.FilterExpression, input.ProjectionExpression], input);
  return page(table, table.segment(input.Segment ?? 0, input.TotalSegments ?? 1), input);
}

/** What one answer holds: a megabyte or `Limit` items, counted before the filter, and where the next one begins. */
function page(
  table: MemoryTable,
  rows: readonly Row[],
  input: QueryCommandInput | ScanCommandInput,
  sortKey?: string,
): object {
  const { Limit = Number.POSITIVE_INFINITY, ExclusiveStartKey, FilterExpression, ProjectionExpression } = input;
  const keyOf = (item: Item): Item => ({ ...table.keyOf(item), ...(sortKey && { [sortKey]: item[sortKey] }) });
  const isKey = (item: Item, key: Item): boolean => Object.entries(key).every(([name, value]) => item[name] === value);
  const from = ExclusiveStartKey ? rows.findIndex(({ item }) => isKey(item, ExclusiveStartKey)) + 1 : 0;
  if (ExclusiveStartKey && from === 0) throw new ValidationException('The item at which to go on is gone.');
  let to = from;
  for (let bytes = 0; to < rows.length && to - from < Limit && bytes < pageBytes; to++) bytes += rows[to]!.bytes;
  const items = rows
    .slice(from, to)
    .map(({ item }) => item)
    .filter((item) => FilterExpression === undefined || holds(FilterExpression, item, input))
    .map((item) => copied(ProjectionExpression === undefined ? item : projected(ProjectionExpression, item, input)));
  const last = to > from && (to < rows.length || to - from === Limit) ? rows[to - 1] : undefined;
  return { Items: items, Count: items.length, ...(last && { LastEvaluatedKey: keyOf(last.item) }) };
}
