import * as v from 'valibot';
import { allows, type Statement } from '../iam/statements.ts';
import { LocalCloudError } from '../local-cloud-error.ts';
import type { Log } from '../log.ts';
import type { Queue } from '../sqs/queue.ts';
import { functionNameIn } from '../template/identity.ts';
import { propertiesAs } from '../template/properties.ts';
import type { Resource, Stack } from '../template/stack.ts';
import type { Timer } from '../timer.ts';
import { EventSource } from './event-source.ts';
import type { Lambda } from './lambda.ts';

const mappingSchema = v.object({
  FunctionName: v.string(),
  EventSourceArn: v.string(),
  BatchSize: v.optional(v.number(), 10),
  Enabled: v.optional(v.boolean(), true),
  FunctionResponseTypes: v.optional(v.array(v.string()), []),
  ScalingConfig: v.optional(v.object({ MaximumConcurrency: v.optional(v.number()) }), {}),
});

export interface EventSourceParts {
  lambdaNamed(name: string): Lambda | undefined;
  queues: Queue[];
  statementsOf(lambda: Lambda): readonly Statement[];
  concurrency: number;
  timer: Timer;
  log: Log;
}

/**
 * Lambda's pollers as the template maps queues to functions. A batching window is not waited for: a batch leaves with
 * what there is.
 */
export function eventSourcesOf(stack: Stack, parts: EventSourceParts): EventSource[] {
  return stack.ofType('AWS::Lambda::EventSourceMapping').flatMap((resource) => {
    const mapping = propertiesAs(mappingSchema, resource);
    if (!mapping.Enabled) return [];
    const lambda = parts.lambdaNamed(functionNameIn(mapping.FunctionName) ?? mapping.FunctionName);
    const queue = parts.queues.find(({ settings }) => settings.arn === mapping.EventSourceArn);
    if (!lambda || !queue) {
      throw new LocalCloudError(
        `Event source ${resource.path} does not lead from a queue to a function of the template.`,
      );
    }
    requirePolling(resource, queue, parts.statementsOf(lambda));
    return [
      new EventSource({
        name: lambda.resource.path,
        queue,
        invoke: (event) => lambda.invoke(event),
        batchSize: mapping.BatchSize,
        reportBatchItemFailures: mapping.FunctionResponseTypes.includes('ReportBatchItemFailures'),
        concurrency: Math.min(parts.concurrency, mapping.ScalingConfig.MaximumConcurrency ?? parts.concurrency),
        timer: parts.timer,
        log: parts.log,
      }),
    ];
  });
}

/** Lambda polls in the function's name, and refuses the mapping when the function itself might not. */
function requirePolling(resource: Resource, { settings }: Queue, statements: readonly Statement[]): void {
  const needed = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
  const missing = needed.find((action) => !allows(statements, { action, resource: settings.arn }));
  if (missing !== undefined) {
    throw new LocalCloudError(`Event source ${resource.path}: AWS would refuse it, the function lacks ${missing}.`);
  }
}
