import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { databases } from './databases.ts';
import type { TestDatabase } from './dynalite.ts';
import { memoryDatabase } from './memory-database.ts';

const TableName = 'accounts';
const Key = { account: '1' };

describe.each(databases)('a table $name', ({ start }) => {
  let database: TestDatabase;
  let client: DynamoDBDocumentClient;

  beforeAll(async () => {
    database = await start();
    client = database.documentClient;
  });
  afterAll(() => database.stop());
  beforeEach(async () => {
    const Item = { ...Key, version: 3, name: 'Ada', flag: true, nested: { list: [1, { deep: null }] } };
    await client.send(new PutCommand({ TableName, Item }));
  });

  const stored = async () => (await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }))).Item;
  const isKept = (condition: string, values: Record<string, unknown> = {}) =>
    client
      .send(
        new PutCommand({
          TableName,
          Item: { ...Key, replaced: true },
          ConditionExpression: condition,
          ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
        }),
      )
      .then(
        () => false,
        (error: Error) => (error.name === 'ConditionalCheckFailedException' ? true : error.name),
      );

  it.each<[string, Record<string, unknown>]>([
    ['attribute_exists(version)', {}],
    ['attribute_not_exists(ghost)', {}],
    ['version = :v', { ':v': 3 }],
    ['version <> :v', { ':v': 4 }],
    ['ghost <> :v', { ':v': 4 }],
    ['version < :v', { ':v': 10 }],
    ['version <= :v', { ':v': 3 }],
    ['version > :v', { ':v': -1 }],
    ['version >= :v', { ':v': 3 }],
    ['version BETWEEN :a AND :b', { ':a': 3, ':b': 3 }],
    ['flag = :v', { ':v': true }],
    ['ghost = :v OR version = :w', { ':v': 1, ':w': 3 }],
    ['ghost = :v OR version = :w AND account = :x', { ':v': 1, ':w': 3, ':x': '1' }],
    ['(ghost = :v OR version = :w) AND NOT account = :x', { ':v': 1, ':w': 3, ':x': '2' }],
  ])('writes where %s', async (condition, values) => {
    expect(await isKept(condition, values)).toBe(false);
    expect(await stored()).toEqual({ ...Key, replaced: true });
  });

  it.each<[string, Record<string, unknown>]>([
    ['attribute_exists(ghost)', {}],
    ['attribute_not_exists(account)', {}],
    ['version = :v', { ':v': '3' }],
    ['version < :v', { ':v': '10' }],
    ['ghost = :v', { ':v': 3 }],
    ['ghost < :v', { ':v': 3 }],
    ['ghost = :v OR version = :w AND account = :x', { ':v': 1, ':w': 3, ':x': '2' }],
    ['NOT (version = :v)', { ':v': 3 }],
  ])('keeps what is there unless %s', async (condition, values) => {
    expect(await isKept(condition, values)).toBe(true);
    expect(await stored()).toMatchObject({ version: 3 });
  });

  it.each<[string, Record<string, unknown>]>([
    ['version = :v', { ':w': 3 }],
    ['version = :v', { ':v': 3, ':unused': 3 }],
    ['version = ', {}],
    ['size(name) !! :v', { ':v': 3 }],
  ])('refuses a condition that makes no sense: %s', async (condition, values) => {
    expect(await isKept(condition, values)).toBe('ValidationException');
  });

  it('keeps nothing that is undefined, and gives out copies', async () => {
    const nested = { kept: 1, dropped: undefined };
    await client.send(new PutCommand({ TableName, Item: { ...Key, nested, list: [1, undefined, 2] } }));
    nested.kept = 2;
    const first = await stored();
    expect(first).toStrictEqual({ ...Key, nested: { kept: 1 }, list: [1, 2] });
    first!.nested.kept = 3;
    expect(await stored()).toMatchObject({ nested: { kept: 1 } });
  });

  it('an item without its key is refused', async () => {
    await expect(client.send(new PutCommand({ TableName, Item: { name: 'Ada' } }))).rejects.toThrow();
    await expect(client.send(new PutCommand({ TableName, Item: { account: '' } }))).rejects.toThrow();
  });

  it('a deletion gives what was there, once', async () => {
    const remove = () => client.send(new DeleteCommand({ TableName, Key, ReturnValues: 'ALL_OLD' }));
    expect((await remove()).Attributes).toMatchObject({ name: 'Ada' });
    expect((await remove()).Attributes).toBeUndefined();
    expect(await stored()).toBeUndefined();
  });

  it('a counter begins at nothing, counts, and stops where its condition says so', async () => {
    const count = () =>
      client.send(
        new UpdateCommand({
          TableName,
          Key: { account: 'counter' },
          UpdateExpression: 'ADD #n :one SET #ttl = :ttl',
          ConditionExpression: 'attribute_not_exists(#n) OR #n <= :room',
          ExpressionAttributeNames: { '#n': 'count', '#ttl': 'ttl' },
          ExpressionAttributeValues: { ':one': 2, ':ttl': 99, ':room': 2 },
          ReturnValues: 'ALL_NEW',
        }),
      );
    expect((await count()).Attributes).toEqual({ account: 'counter', count: 2, ttl: 99 });
    expect((await count()).Attributes).toMatchObject({ count: 4 });
    await expect(count()).rejects.toThrow('conditional');
  });

  it('an update sets, adds and removes by what was there before', async () => {
    const update = new UpdateCommand({
      TableName,
      Key,
      UpdateExpression: 'SET version = version + :one, before_it = version REMOVE flag, nested',
      ExpressionAttributeValues: { ':one': 1 },
    });
    await client.send(update);
    expect(await stored()).toEqual({ ...Key, version: 4, before_it: 3, name: 'Ada' });
  });

  it('reads on where a page with a limit ended', async () => {
    const table = database.measurementsTable;
    for (const event of ['a', 'b', 'c']) {
      await client.send(new PutCommand({ TableName: table, Item: { account: 'x', event, pendingSince: `1${event}` } }));
    }
    const page = (own: object) =>
      client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'account = :account',
          ExpressionAttributeValues: { ':account': 'x' },
          Limit: 2,
          ...own,
        }),
      );
    for (const index of [{}, { IndexName: 'pending' }]) {
      const first = await page(index);
      expect(first.Items?.map(({ event }) => event)).toEqual(['a', 'b']);
      const second = await page({ ...index, ExclusiveStartKey: first.LastEvaluatedKey });
      expect(second.Items?.map(({ event }) => event)).toEqual(['c']);
      expect(second.LastEvaluatedKey).toBeUndefined();
    }
  });
});

it.each([
  ['a command', new QueryCommand({ TableName, KeyConditionExpression: 'name = :n', ExpressionAttributeValues: {} })],
  ['an option', new ScanCommand({ TableName, Select: 'COUNT' })],
  ['a table', new GetCommand({ TableName: 'others', Key })],
  ['a kind of value', new PutCommand({ TableName, Item: { ...Key, when: new Date() } })],
])('%s that no store has used so far is refused rather than guessed', async (_what, command) => {
  const { documentClient } = memoryDatabase();
  await expect(Promise.resolve(documentClient.send(command as GetCommand))).rejects.toThrow();
});
