import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import { DynamoDb, tableSchema } from '../../local/dynamodb/dynamodb.ts';
import { documentClient } from '../../store/document-client.ts';
import { accountsTable, measurementsTable } from '../../store/tables.ts';

export const tables = { accounts: 'accounts', measurements: 'measurements' } as const;

/** The two tables of the stack, on disk. */
export interface LocalDatabase {
  client: DynamoDBDocumentClient;
  close(): Promise<void>;
}

/** @throws LocalCloudError when what is in the folder cannot be read */
export async function openDatabase(folder: string): Promise<LocalDatabase> {
  const server = new DynamoDb(folder);
  await server.open();
  const { endpoint, headers } = server.address;
  const client = new DynamoDBClient({
    endpoint,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  client.middlewareStack.add(
    (next) => (call) => {
      if (hasHeaders(call.request)) Object.assign(call.request.headers, headers);
      return next(call);
    },
    { step: 'build', name: 'pass' },
  );
  const close = async () => {
    client.destroy();
    await server.close();
  };
  try {
    await server.createTable(tables.accounts, v.parse(tableSchema, accountsTable));
    await server.createTable(tables.measurements, v.parse(tableSchema, measurementsTable));
    return { client: documentClient(client), close };
  } catch (error) {
    await close();
    throw error;
  }
}

const hasHeaders = (request: unknown): request is { headers: Record<string, string> } =>
  typeof request === 'object' && request !== null && 'headers' in request;
