import * as v from 'valibot';
import { Synthesized } from '../infra/synthesized.ts';

const functionSchema = v.object({
  MemorySize: v.number(),
  Environment: v.object({ Variables: v.record(v.string(), v.unknown()) }),
});
const scheduleSchema = v.object({ ScheduleExpression: v.string() });
const mappingSchema = v.object({ ScalingConfig: v.object({ MaximumConcurrency: v.number() }) });

/** What a bill depends on, as the synthesized template has it. */
export interface Stack {
  secrets: number;
  alarms: number;
  /** By the name of the function, gigabytes. */
  memoryGb: Record<string, number>;
  /** What each function finds in its environment, by its name; names of resources stand for what AWS calls them. */
  environments: Record<string, Record<string, string>>;
  /** Ticks a month, by the name of the schedule. */
  ticks: Record<string, number>;
  /** How many at most fetch from the queue. */
  workers: number;
}

export const monthHours = 730;

export function stackOf(): Stack {
  const stack = new Synthesized();
  const named = <Value>(type: string, propertyOf: (properties: unknown) => Value): Record<string, Value> =>
    Object.fromEntries(
      Object.entries(stack.resources(type)).map(([name, properties]) => [
        name.split('/').at(-1),
        propertyOf(properties),
      ]),
    );
  const counted = (type: string) => Object.keys(stack.resources(type)).length;
  const [mapping] = Object.values(stack.resources('AWS::Lambda::EventSourceMapping'));
  return {
    secrets: counted('AWS::SecretsManager::Secret'),
    alarms: counted('AWS::CloudWatch::Alarm'),
    memoryGb: named('AWS::Lambda::Function', (properties) => v.parse(functionSchema, properties).MemorySize / 1024),
    environments: named('AWS::Lambda::Function', (properties) => {
      const variables = Object.entries(v.parse(functionSchema, properties).Environment.Variables);
      return Object.fromEntries(variables.map(([name, value]) => [name, stack.text(value)]));
    }),
    ticks: named('AWS::Scheduler::Schedule', (properties) => {
      return ticksAMonth(v.parse(scheduleSchema, properties).ScheduleExpression);
    }),
    workers: v.parse(mappingSchema, mapping).ScalingConfig.MaximumConcurrency,
  };
}

/** `rate(3 hours)`, `rate(1 day)` */
function ticksAMonth(expression: string): number {
  const [, count, unit] = /^rate\((\d+) (hour|day)s?\)$/.exec(expression) ?? [];
  if (!count) throw new Error(`The benchmark does not know how often ${expression} is.`);
  return monthHours / (Number(count) * (unit === 'day' ? 24 : 1));
}
