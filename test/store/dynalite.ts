import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import dynalite from 'dynalite';
import { documentClient } from '../../lib/store/document-client.ts';
import { accountsTable, measurementsTable } from '../../lib/store/tables.ts';

/** The two tables of a stack, empty at first, wherever they are kept. */
export interface TestDatabase {
  documentClient: DynamoDBDocumentClient;
  accountsTable: string;
  measurementsTable: string;
  stop(): Promise<void>;
}

export interface Dynalite extends TestDatabase {
  /** Where it answers, for a process of its own. */
  endpoint: string;
  client: DynamoDBClient;
}

const accounts = { TableName: 'accounts', ...accountsTable };
const measurements = { TableName: 'measurements', ...measurementsTable };

/**
 * A DynamoDB in memory on a free loopback port, with the two empty tables. It speaks the real protocol; stop it in the
 * end.
 */
export async function startDynalite(): Promise<Dynalite> {
  const server = dynalite({ createTableMs: 0 });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
  const endpoint = `http://127.0.0.1:${port}`;
  const client = new DynamoDBClient({
    endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  for (const table of [accounts, measurements]) await client.send(new CreateTableCommand(table));
  return {
    endpoint,
    client,
    documentClient: documentClient(client),
    accountsTable: accounts.TableName,
    measurementsTable: measurements.TableName,
    stop: () => {
      client.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
