import { randomUUID } from 'node:crypto';
import { type AwsAnswer, type AwsCall, AwsError, type StandIn } from '../gateway/aws-call.ts';
import { inputAs, jsonAnswer, jsonRefusal } from '../gateway/json-protocol.ts';
import type { Ask } from '../iam/statements.ts';
import type { Timer } from '../timer.ts';
import {
  attributesInputSchema,
  deleteBatchInputSchema,
  deleteInputSchema,
  messageInputSchema,
  moveInputSchema,
  queueInputSchema,
  queueNameInputSchema,
  receiveInputSchema,
  sendBatchInputSchema,
  visibilityBatchInputSchema,
  visibilityInputSchema,
} from './inputs.ts';
import {
  attributesOf,
  hide,
  inBatch,
  longestBodyBytes,
  queryCodes,
  received,
  remove,
  send,
  sourceOf,
} from './operations.ts';
import type { Queue } from './queue.ts';

/** SQS over this machine's queues, in its JSON protocol. */
export class Sqs implements StandIn {
  readonly #queues = new Map<string, Queue>();
  readonly #timer: Timer;

  constructor(timer: Timer) {
    this.#timer = timer;
  }

  add(queue: Queue): void {
    this.#queues.set(queue.settings.name, queue);
  }

  asks(call: AwsCall): Ask[] {
    const { arn } = this.#queueOf(call).settings;
    if (call.operation === 'StartMessageMoveTask') return this.#asksOfMove(call, arn);
    // IAM knows no batches: a batch needs the permission of its single operation.
    return [{ action: `sqs:${call.operation.replace(/Batch$/, '')}`, resource: arn }];
  }

  /** SQS moves the messages in the name of whoever asks for it. */
  #asksOfMove(call: AwsCall, arn: string): Ask[] {
    const actions = [call.operation, 'ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];
    const source = sourceOf(this.#queueOf(call), this.#queues.values()).settings.arn;
    return [
      ...actions.map((action) => ({ action: `sqs:${action}`, resource: arn })),
      { action: 'sqs:SendMessage', resource: source },
    ];
  }

  async serve(call: AwsCall): Promise<AwsAnswer> {
    return jsonAnswer('1.0', await this.#output(call, this.#queueOf(call)));
  }

  refuse(error: AwsError): AwsAnswer {
    const { headers, ...answer } = jsonRefusal('1.0', 'com.amazonaws.sqs', error);
    return {
      ...answer,
      headers: { ...headers, 'x-amzn-query-error': `${queryCodes[error.code] ?? error.code};Sender` },
    };
  }

  #queueOf(call: AwsCall): Queue {
    const name = queueNameIn(call);
    const queue = this.#queues.get(name ?? '');
    if (queue) return queue;
    throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
  }

  #output(call: AwsCall, queue: Queue): unknown {
    switch (call.operation) {
      case 'GetQueueUrl':
        return { QueueUrl: queue.settings.url };
      case 'GetQueueAttributes':
        return { Attributes: attributesOf(queue, inputAs(attributesInputSchema, call).AttributeNames) };
      case 'SendMessage':
        return send(queue, inputAs(messageInputSchema, call));
      case 'SendMessageBatch': {
        const { Entries } = inputAs(sendBatchInputSchema, call);
        if (Entries.reduce((sum, { MessageBody }) => sum + Buffer.byteLength(MessageBody), 0) > longestBodyBytes) {
          throw new AwsError(
            'BatchRequestTooLong',
            'The length of all the messages put together is more than the limit.',
          );
        }
        return inBatch(Entries, (entry) => send(queue, entry));
      }
      case 'ReceiveMessage':
        return this.#receive(queue, call);
      case 'DeleteMessage':
        return remove(queue, inputAs(deleteInputSchema, call).ReceiptHandle);
      case 'DeleteMessageBatch':
        return inBatch(inputAs(deleteBatchInputSchema, call).Entries, (entry) => remove(queue, entry.ReceiptHandle));
      case 'ChangeMessageVisibility':
        return hide(queue, inputAs(visibilityInputSchema, call));
      case 'ChangeMessageVisibilityBatch':
        return inBatch(inputAs(visibilityBatchInputSchema, call).Entries, (entry) => hide(queue, entry));
      case 'PurgeQueue':
        return queue.purge();
      case 'StartMessageMoveTask':
        queue.redriveTo(sourceOf(queue, this.#queues.values()));
        return { TaskHandle: randomUUID() };
      default:
        throw new AwsError('UnsupportedOperation', `The local SQS does not know ${call.operation}.`);
    }
  }

  async #receive(queue: Queue, call: AwsCall): Promise<unknown> {
    const { MaxNumberOfMessages, VisibilityTimeout, WaitTimeSeconds } = inputAs(receiveInputSchema, call);
    const until = this.#timer.now() + WaitTimeSeconds * 1000;
    let messages = queue.receive(MaxNumberOfMessages, VisibilityTimeout);
    while (messages.length === 0 && this.#timer.now() < until && !call.signal.aborted) {
      await this.#change(queue, until, call.signal);
      messages = queue.receive(MaxNumberOfMessages, VisibilityTimeout);
    }
    return messages.length === 0 ? {} : { Messages: messages.map(received) };
  }

  /** Until the queue may have something, the time is up, or the caller is gone. */
  #change(queue: Queue, until: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        cancelWake();
        stopListening();
        signal.removeEventListener('abort', done);
        resolve();
      };
      const cancelWake = this.#timer.wakeAt(Math.min(until, queue.nextVisibleAt ?? until), done);
      const stopListening = queue.onChange(done);
      signal.addEventListener('abort', done);
    });
  }
}

/** Which queue a call is about: by its name, by the end of its address, or by that of its ARN. */
function queueNameIn(call: AwsCall): string | undefined {
  switch (call.operation) {
    case 'GetQueueUrl':
      return inputAs(queueNameInputSchema, call).QueueName;
    case 'StartMessageMoveTask':
      return inputAs(moveInputSchema, call).SourceArn.split(':').at(-1);
    default:
      return inputAs(queueInputSchema, call).QueueUrl.split('/').at(-1);
  }
}
