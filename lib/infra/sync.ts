import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import { acknowledge, acknowledgeWildcard } from './acknowledge.ts';
import type { Surroundings } from './surroundings.ts';
import { syncTimeout } from './sync-queue.ts';
import { WeighbridgeFunction } from './weighbridge-function.ts';

/** Queue -> receive from Withings into the ledger -> deliver from the ledger to each destination. */
export class Sync extends Construct {
  constructor(scope: Construct, id: string, surroundings: Surroundings) {
    super(scope, id);
    const { alarms, storage, syncQueue } = surroundings;

    const sync = new WeighbridgeFunction(this, 'sync', surroundings, {
      description: 'Receives measurements from Withings and delivers them to every destination.',
      errorImpact:
        'A sync broke off: the measurements of one account arrive late. The message comes back by itself after half an hour, ' +
        'ten times at most. Look in the log for a timeout or a lack of memory; anything else is a bug worth reporting.',
      memoryMb: 512,
      timeout: syncTimeout,
    });
    // UpdateItem: the count of the calls to Withings that all processes share.
    sync.allow(
      storage.accounts.tableArn,
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
      'dynamodb:DeleteItem',
    );
    sync.allow(
      storage.measurements.tableArn,
      'dynamodb:GetItem',
      'dynamodb:Query',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
      'dynamodb:DeleteItem',
    );
    sync.allow(storage.pendingIndexArn, 'dynamodb:Query');
    // DeleteObject and ListBucket, as DeleteItem above: for whoever is removed.
    sync.allow(storage.archive.arnForObjects('fit/*'), 's3:PutObject', 's3:DeleteObject');
    sync.allow(storage.archive.bucketArn, 's3:ListBucket');
    acknowledgeWildcard(
      this,
      storage.archive,
      '/fit/*',
      'The names of the files follow from account, time and content; the prefix is as narrow as it gets.',
    );
    sync.allow(storage.secret.secretArn, 'secretsmanager:GetSecretValue');
    // For what one message had no time for.
    sync.allow(syncQueue.queue.queueArn, 'sqs:SendMessage');

    // For what only a person can mend.
    sync.allow(alarms.topic.topicArn, 'sns:Publish');
    sync.addEnvironment('OWNER_TOPIC_ARN', alarms.topic.topicArn);

    sync.addEventSource(
      new SqsEventSource(syncQueue.queue, {
        // One account an invocation: a vendor that hangs for one person takes no time from another.
        batchSize: 1,
        reportBatchItemFailures: true,
        // 120 calls a minute is all that Withings allows one application: more workers would only wait for each other,
        // and would take the concurrency from the webhook in an AWS account that has 10.
        maxConcurrency: 5,
      }),
    );
    acknowledge(
      sync,
      'Serverless-LambdaEventSourceMappingDestination',
      'A queue keeps its own failures: after ten tries the message is in the dead-letter queue.',
    );
  }
}
