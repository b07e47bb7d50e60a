import { createHash } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { type HttpRequest, HttpResponse } from '@smithy/core/protocols';
import * as v from 'valibot';

/** Answers a request of the SDK, after however long it likes. */
export type Answering = (operation: string, body: string) => Promise<object>;

/** The SDK's own clients, that serialize and sign everything, before a service within this process. */
export function clientsOf(answer: Answering) {
  const requestHandler = {
    handle: async ({ headers, body }: HttpRequest) => {
      const operation = String(headers['x-amz-target']).split('.')[1] ?? '';
      const json = JSON.stringify(await answer(operation, String(body)));
      const answerHeaders = { 'content-type': 'application/x-amz-json-1.0' };
      return { response: new HttpResponse({ statusCode: 200, headers: answerHeaders, body: Buffer.from(json) }) };
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
