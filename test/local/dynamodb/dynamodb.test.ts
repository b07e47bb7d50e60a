import {
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { expect, it } from 'vitest';
import type { LocalCloud } from '../../../lib/local/cloud.ts';
import { measurementsTable } from '../../../lib/store/tables.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { clientOf, functionOf, type Resources, startTiny } from '../tiny-stack.ts';

const ledger = {
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    ...measurementsTable,
    TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
  },
};

const arn = { 'Fn::GetAtt': ['Ledger', 'Arn'] };

/** Writer may put single items; Reader may query the index alone. */
function stack(assembly: string): Resources {
  const code = 'export const handler = () => {}';
  return {
    Ledger: ledger,
    ...functionOf(assembly, 'Writer', {
      code,
      allow: [{ Action: ['dynamodb:PutItem', 'dynamodb:GetItem'], Resource: arn }],
    }),
    ...functionOf(assembly, 'Reader', {
      code,
      allow: [{ Action: 'dynamodb:Query', Resource: { 'Fn::Join': ['', [arn, '/index/pending']] } }],
    }),
  };
}

async function start(state?: string): Promise<LocalCloud & { state: string }> {
  const assembly = temporaryFolder();
  return startTiny({ resources: stack(assembly) }, { assembly, ...(state && { state }) });
}

const TableName = 'Tiny-Ledger';
const item = (event: string, pendingSince?: string) => ({
  account: { S: 'ann' },
  event: { S: event },
  ...(pendingSince && { pendingSince: { S: pendingSince } }),
});
const ofAnn = { KeyConditionExpression: 'account = :a', ExpressionAttributeValues: { ':a': { S: 'ann' } } };

it('a function reads and writes what its policy names', async () => {
  const cloud = await start();
  const writer = new DynamoDBClient(clientOf(cloud, 'Writer'));
  const reader = new DynamoDBClient(clientOf(cloud, 'Reader'));
  await writer.send(new PutItemCommand({ TableName, Item: item('1') }));
  await writer.send(new PutItemCommand({ TableName, Item: item('2', '2026') }));
  const one = await writer.send(new GetItemCommand({ TableName, Key: item('1'), ReturnConsumedCapacity: 'TOTAL' }));
  expect(one.Item).toEqual(item('1'));
  expect(one.ConsumedCapacity?.CapacityUnits).toBe(0.5);
  const pending = await reader.send(
    new QueryCommand({ TableName, IndexName: 'pending', ConsistentRead: true, ...ofAnn }),
  );
  expect(pending.Items).toEqual([item('2', '2026')]);
});

it('a condition that fails is an error of its own kind', async () => {
  const writer = new DynamoDBClient(clientOf(await start(), 'Writer'));
  const put = () =>
    writer.send(new PutItemCommand({ TableName, Item: item('1'), ConditionExpression: 'attribute_not_exists(event)' }));
  await put();
  await expect(put()).rejects.toBeInstanceOf(ConditionalCheckFailedException);
});

it.each([
  [
    'an index it may query, but not the table',
    'Reader',
    (client: DynamoDBClient) => client.send(new QueryCommand({ TableName, ...ofAnn })),
    'dynamodb:Query',
    'table/Tiny-Ledger',
  ],
  [
    'another action',
    'Writer',
    (client: DynamoDBClient) => client.send(new ScanCommand({ TableName })),
    'dynamodb:Scan',
    'table/Tiny-Ledger',
  ],
  [
    'another table',
    'Writer',
    (client: DynamoDBClient) => client.send(new GetItemCommand({ TableName: 'x', Key: item('1') })),
    'dynamodb:GetItem',
    'table/x',
  ],
  [
    'many at once',
    'Writer',
    (client: DynamoDBClient) =>
      client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: [{ PutRequest: { Item: item('1') } }] } })),
    'dynamodb:BatchWriteItem',
    'table/Tiny-Ledger',
  ],
  [
    'one part of a transaction',
    'Writer',
    (client: DynamoDBClient) =>
      client.send(
        new TransactWriteItemsCommand({
          TransactItems: [{ Put: { TableName, Item: item('1') } }, { Delete: { TableName, Key: item('1') } }],
        }),
      ),
    'dynamodb:DeleteItem',
    'table/Tiny-Ledger',
  ],
])('refused as AWS would: %s', async (_, caller, send, action, resource) => {
  const cloud = await start();
  const user = `arn:aws:sts::000000000000:assumed-role/Tiny-${caller}Role/Tiny-${caller}`;
  const client = new DynamoDBClient(clientOf(cloud, caller));
  await expect(send(client)).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: `User: ${user} is not authorized to perform: ${action} on resource: arn:aws:dynamodb:eu-central-1:000000000000:${resource} because no identity-based policy allows the ${action} action`,
  });
});

it('an unknown caller is nobody', async () => {
  const stranger = new DynamoDBClient(clientOf(await start(), 'Stranger'));
  await expect(stranger.send(new ScanCommand({ TableName }))).rejects.toMatchObject({
    name: 'UnrecognizedClientException',
  });
});

it('tables and items outlive a restart', async () => {
  const first = await start();
  await new DynamoDBClient(clientOf(first, 'Writer')).send(new PutItemCommand({ TableName, Item: item('1') }));
  await first.stop();
  const admin = new DynamoDBClient(clientOf(await start(first.state), 'admin'));
  expect((await admin.send(new ScanCommand({ TableName }))).Items).toEqual([item('1')]);
  const { Table } = await admin.send(new DescribeTableCommand({ TableName }));
  expect(Table?.LocalSecondaryIndexes?.map(({ IndexName }) => IndexName)).toEqual(['pending']);
});
