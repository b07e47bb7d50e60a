import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';

type Table = Omit<CreateTableCommandInput, 'TableName'>;

/** The table of accounts, in the words that DynamoDB and CloudFormation share. */
export const accountsTable = {
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [{ AttributeName: 'account', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'account', KeyType: 'HASH' }],
} as const satisfies Table;

/** The ledger, and the index of what in it is pending. */
export const measurementsTable = {
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [
    { AttributeName: 'account', AttributeType: 'S' },
    { AttributeName: 'event', AttributeType: 'S' },
    { AttributeName: 'pendingSince', AttributeType: 'S' },
  ],
  KeySchema: [
    { AttributeName: 'account', KeyType: 'HASH' },
    { AttributeName: 'event', KeyType: 'RANGE' },
  ],
  LocalSecondaryIndexes: [
    {
      IndexName: 'pending',
      KeySchema: [
        { AttributeName: 'account', KeyType: 'HASH' },
        { AttributeName: 'pendingSince', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
} as const satisfies Table;
