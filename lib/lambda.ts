import middy from '@middy/core';
import type { APIGatewayProxyStructuredResultV2, Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Host } from './host.ts';
import { errorFields } from './log.ts';
import { answer, type TooLarge, toResult, type WebRequest } from './web/edge.ts';
import { text, type WebResponse } from './web/response.ts';

/**
 * What every function has around it: the request's id on every line of the log, and each failure logged once,
 * without anything private.
 */
function stack<Result>(host: Host) {
  return middy<unknown, Result, Error, Context>()
    .before(({ context }) => host.log.begin(context.awsRequestId))
    .onError(({ error }) => host.log.error('Failed', errorFields(error)));
}

/** What is answered in place of a page. */
interface ProblemPages {
  problem(reference: string): WebResponse;
  tooLarge?: TooLarge;
}

const inPlainText: ProblemPages = { problem: (reference) => text(500, `Something went wrong (${reference}).\n`) };

/**
 * A function behind the API. Whatever goes wrong, the visitor gets a page that says so, with a reference to find it
 * in the log.
 */
export function httpHandler(
  host: Host,
  respond: (request: WebRequest) => Promise<WebResponse>,
  { problem, tooLarge }: ProblemPages = inPlainText,
) {
  return stack<APIGatewayProxyStructuredResultV2>(host)
    .onError((request) => {
      request.response ??= toResult(problem(request.context.awsRequestId), host.publicUrl);
    })
    .handler((event) => answer(event, host.publicUrl, respond, tooLarge));
}

/** A function that a schedule starts. A failure is the schedule's to repeat. */
export function jobHandler(host: Host, work: (event: unknown, remainingMs: number) => Promise<void>) {
  return stack<void>(host).handler((event, context: Context) => work(event, context.getRemainingTimeInMillis()));
}

/**
 * A function behind the FIFO queue: one record after the other, and a failed one returns by itself. Later records of
 * its group return with it untried, because AWS would otherwise deliver them around it.
 */
export function batchHandler(
  host: Host,
  work: (record: SQSRecord, remainingMs: number) => Promise<boolean>,
  giveBack: (record: SQSRecord) => Promise<void>,
) {
  return stack<SQSBatchResponse>(host).handler(async (event, context: Context) => {
    const failed: SQSRecord[] = [];
    for (const record of (event as SQSEvent).Records) {
      const group = record.attributes.MessageGroupId;
      const blocked = failed.some((earlier) => earlier.attributes.MessageGroupId === group);
      if (blocked) await giveBack(record);
      if (blocked || !(await work(record, context.getRemainingTimeInMillis()))) failed.push(record);
    }
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  });
}
