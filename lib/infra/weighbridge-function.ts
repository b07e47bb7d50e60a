import { fileURLToPath } from 'node:url';
import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function as LambdaFunction, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { bundleOf } from './bundle.ts';
import { environmentOf, type Surroundings } from './surroundings.ts';

const entryOf = (id: string) => fileURLToPath(new URL(`../../functions/${id}/handler.ts`, import.meta.url));

export interface WeighbridgeFunctionProps {
  /** What the function does, in the words of the console. */
  description: string;
  /** Who is hurt when it fails, and what to do: the text of its alarm. */
  errorImpact: string;
  memoryMb: number;
  timeout: Duration;
}

/**
 * `functions/<id>/handler.ts` as a Lambda: one bundle, a role that may write its own log and what {@link allow} adds, a
 * log that ends, and an alarm that says who is hurt.
 */
export class WeighbridgeFunction extends LambdaFunction {
  constructor(scope: Construct, id: string, surroundings: Surroundings, props: WeighbridgeFunctionProps) {
    const { description, errorImpact, memoryMb, timeout } = props;
    const { alarms, config } = surroundings;

    const logGroup = new LogGroup(scope, `${id}-log`, {
      retention: config.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(scope, `${id}-role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);

    super(scope, id, {
      description,
      code: bundleOf(entryOf(id)),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: memoryMb,
      timeout,
      environment: environmentOf(surroundings),
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
    });

    alarms.on(`${id}-errors`, {
      metric: this.metricErrors(),
      threshold: 1,
      evaluationPeriods: 1,
      impact: `${errorImpact} Its log: ${logGroup.logGroupName}`,
    });

    acknowledge(
      this,
      'Serverless-LambdaTracing',
      'Its log and the ledger tell the story; X-Ray would need rights on "*".',
    );
    acknowledge(
      this,
      'Serverless-LambdaDLQ',
      'Requests and queue batches are answered to their sender, and what one schedule misses the next one catches.',
    );
  }

  /** Lets the function do exactly these actions on this resource. */
  allow(resourceArn: string, ...actions: string[]): void {
    this.addToRolePolicy(new PolicyStatement({ actions, resources: [resourceArn] }));
  }
}
