import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as v from 'valibot';
import type { MemoryDatabase } from '../store/memory-database.ts';
import { jsonBytes } from './in-process-aws.ts';
import type { StoreCall } from './world-protocol.ts';

const commands = {
  GetItem: GetCommand,
  PutItem: PutCommand,
  UpdateItem: UpdateCommand,
  DeleteItem: DeleteCommand,
  Query: QueryCommand,
};

type Fields = Record<string, unknown>;
type Translation = (value: Fields) => Fields;

const fieldsSchema = v.record(v.string(), v.unknown());
const oneOrMany = v.union([v.array(fieldsSchema), fieldsSchema]);
/** Where requests and answers hold attributes. */
const holders = [
  ...['Item', 'Items', 'Key', 'Attributes', 'ExpressionAttributeValues'],
  ...['ExclusiveStartKey', 'LastEvaluatedKey'],
];

const toWire: Translation = (item) => marshall(item, { removeUndefinedValues: true });
const fromWire: Translation = (item) => unmarshall(item as Parameters<typeof unmarshall>[0]);

function translated(message: unknown, translate: Translation): Fields {
  const fields = v.parse(fieldsSchema, message);
  for (const name of holders) {
    if (fields[name] === undefined) continue;
    const value = v.parse(oneOrMany, fields[name]);
    fields[name] = Array.isArray(value) ? value.map(translate) : translate(value);
  }
  return fields;
}

/** The database of this process, asked and answering in the protocol of DynamoDB. */
export async function answerOf(database: MemoryDatabase, { operation, body }: StoreCall) {
  const Command = Object.entries(commands).find(([known]) => known === operation)?.[1];
  if (!Command) throw new Error(`Nobody has asked for a ${operation} so far.`);
  const input = translated(JSON.parse(new TextDecoder().decode(body)), fromWire);
  try {
    const output = await database.carryOut(Reflect.construct(Command, [input]));
    return { status: 200, body: jsonBytes(translated({ ...output }, toWire)) };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const __type = `com.amazonaws.dynamodb.v20120810#${error.name}`;
    return { status: 400, body: jsonBytes({ __type, message: error.message }) };
  }
}
