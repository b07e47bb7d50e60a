import { Duration } from 'aws-cdk-lib';
import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import type { Surroundings } from './surroundings.ts';
import { WeighbridgeFunction } from './weighbridge-function.ts';

/** Scale -> Withings -> notification -> queue. */
export class Webhook extends Construct {
  constructor(scope: Construct, id: string, surroundings: Surroundings) {
    super(scope, id);
    const { api, storage, syncQueue } = surroundings;

    const webhook = new WeighbridgeFunction(this, 'webhook', surroundings, {
      description: 'Turns a notification from Withings into a message on the queue.',
      errorImpact:
        'New measurements of all accounts wait for the next scheduled sync instead of arriving within seconds; none is lost. ' +
        'If this lasts for days Withings stops notifying; the daily maintenance subscribes again once the cause in the log is mended.',
      memoryMb: 256,
      timeout: Duration.seconds(5),
    });
    webhook.allow(storage.secret.secretArn, 'secretsmanager:GetSecretValue');
    webhook.allow(syncQueue.queue.queueArn, 'sqs:SendMessage');
    api.addRoute('/webhook/{token}', [HttpMethod.HEAD, HttpMethod.POST], {
      handler: webhook,
      guardedBy:
        'Withings cannot sign in; the token in the path, made from the master key, shows that it is Withings who calls.',
    });
  }
}
