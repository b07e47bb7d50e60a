import { join } from 'node:path';
import { fileNameFor } from './atomic-file.ts';
import { CloudFormation } from './cloudformation/cloudformation.ts';
import { DynamoDb, tableSchema } from './dynamodb/dynamodb.ts';
import type { Gateway } from './gateway/gateway.ts';
import type { Log } from './log.ts';
import { ObjectFolder } from './s3/object-folder.ts';
import { S3 } from './s3/s3.ts';
import { firstValueOf, secretPropertiesSchema } from './secrets-manager/generated-secret.ts';
import { SecretsManager } from './secrets-manager/secrets-manager.ts';
import { SecretVault } from './secrets-manager/vault.ts';
import { Sns } from './sns/sns.ts';
import type { Queue } from './sqs/queue.ts';
import { openQueues } from './sqs/queues.ts';
import { Sqs } from './sqs/sqs.ts';
import { propertiesAs } from './template/properties.ts';
import type { Stack } from './template/stack.ts';
import type { Timer } from './timer.ts';

export interface Services {
  queues: Queue[];
  close(): Promise<void>;
}

export interface ServiceSettings {
  /** Where what they keep lies, a folder a service. */
  folder: string;
  timer: Timer;
  log: Log;
}

/**
 * Creates the template's tables, buckets, secrets and queues, or takes up those of an earlier run, and puts them
 * behind the gateway.
 */
export async function openServices(stack: Stack, gateway: Gateway, settings: ServiceSettings): Promise<Services> {
  const { folder, timer, log } = settings;
  const queues = openQueues(stack, join(folder, 'sqs'), timer);
  const sqs = new Sqs(timer);
  for (const queue of queues) sqs.add(queue);
  gateway.play('sqs', sqs);
  gateway.play('s3', openBuckets(stack, join(folder, 's3')));
  gateway.play('secretsmanager', openSecrets(stack, join(folder, 'secrets'), timer));
  gateway.play('sns', new Sns(log));
  gateway.play('cloudformation', new CloudFormation(stack, timer.now()));
  const dynamoDb = await openTables(stack, join(folder, 'dynamodb'));
  gateway.play('dynamodb', dynamoDb);
  return { queues, close: () => dynamoDb.close() };
}

function openBuckets(stack: Stack, folder: string): S3 {
  const s3 = new S3();
  for (const { name } of stack.ofType('AWS::S3::Bucket')) {
    s3.createBucket(name, new ObjectFolder(join(folder, fileNameFor(name))));
  }
  return s3;
}

function openSecrets(stack: Stack, folder: string, timer: Timer): SecretsManager {
  const vault = new SecretVault(folder);
  for (const secret of stack.ofType('AWS::SecretsManager::Secret')) {
    const properties = propertiesAs(secretPropertiesSchema, secret);
    vault.open(secret.name, secret.ref, () => firstValueOf(properties), timer.now());
  }
  return new SecretsManager(vault, () => timer.now());
}

async function openTables(stack: Stack, folder: string): Promise<DynamoDb> {
  const dynamoDb = new DynamoDb(folder);
  try {
    await dynamoDb.open();
    for (const table of [...stack.ofType('AWS::DynamoDB::Table'), ...stack.ofType('AWS::DynamoDB::GlobalTable')]) {
      await dynamoDb.createTable(table.name, propertiesAs(tableSchema, table));
    }
    return dynamoDb;
  } catch (error) {
    await dynamoDb.close();
    throw error;
  }
}
