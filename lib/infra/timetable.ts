import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  ContextAttribute,
  Schedule,
  ScheduleExpression,
  ScheduleTargetInput,
  TimeWindow,
} from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Construct } from 'constructs';
import type { Surroundings } from './surroundings.ts';
import { WeighbridgeFunction } from './weighbridge-function.ts';

/**
 * The safety net under the notifications: every few hours each account is asked for, once a day also for what
 * keeps it connected.
 */
export class Timetable extends Construct {
  constructor(scope: Construct, id: string, surroundings: Surroundings) {
    super(scope, id);
    const { config, storage, syncQueue } = surroundings;

    const dispatch = new WeighbridgeFunction(this, 'dispatch', surroundings, {
      description: 'Puts one message on the queue for every account.',
      errorImpact:
        'Accounts were not asked for on time: measurements that Withings did not announce wait for the next round, a few hours later. ' +
        'One failure mends itself. If it fails every time, look in the log, and at the limits of the accounts table and the queue.',
      memoryMb: 512,
      timeout: Duration.minutes(15),
    });
    // GetItem, PutItem: how far a tick has come that takes long. UpdateItem: the note of when it last ran, and for how many.
    dispatch.allow(
      storage.accounts.tableArn,
      ...['dynamodb:Scan', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
    );
    dispatch.allow(syncQueue.queue.queueArn, 'sqs:SendMessage');

    const role = new Role(this, 'scheduler-role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    role.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [dispatch.functionArn] }));

    const schedule = (reason: 'schedule' | 'maintenance', every: Duration) =>
      new Schedule(this, reason, {
        schedule: ScheduleExpression.rate(every),
        // Not on the hour with everybody else's schedules.
        timeWindow: TimeWindow.flexible(Duration.minutes(15)),
        target: new LambdaInvoke(dispatch, {
          // Its one permission is given above; the target would add all versions of the function.
          role: role.withoutPolicyUpdates(),
          input: ScheduleTargetInput.fromObject({ reason, scheduledAt: ContextAttribute.scheduledTime }),
          maxEventAge: Duration.hours(1),
          retryAttempts: 5,
        }),
      });
    schedule('schedule', Duration.hours(config.syncEveryHours));
    schedule('maintenance', Duration.days(1));
  }
}
