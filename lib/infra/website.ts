import { readFileSync } from 'node:fs';
import { Duration } from 'aws-cdk-lib';
import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import * as v from 'valibot';
import { handOverPath } from '../web/hand-over.ts';
import { acknowledgeWildcard } from './acknowledge.ts';
import type { Surroundings } from './surroundings.ts';
import { WeighbridgeFunction } from './weighbridge-function.ts';

const { version } = v.parse(
  v.pipe(v.string(), v.parseJson(), v.object({ version: v.string() })),
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
);

/**
 * The pages on which people see what arrived where, decide, take everything along or delete it, and where sign-ins made
 * on their own computers are handed over.
 */
export class Website extends Construct {
  constructor(scope: Construct, id: string, surroundings: Surroundings) {
    super(scope, id);
    const { api, storage, syncQueue } = surroundings;

    const web = new WeighbridgeFunction(this, 'web', surroundings, {
      description:
        'Shows a person their measurements and what became of each at every destination, and takes the sign-ins they hand over.',
      errorImpact:
        'People cannot see their pages, or hand over a sign-in; measurements are carried all the same. ' +
        'Open the page again, or repeat the command, and look in the log for the error of that minute.',
      memoryMb: 512,
      // For what a destination takes to say whether it accepts a sign-in, and to delete a history; the API waits for 30 s.
      timeout: Duration.seconds(28),
    });
    web.allow(
      storage.accounts.tableArn,
      ...['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
    );
    web.allow(
      storage.measurements.tableArn,
      ...['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
    );
    web.allow(storage.pendingIndexArn, 'dynamodb:Query');
    web.allow(storage.archive.bucketArn, 's3:ListBucket');
    web.allow(storage.archive.arnForObjects('fit/*'), 's3:GetObject', 's3:DeleteObject');
    acknowledgeWildcard(
      this,
      storage.archive,
      '/fit/*',
      'People take out and delete files of theirs, whose names follow from account, time and content.',
    );
    web.allow(storage.secret.secretArn, 'secretsmanager:GetSecretValue');
    web.allow(syncQueue.queue.queueArn, 'sqs:SendMessage');

    // For the owner: everybody who is connected, the calls of the last minutes, the queue, and its dead letters. SQS
    // gives these back in the name of whoever asks for it, and so they have to be received and deleted.
    web.allow(storage.accounts.tableArn, 'dynamodb:Scan', 'dynamodb:BatchGetItem');
    web.allow(syncQueue.queue.queueArn, 'sqs:GetQueueAttributes');
    web.allow(
      syncQueue.deadLetters.queueArn,
      ...['sqs:GetQueueAttributes', 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:StartMessageMoveTask'],
    );
    web.addEnvironment('DEAD_LETTER_QUEUE_URL', syncQueue.deadLetters.queueUrl);
    web.addEnvironment('WEIGHBRIDGE_VERSION', version);

    api.addRoute(handOverPath, [HttpMethod.POST], {
      handler: web,
      guardedBy:
        'Takes a sign-in only with a code of 60 random bits, of which only the hash is stored: good for an hour, once for each destination.',
    });
    api.addDefaultRoute({
      handler: web,
      guardedBy:
        'Shows and changes an account only with the session cookie that its owner got when connecting, and changes it only by a form that was made for that session.',
    });
  }
}
