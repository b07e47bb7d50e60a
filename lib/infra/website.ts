import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Surroundings } from './surroundings.ts';
import { WeighbridgeFunction } from './weighbridge-function.ts';

/** The pages on which people see what arrived where. They read; they change nothing. */
export class Website extends Construct {
  constructor(scope: Construct, id: string, surroundings: Surroundings) {
    super(scope, id);
    const { api, storage } = surroundings;

    const web = new WeighbridgeFunction(this, 'web', surroundings, {
      description: 'Shows a person their measurements and what became of each at every destination.',
      errorImpact:
        'People cannot see their pages; measurements are carried all the same. ' +
        'Open the page again, and look in the log for the error of that minute.',
      memoryMb: 512,
      timeout: Duration.seconds(10),
    });
    web.allow(storage.accounts.tableArn, 'dynamodb:GetItem');
    web.allow(storage.measurements.tableArn, 'dynamodb:Query');
    web.allow(storage.secret.secretArn, 'secretsmanager:GetSecretValue');
    api.addDefaultRoute({
      handler: web,
      guardedBy:
        'Shows an account only to the session cookie that its owner got when connecting; everything else is public.',
    });
  }
}
