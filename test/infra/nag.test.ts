import { Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { expect, it } from 'vitest';
import { weighbridgeApp } from '../../lib/infra/app.ts';
import { contextWith } from './synthesized.ts';

it.each([{}, { alarmEmail: 'me@example.com', archiveYears: 1 }])('cdk-nag finds nothing with %j', (context) => {
  const app = weighbridgeApp({ context: contextWith(context) });
  app.synth();
  for (const pack of [new AwsSolutionsChecks(app), new ServerlessChecks(app)]) {
    expect(pack.validateScope(app).violations).toEqual([]);
  }
});

it('a finding that nobody acknowledged stops the synthesis', () => {
  const app = weighbridgeApp({ context: contextWith({}) });
  new Bucket(new Stack(app, 'Careless'), 'Bucket');
  expect(() => app.synth()).toThrow(/AwsSolutions-S10/);
});
