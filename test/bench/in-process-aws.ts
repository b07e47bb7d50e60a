import { createHash } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { type HttpRequest, HttpResponse } from '@smithy/core/protocols';
import * as v from 'valibot';

/** Carries a serialized request of the SDK to wherever it is answered. */
export type Connection = (
  operation: string,
  body: Uint8Array<ArrayBuffer>,
) => Promise<{ status: number; body: Uint8Array<ArrayBuffer> }>;

/** Answers a request of the SDK, after however long it likes. */
export type Answering = (operation: string, body: string) => Promise<object>;

/** The SDK's own clients, that serialize and sign everything, before a service within this process. */
export const clientsOf = (answer: Answering) =>
  clientsOver(async (operation, body) => ({
    status: 200,
    body: jsonBytes(await answer(operation, new TextDecoder().decode(body))),
  }));

/** The same over a connection to elsewhere. */
export function clientsOver(connection: Connection) {
  const requestHandler = {
    handle: async ({ headers, body: serialized }: HttpRequest) => {
      const operation = String(headers['x-amz-target']).split('.')[1] ?? '';
      const { status: statusCode, body } = await connection(operation, bytesOf(serialized));
      const answerHeaders = { 'content-type': 'application/x-amz-json-1.0' };
      return { response: new HttpResponse({ statusCode, headers: answerHeaders, body }) };
    },
  };
  const options = {
    region: 'eu-central-1',
    endpoint: 'http://localhost',
    credentials: { accessKeyId: 'a', secretAccessKey: 's' },
    requestHandler,
  };
  return { dynamodb: new DynamoDBClient(options), sqs: new SQSClient(options) };
}

export const jsonBytes = (value: object): Uint8Array<ArrayBuffer> => new TextEncoder().encode(JSON.stringify(value));

/** What the SDK has serialized says that it is text, and warns whoever believes it. */
const bytesOf = (serialized: string | Uint8Array): Uint8Array<ArrayBuffer> =>
  typeof serialized === 'string' ? new TextEncoder().encode(serialized) : new Uint8Array(serialized);

const batchSchema = v.object({ Entries: v.array(v.object({ Id: v.string(), MessageBody: v.string() })) });

/** SQS takes all of a batch: the SDK compares the digests. */
export function takenBatch(body: string): { taken: number; answer: object } {
  const { Entries } = v.parse(batchSchema, JSON.parse(body));
  const Successful = Entries.map(({ Id, MessageBody }) => ({
    Id,
    MessageId: Id,
    MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex'),
  }));
  return { taken: Entries.length, answer: { Successful, Failed: [] } };
}
