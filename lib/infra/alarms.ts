import { Alarm, type AlarmProps, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
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

/** The one place where alarms go, and the one kind of alarm there is: it says who is hurt and what to do. */
export class Alarms extends Construct {
  readonly #action: SnsAction;

  constructor(scope: Construct, id: string, { email }: AlarmsProps) {
    super(scope, id);
    // No key of its own: CloudWatch cannot publish through the AWS-managed one, so the alarms would be lost in silence,
    // and a customer-managed one costs more a month than everything else here, to hide texts that say no more than
    // which function failed.
    const topic = new Topic(this, 'Topic', { displayName: 'Weighbridge', enforceSSL: true });
    this.#action = new SnsAction(topic);
    if (email === undefined) return;

    const subscription = topic.addSubscription(new EmailSubscription(email));
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
