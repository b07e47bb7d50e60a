import { Duration } from 'aws-cdk-lib';
import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import type { Surroundings } from './surroundings.ts';
import { WeighbridgeFunction } from './weighbridge-function.ts';

/** Where Withings sends the browser back to after consent; it has to be registered there. */
export const callbackPath = '/oauth/callback';

/**
 * Browser -> invite -> consent at Withings -> code -> tokens, sealed and stored, and the first sync. Without an invite
 * the same way leads somebody who is connected back to their page.
 */
export class Connect extends Construct {
  constructor(scope: Construct, id: string, surroundings: Surroundings) {
    super(scope, id);
    const { api, storage, syncQueue } = surroundings;

    const connect = new WeighbridgeFunction(this, 'connect', surroundings, {
      description: 'Sends the browser to Withings: with an invite to connect an account, without one to sign in.',
      errorImpact:
        'Nobody can connect a Withings account, first time or again, or sign in; accounts already connected go on. ' +
        'Check that the secret holds masterKey, withingsClientId and withingsClientSecret, then open the invite again: ' +
        'it stays valid for a day, until it is used.',
      memoryMb: 256,
      timeout: Duration.seconds(10),
    });
    connect.allow(storage.accounts.tableArn, 'dynamodb:GetItem');
    connect.allow(storage.secret.secretArn, 'secretsmanager:GetSecretValue');
    api.addRoute('/connect', [HttpMethod.GET], {
      handler: connect,
      guardedBy:
        'Opens only with an invite: a random token of which only the hash is stored, used once, good for a day.',
    });
    api.addRoute('/sign-in', [HttpMethod.GET], {
      handler: connect,
      guardedBy: 'Tells nobody anything: it sends the browser to Withings, which has to say who it is.',
    });

    const callback = new WeighbridgeFunction(this, 'oauth-callback', surroundings, {
      description:
        'Exchanges the code from Withings for tokens, within the 30 s that it lives: connects an account, or signs its owner in.',
      errorImpact:
        'Somebody came back from Withings and was not connected, so no measurement of theirs is carried, or was not signed in. ' +
        'Ask them to open a new invite, or to sign in again. If it fails again, compare client id, secret and callback address with the Withings developer page.',
      memoryMb: 512,
      timeout: Duration.seconds(28),
    });
    callback.allow(storage.accounts.tableArn, 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem');
    callback.allow(storage.secret.secretArn, 'secretsmanager:GetSecretValue');
    callback.allow(syncQueue.queue.queueArn, 'sqs:SendMessage');
    api.addRoute(callbackPath, [HttpMethod.GET, HttpMethod.HEAD], {
      handler: callback,
      guardedBy:
        'Acts only on a state that this browser was given minutes ago, and once; Withings probes the address with HEAD.',
    });
  }
}
