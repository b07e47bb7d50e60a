import { lambdaHost } from '../../lib/host.ts';
import { httpHandler } from '../../lib/lambda.ts';
import { errorFields } from '../../lib/log.ts';
import { queueOf, secretsOf } from '../../lib/runtime.ts';
import type { WebRequest } from '../../lib/web/edge.ts';
import { text, type WebResponse } from '../../lib/web/response.ts';
import { isWebhookToken } from '../../lib/web/webhook-token.ts';
import { parseNotification, rangeOf } from '../../lib/withings/notification.ts';

const host = lambdaHost();
const secrets = secretsOf(host);
const queue = queueOf(host);

export const handler = httpHandler(host, notified);

/**
 * Withings says that there is something new for a person. It sends no signature, so the address itself is the secret
 * and the notification only a hint whom to look after, and where. Withings waits two seconds for an answer; it gets one
 * as soon as the hint is queued.
 */
async function notified({ method, body, pathParameters }: WebRequest): Promise<WebResponse> {
  const { webhook } = await secrets.masterKeys();
  if (!isWebhookToken(pathParameters.token ?? '', webhook)) return text(404, 'Not found\n');
  if (method === 'HEAD' || body === '') return text(200, 'OK\n');

  const notification = parseNotification(body);
  if (!notification) {
    host.log.warn('A notification could not be read and was put aside', { bytes: body.length });
    return text(200, 'OK\n');
  }
  try {
    const range = rangeOf(notification);
    await queue.send({ account: notification.userId, reason: 'webhook', ...(range && { range }) });
  } catch (error) {
    // Anything but a success makes Withings notify again, ten times over five hours.
    host.log.error('A notification could not be queued', errorFields(error));
    return text(503, 'Try again\n');
  }
  return text(200, 'OK\n');
}
