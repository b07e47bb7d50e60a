import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { writeFileAtomically } from '../atomic-file.ts';
import { permissionsOf } from '../iam/roles.ts';
import { allows } from '../iam/statements.ts';
import type { Lambda } from '../lambda/lambda.ts';
import type { Outcome } from '../lambda/process.ts';
import { LocalCloudError } from '../local-cloud-error.ts';
import { functionNameIn } from '../template/identity.ts';
import { propertiesAs } from '../template/properties.ts';
import type { Resource, Stack } from '../template/stack.ts';
import type { Timer } from '../timer.ts';
import { type NextAfter, parseScheduleExpression } from './expression.ts';

const isJson = (text: string): boolean => v.safeParse(v.pipe(v.string(), v.parseJson()), text).success;

const scheduleSchema = v.object({
  ScheduleExpression: v.string(),
  ScheduleExpressionTimezone: v.optional(v.string()),
  State: v.optional(v.picklist(['ENABLED', 'DISABLED']), 'ENABLED'),
  Target: v.object({
    Arn: v.string(),
    RoleArn: v.string(),
    Input: v.optional(v.pipe(v.string(), v.check(isJson)), '{}'),
  }),
});

const firedSchema = v.record(v.string(), v.number());

export interface Schedule {
  resource: Resource;
  lambda: Lambda;
  nextAfter: NextAfter;
  enabled: boolean;
  /** JSON, with Scheduler's placeholders. */
  input: string;
}

/** The schedules of the template. */
export function schedulesOf(stack: Stack, lambdaNamed: (name: string) => Lambda | undefined): Schedule[] {
  return stack.ofType('AWS::Scheduler::Schedule').map((resource) => {
    const { ScheduleExpression, ScheduleExpressionTimezone, State, Target } = propertiesAs(scheduleSchema, resource);
    const lambda = lambdaNamed(functionNameIn(Target.Arn) ?? '');
    if (!lambda) throw new LocalCloudError(`Schedule ${resource.path} fires at something other than a function.`);
    const { statements } = permissionsOf(stack, Target.RoleArn);
    if (!allows(statements, { action: 'lambda:InvokeFunction', resource: Target.Arn })) {
      throw new LocalCloudError(
        `Schedule ${resource.path}: AWS would not let its role invoke ${lambda.resource.path}.`,
      );
    }
    return {
      resource,
      lambda,
      nextAfter: parseScheduleExpression(ScheduleExpression, ScheduleExpressionTimezone),
      enabled: State === 'ENABLED',
      input: Target.Input,
    };
  });
}

/**
 * EventBridge Scheduler. When each schedule last fired is kept on disk: one that was due while the machine was off
 * fires soon after the start. A schedule that has never fired counts from its first start.
 */
export class Schedules {
  readonly #schedules: Schedule[];
  readonly #file: string;
  readonly #timer: Timer;
  readonly #cancels = new Map<Schedule, () => void>();
  readonly #lastFiredAt: Record<string, number>;

  constructor(schedules: Schedule[], file: string, timer: Timer) {
    this.#schedules = schedules;
    this.#file = file;
    this.#timer = timer;
    this.#lastFiredAt = readFired(file);
  }

  start(): void {
    for (const schedule of this.#schedules.filter(({ enabled }) => enabled)) {
      const { name } = schedule.resource;
      if (this.#lastFiredAt[name] === undefined) this.#note(name, this.#timer.now());
      this.#arm(schedule);
    }
  }

  stop(): void {
    for (const cancel of this.#cancels.values()) cancel();
    this.#cancels.clear();
  }

  /**
   * Fires now, whatever the time.
   *
   * @param match a schedule's name, path or logical id, or any value of its input, such as the reason it gives
   * @throws LocalCloudError when no schedule matches.
   */
  async tick(match: string): Promise<Outcome[]> {
    const chosen = this.#schedules.filter(
      ({ resource, input }) =>
        [resource.name, resource.path, resource.logicalId].includes(match) || valuesOf(input).includes(match),
    );
    if (chosen.length === 0) {
      const names = this.#schedules.map(({ resource }) => resource.path).join(', ') || 'none';
      throw new LocalCloudError(`No schedule matches ${match}; there are: ${names}.`);
    }
    return Promise.all(chosen.map((schedule) => this.#fire(schedule, this.#timer.now())));
  }

  #arm(schedule: Schedule): void {
    const next = schedule.nextAfter(this.#lastFiredAt[schedule.resource.name] ?? this.#timer.now());
    if (next === undefined) return;
    const cancel = this.#timer.wakeAt(next, () => {
      // After a pause the missed times are made up for once, not one by one.
      this.#note(schedule.resource.name, this.#timer.now());
      void this.#fire(schedule, next);
      this.#arm(schedule);
    });
    this.#cancels.set(schedule, cancel);
  }

  #fire({ lambda, resource, input }: Schedule, scheduledAtMs: number): Promise<Outcome> {
    return lambda.invoke(JSON.parse(filledIn(input, resource, scheduledAtMs)));
  }

  #note(name: string, firedAt: number): void {
    this.#lastFiredAt[name] = firedAt;
    writeFileAtomically(this.#file, `${JSON.stringify(this.#lastFiredAt, undefined, 2)}\n`);
  }
}

/** Scheduler's own placeholders, in whole seconds as AWS writes them. */
function filledIn(input: string, resource: Resource, scheduledAtMs: number): string {
  return input
    .replaceAll('<aws.scheduler.scheduled-time>', `${new Date(scheduledAtMs).toISOString().slice(0, 19)}Z`)
    .replaceAll('<aws.scheduler.schedule-arn>', resource.attribute('Arn'))
    .replaceAll('<aws.scheduler.execution-id>', randomUUID())
    .replaceAll('<aws.scheduler.attempt-number>', '1');
}

function valuesOf(json: string): unknown[] {
  const parsed: unknown = JSON.parse(json);
  return typeof parsed === 'object' && parsed !== null ? Object.values(parsed) : [parsed];
}

function readFired(file: string): Record<string, number> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return {};
  }
  const result = v.safeParse(v.pipe(v.string(), v.parseJson(), firedSchema), text);
  if (result.success) return result.output;
  throw new LocalCloudError(`${file} is damaged; delete it, and the schedules count from now.`);
}
