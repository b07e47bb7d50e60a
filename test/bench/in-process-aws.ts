import { createHash } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { type HttpRequest, HttpResponse } from '@smithy/core/protocols';
import * as v from 'valibot';

/** Carries a serialized request of the SDK to wherever it is answered. */
export type Connection = (operation: string, body: Uint8Array) => Promise<{ status: number; body: string }>;

/** Answers a request of the SDK, after however long it likes. */
export type Answering = (operation: string, body: string) => Promise<object>;

/** The SDK's own clients, that serialize and sign everything, before a service within this process. */
export const clientsOf = (answer: Answering) =>
  clientsOver(async (operation, body) => ({
    status: 200,
    body: JSON.stringify(await answer(operation, Buffer.from(body).toString())),
  }));

/** The same over a connection to elsewhere. */
export function clientsOver(connection: Connection) {
  const requestHandler = {
    handle: async ({ headers, body: serialized }: HttpRequest) => {
      const operation = String(headers['x-amz-target']).split('.')[1] ?? '';
      const { status: statusCode, body } = await connection(operation, Buffer.from(serialized));
      const answerHeaders = { 'content-type': 'application/x-amz-json-1.0' };
      return { response: new HttpResponse({ statusCode, headers: answerHeaders, body: Buffer.from(body) }) };
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
