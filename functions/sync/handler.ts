import { lambdaHost } from '../../lib/host.ts';
import { batchHandler } from '../../lib/lambda.ts';
import { queueOf, secretsOf, syncContextOf } from '../../lib/runtime.ts';
import { handleMessage } from '../../lib/sync/handle-message.ts';

const host = lambdaHost();
const queue = queueOf(host);
const syncContext = syncContextOf(host, secretsOf(host));

/** Messages of the sync queue, one account each. */
export const handler = batchHandler(
  host,
  (record, remainingMs) => handleMessage(record, remainingMs, { ...host, queue, syncContext }),
  (record) => queue.wait(record.receiptHandle, 0),
);
