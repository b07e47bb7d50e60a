import { App, type AppProps, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { WeighbridgeStack } from './stack.ts';

/**
 * The whole deployment, and two rule sets it has to pass: synthesis fails on a finding that is neither mended nor
 * acknowledged with a reason.
 */
export function weighbridgeApp(props?: AppProps): App {
  const app = new App(props);
  new WeighbridgeStack(app, 'Weighbridge');
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  return app;
}
