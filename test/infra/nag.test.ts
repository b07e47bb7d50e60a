import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { expect, test } from 'vitest';
import { appWith, stackOf } from './synthesized.ts';

test.each([{}, { alarmEmail: 'me@example.com', archiveYears: 1 }])('cdk-nag finds nothing with %j', (context) => {
  const app = appWith(context);
  app.synth();
  for (const pack of [new AwsSolutionsChecks(app), new ServerlessChecks(app)]) {
    expect(pack.validateScope(app).violations).toEqual([]);
  }
});

test('a finding that nobody acknowledged stops the synthesis', () => {
  const app = appWith();
  new Bucket(stackOf(app), 'Careless');
  expect(() => app.synth()).toThrow(/AwsSolutions-S10/);
});
