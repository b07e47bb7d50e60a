import { Stack } from 'aws-cdk-lib';
import { Alarm, type AlarmProps, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';

export interface AlarmsProps {
  /** Who is written to. */
  email: string | undefined;
}

export interface AlarmOnProps extends Pick<AlarmProps, 'evaluationPeriods'> {
  metric: IMetric;
  /** The alarm is raised from this value on. */
  threshold: number;
  /** Who is hurt and what to do: the text of the mail. */
  impact: string;
}

/**
 * The one place the owner hears from, and the one kind of alarm there is: it says who is hurt and what to do. What a
 * sync has to tell goes the same way.
 */
export class Alarms extends Construct {
  /** What is published here is mailed. */
  readonly topic: Topic;
  readonly #action: SnsAction;

  constructor(scope: Construct, id: string, { email }: AlarmsProps) {
    super(scope, id);
    // No key of its own: CloudWatch cannot publish through the AWS-managed one, so the alarms would be lost in silence,
    // and a customer-managed one costs more a month than everything else here, to hide texts that say no more than
    // which function or which person's connection failed.
    this.topic = new Topic(this, 'Topic', { displayName: 'Weighbridge', enforceSSL: true });
    // A topic with a policy of its own, as the one about TLS, has lost the one that let everything in this AWS account
    // publish, and the action of an alarm grants nothing: without this each alarm would be refused, and nobody told.
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'LetAlarmsPublish',
        effect: Effect.ALLOW,
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    this.#action = new SnsAction(this.topic);
    if (email === undefined) return;

    const subscription = this.topic.addSubscription(new EmailSubscription(email));
    acknowledge(subscription, 'Serverless-SNSRedrivePolicy', 'SNS itself retries e-mail, and the alarm stays visible.');
  }

  /** Raises an alarm while `metric` is at or above `threshold`; silence is good news. */
  on(id: string, { impact, metric, threshold, evaluationPeriods }: AlarmOnProps): Alarm {
    const alarm = new Alarm(this, id, {
      metric,
      threshold,
      evaluationPeriods,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: impact,
    });
    alarm.addAlarmAction(this.#action);
    return alarm;
  }
}
