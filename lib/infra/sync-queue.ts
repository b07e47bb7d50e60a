import { Duration } from 'aws-cdk-lib';
import { DeduplicationScope, FifoThroughputLimit, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import type { Alarms } from './alarms.ts';

/** How long one sync may take. AWS advises a visibility of six times that, so that no message is handed out twice. */
export const syncTimeout = Duration.minutes(5);

export interface SyncQueueProps {
  alarms: Alarms;
}

/**
 * The accounts that wait for a sync: one message group an account, so an account is never synced twice at once and
 * never waits for another.
 */
export class SyncQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { alarms }: SyncQueueProps) {
    super(scope, id);
    const fifo = {
      fifo: true,
      fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
      deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
      // Two equal messages within five minutes are two notifications: the second may tell of a newer measurement.
      contentBasedDeduplication: false,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    };

    this.deadLetters = new Queue(this, 'DeadLetters', { ...fifo, retentionPeriod: Duration.days(14) });
    acknowledge(
      this.deadLetters,
      'Serverless-SQSRedrivePolicy',
      'This is where messages end; an alarm calls a person.',
    );

    this.queue = new Queue(this, 'Queue', {
      ...fifo,
      visibilityTimeout: Duration.seconds(6 * syncTimeout.toSeconds()),
      retentionPeriod: Duration.days(4),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 10 },
    });

    alarms.on('DeadLetters', {
      metric: this.deadLetters.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum' }),
      threshold: 1,
      evaluationPeriods: 1,
      impact:
        'A sync failed ten times for a reason that does not pass by itself: the account named in the message may get no new measurements. ' +
        `Look for the id of the message in ${this.deadLetters.queueName} in the log of the sync function: its error is there; mend the cause, ` +
        'then press "Try them again" on the page System of the site, or use "Start DLQ redrive". Nothing is lost meanwhile: the next scheduled sync tries the same measurements again.',
    });
    alarms.on('SyncsLate', {
      metric: this.queue.metricApproximateAgeOfOldestMessage({ statistic: 'Maximum' }),
      threshold: Duration.hours(1).toSeconds(),
      evaluationPeriods: 3,
      impact:
        'An account has waited more than an hour for its sync: its measurements arrive late. ' +
        'Look in the log of the sync function for a vendor that refuses (429, 5xx): then it passes by itself. ' +
        'If the log is silent, see whether the function is throttled by the concurrency limit of the AWS account.',
    });
  }
}
