import { secretsOf } from '../../lib/foundations.ts';
import { lambdaHost } from '../../lib/host.ts';
import { batchHandler } from '../../lib/lambda.ts';
import { lateQueueOf } from '../../lib/late-clients.ts';
import { handleMessage } from '../../lib/sync/handle-message.ts';
import { syncContextOf } from '../../lib/sync-runtime.ts';

const host = lambdaHost();
const queue = lateQueueOf(host);
const syncContext = syncContextOf(host, secretsOf(host));

/** Messages of the sync queue, one account each. */
export const handler = batchHandler(
  host,
  (record, remainingMs) => handleMessage(record, remainingMs, { ...host, queue, syncContext }),
  (record) => queue.wait(record.receiptHandle, 0),
);
