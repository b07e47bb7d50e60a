import { secretsOf } from '../../lib/foundations.ts';
import { lambdaHost } from '../../lib/host.ts';
import { batchHandler } from '../../lib/lambda.ts';
import { handleMessage } from '../../lib/sync/handle-message.ts';
import { lazyQueueOf, syncContextOf } from '../../lib/sync-runtime.ts';

const host = lambdaHost();
const queue = lazyQueueOf(host);
const syncContext = syncContextOf(host, secretsOf(host));

/** Messages of the sync queue, one account each. */
export const handler = batchHandler(
  host,
  (record, remainingMs) => handleMessage(record, remainingMs, { ...host, queue, syncContext }),
  (record) => queue.wait(record.receiptHandle, 0),
);
