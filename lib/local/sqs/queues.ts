import { join } from 'node:path';
import * as v from 'valibot';
import { fileNameFor } from '../atomic-file.ts';
import { propertiesAs } from '../template/properties.ts';
import type { Resource, Stack } from '../template/stack.ts';
import type { Timer } from '../timer.ts';
import { MessageFolder } from './message-folder.ts';
import { Queue } from './queue.ts';

const queueSchema = v.object({
  FifoQueue: v.optional(v.boolean(), false),
  ContentBasedDeduplication: v.optional(v.boolean(), false),
  DeduplicationScope: v.optional(v.picklist(['messageGroup', 'queue']), 'queue'),
  VisibilityTimeout: v.optional(v.number(), 30),
  DelaySeconds: v.optional(v.number(), 0),
  MessageRetentionPeriod: v.optional(v.number(), 345_600),
  RedrivePolicy: v.optional(
    v.object({
      deadLetterTargetArn: v.string(),
      maxReceiveCount: v.pipe(v.unknown(), v.transform(Number), v.number()),
    }),
  ),
});

/** The queues of the template, each with its dead-letter queue; their messages lie under `folder`. */
export function openQueues(stack: Stack, folder: string, timer: Timer): Queue[] {
  const queues = stack.ofType('AWS::SQS::Queue').map((resource) => openQueue(resource, folder, timer));
  for (const queue of queues) {
    const target = queues.find(({ settings }) => settings.arn === queue.settings.deadLetterQueueArn);
    if (target) queue.deadLetterQueue = target;
  }
  return queues;
}

function openQueue(resource: Resource, folder: string, timer: Timer): Queue {
  const properties = propertiesAs(queueSchema, resource);
  const settings = {
    name: resource.name,
    url: resource.ref,
    arn: resource.attribute('Arn'),
    fifo: properties.FifoQueue,
    contentBasedDeduplication: properties.ContentBasedDeduplication,
    deduplicationScope: properties.DeduplicationScope,
    visibilityTimeoutSeconds: properties.VisibilityTimeout,
    delaySeconds: properties.DelaySeconds,
    retentionSeconds: properties.MessageRetentionPeriod,
    maxReceiveCount: properties.RedrivePolicy?.maxReceiveCount,
    deadLetterQueueArn: properties.RedrivePolicy?.deadLetterTargetArn,
  };
  return new Queue(settings, new MessageFolder(join(folder, fileNameFor(resource.name))), timer);
}
